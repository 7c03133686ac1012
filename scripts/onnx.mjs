import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installSystemPackages } from '../packages/torch/install/apt.mjs';
import { execute, output } from '../packages/torch/install/shell.mjs';
import { mayInstall } from '../packages/torch/install/system.mjs';
import { root } from './lib/report.mjs';
import { npmTool, tools } from './lib/tools.mjs';

// npm run test:onnx: every architecture as ONNX files, in 32 bits, in 16, and with weights in 8, run by ONNX Runtime and compared with
// getPreds; a table of the differences as Markdown. ONNX's own checker looks at them where Python has it (Debian's python3-onnx).
// It fails where a file does not come about, or the checker refuses one.
//   -- resnet18 vit     only those whose names begin with one of these
//   --data <folder>     a folder of labelled pictures (<label>_<number>.jpg) instead of Paper Pets
//   --weights <file>    learned weights for an architecture: --weights resnet18=file.safetensors, as often as wanted

const work = join(root, 'runs/onnx');

/** The first Python that has ONNX's checker. */
const find = () =>
  [process.env.PYTHON, 'python3', '/usr/bin/python3']
    .filter((name) => name !== undefined)
    .find((name) => output(name, ['-c', 'import onnx; print(onnx.__version__)']));
if (!find() && mayInstall()) await installSystemPackages(['python3-onnx']);
const python = find();

/** @param {string} file */
async function checked(file) {
  if (python === undefined) return 'no python3-onnx';
  const program =
    'import sys, onnx; m = onnx.load(sys.argv[1]); onnx.checker.check_model(m, full_check=True); print("ok")';
  const { code, text } = await execute(python, ['-c', program, file], { show: false });
  return code === 0 ? 'passes' : text.trim().split('\n').at(-1);
}

// Its install script fetches files for graphics cards, which are not needed.
await npmTool('onnxruntime-node', '1.30.0', ['--ignore-scripts']);
process.env.ONECYCLE_ONNXRUNTIME = tools;
mkdirSync(work, { recursive: true });
const oc = await import('../packages/onecycle/dist/index.js');
const { positional, data, weights } = parse(process.argv.slice(2));

const folder = data ?? join(work, 'paper-pets');
if (!data && !existsSync(join(folder, 'labels.csv')))
  await oc.paperPets(folder, { perBreed: 20, progress: false });
const files = await oc.getImageFiles(folder);

/** @param {number} size */
const loaders = (size) =>
  oc.imageDataLoaders.fromNameRe(folder, files, /(.+)_\d+.jpg$/, {
    itemTfms: oc.resize(Math.round(size * 1.15)),
    batchTfms: oc.augTransforms({ size, minScale: 0.75 }),
    bs: 16,
    validPct: 0.45,
    seed: 42,
  });

const kinds = { '32 bits': {}, '16 bits': { half: true }, 'weights in 8': { quantize: true } };
const heads = Object.keys(kinds).map((kind) => `${kind}: difference, same label, right`);
console.log(`| model | ${heads.join(' | ')} | MB | checker |\n|---|${'---|'.repeat(heads.length + 2)}`);
for (const name of oc.architectureNames()) {
  if (positional.length > 0 && !positional.some((part) => name.startsWith(part))) continue;
  await row(name);
}

/**
 * One epoch of training, so that norms have statistics of their own and predictions differ; then the three files.
 * @param {string} name
 */
async function row(name) {
  const given = weights.get(name);
  const dls = await loaders(name.startsWith('vit') ? 224 : given ? 128 : 64);
  const options = { progress: false, path: work, ...(given ? { weights: given } : { pretrained: false }) };
  const learn = await oc.visionLearner(dls, name, options);
  await learn.fit(given ? 3 : 1, given ? 3e-3 : 1e-3);
  const cells = [];
  const sizes = [];
  let checker = '';
  for (const [kind, how] of Object.entries(kinds)) {
    const file = join(work, `${name}.onnx`);
    const result = await learn.exportOnnx(file, how).catch((error) => error);
    if (result instanceof Error) {
      cells.push(result.message);
      process.exitCode = 1;
      continue;
    }
    const { check, bytes } = result;
    cells.push(
      `${check.maxDifference.toExponential(1)}, ${percent(check.top1Agreement)}, ${percent(check.accuracy.onnx)} (${percent(check.accuracy.learner)})`,
    );
    sizes.push((bytes / 1e6).toFixed(1));
    const verdict = await checked(file);
    if (python !== undefined && verdict !== 'passes') process.exitCode = 1;
    if (checker === '' || verdict !== 'passes')
      checker = verdict === 'passes' ? verdict : `${kind}: ${verdict}`;
    rmSync(file);
  }
  console.log(
    `| ${name}${given ? ', learned weights' : ''} | ${cells.join(' | ')} | ${sizes.join(', ')} | ${checker} |`,
  );
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/** @param {string[]} args */
function parse(args) {
  /** @type {string[]} */
  const positional = [];
  /** @type {string | undefined} */
  let data;
  /** @type {Map<string, string>} */
  const weights = new Map();
  for (let i = 0; i < args.length; i++) {
    const [arg = '', next = ''] = [args[i], args[i + 1]];
    if (arg === '--data') data = next;
    else if (arg === '--weights') {
      const [name = '', file = ''] = next.split('=');
      weights.set(name, file);
    } else {
      positional.push(arg);
      continue;
    }
    i++;
  }
  return { positional, data, weights };
}
