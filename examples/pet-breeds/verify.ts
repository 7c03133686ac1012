// Runs every row of the chapter once and says, row by row, whether what came out is what the book prints, what fastai
// computed, or what the API promises. A row that fails to run does not count.
import { writeFile } from 'node:fs/promises';
import {
  augTransforms,
  categoryBlock,
  DataBlock,
  errorRate,
  getImageFiles,
  imageBlock,
  randomSplitter,
  regexLabeller,
  resize,
  resnet18,
  torch,
  URLs,
  untarData,
  usingAttr,
  visionLearner,
} from 'onecycle';
import { dataRows } from './certificate/data-rows.js';
import { lossRows } from './certificate/loss-rows.js';
import { type Bench, messageOf, type Outcome, type Row } from './certificate/row.js';
import { trainingRows } from './certificate/training-rows.js';
import { understandingRows } from './certificate/understanding-rows.js';

async function makeBench(): Promise<Bench> {
  const path = await untarData(URLs.PAPER_PETS);
  const files = (await getImageFiles(path.join('images'))).filter((_, i) => i % 4 === 0);
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    splitter: randomSplitter({ seed: 42 }),
    getY: usingAttr(regexLabeller(/(.+)_\d+.jpg$/), 'name'),
    itemTfms: resize(96),
    batchTfms: augTransforms({ size: 64, minScale: 0.75 }),
  });
  const dls = await block.dataloaders(files, { bs: 16, seed: 42 });
  const newLearner = async () => {
    torch.manualSeed(42);
    return visionLearner(dls, resnet18, {
      pretrained: false,
      metrics: errorRate,
      progress: false,
      path: 'runs/verify',
    });
  };
  const learn = await newLearner();
  learn.logger = null;
  await learn.fineTune(1);
  return { path, files, block, dls, learn, newLearner };
}

const rows = [...dataRows, ...lossRows, ...trainingRows, ...understandingRows].sort(
  (a, b) => a.number - b.number,
);
if (rows.some(({ number }, i) => number !== i + 1))
  throw new Error('a row of the chapter is missing, or there twice');
const bench = await makeBench();
const results: [Row, Outcome][] = [];
for (const row of rows) {
  let outcome: Outcome = { computed: 'did not run', agrees: false };
  const error = await messageOf(async () => {
    outcome = await row.run(bench);
  });
  if (error !== '') outcome = { computed: `failed: ${error.split('\n')[0]}`, agrees: false };
  results.push([row, outcome]);
  console.log(
    `${outcome.agrees ? '✓' : '✗'} ${String(row.number).padStart(2)} ${row.title}: ${outcome.computed.split('\n')[0]}`,
  );
}

const agreed = results.filter(([, outcome]) => outcome.agrees).length;
const summary = `${agreed} of ${rows.length} rows agree.`;
console.log(`\n${summary}`);

/** One line of a Markdown table. */
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('\n', '<br>').replace(/ {2,}/g, ' ');
const sources = { book: 'the book', fastai: 'fastai', promise: 'the API' };
const lines = results.map(
  ([row, { computed, agrees }]) =>
    `| ${row.number} | ${cell(row.title)} | ${cell(row.expected)} | ${sources[row.by]} | ${cell(computed)} | ${agrees ? 'yes' : '**no**'} |`,
);
const page = `# The chapter, row by row

Made by \`npm run chapter:verify\`, which runs every row of the chapter once (on Paper Pets) and compares what comes out with
what the book prints, what fastai computed, or what the API promises. What did not run does not count.
The numbers of fastai behind the semantics (schedules, optimizers, augmentation, losses, metrics and more) are checked value
by value in the tests.

**${summary}**

| | row | expected | by | computed | agrees |
|---:|---|---|---|---|---|
${lines.join('\n')}
`;
if (process.argv.includes('--write')) await writeFile('docs/certificate.md', page);
process.exitCode = agreed === rows.length ? 0 : 1;
