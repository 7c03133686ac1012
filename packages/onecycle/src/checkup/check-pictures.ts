import { relative } from 'node:path';
import type { Tensor } from '@onecycle/torch';
import { checkFunction, checkOptions, is, kindOf, type OptionNames } from '../base/index.js';
import {
  categoryBlock,
  DataBlock,
  getImageFiles,
  isShortage,
  lookalikes,
  Path,
  type PathLike,
  parentLabel,
} from '../data/index.js';
import { Learner } from '../training/index.js';
import { atOnce, imageBlock, PictureError, resize, visionLearner } from '../vision/index.js';
import { embed, loneliness } from './embeddings.js';
import type { Finding, JudgedLabel } from './finding.js';
import { doubtfulLabels, FEWEST, FOLDS, judge, rankedLabels } from './judge.js';
import { measure, type PictureFacts } from './measure.js';
import { PictureCheck } from './picture-check.js';
import { duplicates, imbalance, median, oddPictures } from './pictures.js';

/** Options of {@link checkPictures}. */
export interface CheckPicturesOptions {
  /** Which pictures. Default: all that lie in the folder and in those inside. */
  files?: readonly PathLike[];
  /** A picture's class; undefined for one that nobody has labelled. Default: the name of the folder that it is in. */
  label?: (file: Path) => string | undefined;
  /**
   * The part of the data that a picture is in. Default: `train`, `valid` or `test`, where a folder between the root and the picture has
   * such a name; else none is known.
   */
  part?: (file: Path) => string | undefined;
  /**
   * A learner for pictures, whose body then tells what is alike. Default: `@onecycle/resnet18-tiny`, which comes with the library. One that
   * was trained on these pictures has learned their wrong labels, too, and finds fewer of them.
   */
  learn?: Learner;
  /** Whether a bar shows how far it is, or a function that is told: what is done at the moment, and how many pictures of how many. Default true. */
  progress?: boolean | ((doing: string, done: number, of: number) => void);
}

const optionNames: OptionNames<CheckPicturesOptions> = {
  files: true,
  label: true,
  part: true,
  learn: true,
  progress: (what, value) => (typeof value === 'function' ? is.func : is.flag)(what, value),
};

/** Where fewer of the predictions agree with the labels, a disagreement says more about the network than about the label. */
const TRUSTED = 0.6;
/** Side of the pictures that the library's own small network sees; it was trained at 96. */
const SIZE = 128;

/**
 * Looks over a folder of labelled pictures: files that cannot be read or are odd (tiny, far from square, of one shade, very dark,
 * very bright, blurred), pictures that are there twice (also in training and validation, also with different labels), classes
 * with few pictures, labels that are probably wrong, pictures unlike all others.
 *
 * Wrong labels are found by how likely they are under probabilities from logistic regressions on the features of a
 * network, each trained on the folds that a picture is not in, unless these know too little; pictures unlike others by the distance to their nearest ones there.
 *
 * ```ts
 * const check = await checkPictures('pets/images');
 * console.log(check.table());
 * await check.report().save('check.html');
 * ```
 *
 * @throws Error where the folder has no pictures
 */
export async function checkPictures(
  folder: PathLike,
  options: CheckPicturesOptions = {},
): Promise<PictureCheck> {
  checkOptions(options, optionNames, 'checkPictures');
  const root = new Path(folder);
  const { label = parentLabel, part = partBelow(root), progress = true, learn } = options;
  if (options.files !== undefined && !Array.isArray(options.files))
    throw new TypeError(`checkPictures({ files }) takes a list of files, not ${kindOf(options.files)}`);
  if (learn !== undefined && !(learn instanceof Learner))
    throw new TypeError(
      `checkPictures({ learn }) takes a learner, not ${kindOf(learn)}: loadLearner(file) gives one`,
    );
  checkFunction('checkPictures({ label })', label);
  checkFunction('checkPictures({ part })', part);
  const files = Array.from(options.files ?? (await getImageFiles(root)), String);
  if (files.length === 0) throw new Error(`there are no pictures in ${root}`);
  const findings: Finding[] = [];
  const measured: (PictureFacts | undefined)[] = [];
  const tell = typeof progress === 'function' ? progress : undefined;
  let looked = 0;
  const bar = { label: 'Looking at pictures', progress: progress === true };
  await atOnce(files, { ...bar, workers: 4 }, async (file, i) => {
    try {
      measured[i] = await measure(file);
    } catch (error) {
      if (isShortage(error)) throw error;
      const reason = error instanceof PictureError ? error.reason : String(error);
      findings.push({ kind: 'unreadable', file, reason, score: 1 });
    }
    looked += 1;
    tell?.('looking at the pictures', looked, files.length);
  });
  const facts = measured.filter((one) => one !== undefined);
  const labelOf = (file: string) => named(label(new Path(file)), file);
  findings.push(
    ...oddPictures(facts),
    ...duplicates(facts, { label: labelOf, part: (file) => part(new Path(file)) }),
    ...imbalance(facts.map(({ file }) => labelOf(file)).filter((name) => name !== undefined)),
  );
  const readable = facts.map(({ file }) => file);
  const vocab = [...new Set(readable.map(labelOf).filter((name) => name !== undefined))].sort();
  const enough = readable.length > FEWEST;
  const tooFew = `neither labels nor outliers were judged: it takes more than ${FEWEST} pictures that can be read`;
  const more = enough
    ? await byFeatures(readable, labelOf, learn, tell)
    : { findings: [], labels: [], notes: [tooFew] };
  findings.push(...more.findings);
  const notes = [...sameNames(vocab), ...more.notes];
  return new PictureCheck(String(root), files.length, vocab, findings, notes, more.labels);
}

/** A label as the function gives it; what has none may also be told by null. */
/** Classes whose names people would not tell apart. */
function sameNames(vocab: readonly string[]): string[] {
  const twins = lookalikes(vocab).map(
    ({ labels: [one, other], by }) => `the classes '${one}' and '${other}' look the same and are two: ${by}`,
  );
  const byCase = new Map<string, string[]>();
  for (const name of vocab) byCase.set(name.toLowerCase(), [...(byCase.get(name.toLowerCase()) ?? []), name]);
  const cases = [...byCase.values()].filter((names) => names.length > 1);
  return [
    ...twins,
    ...cases.map((names) => `these classes differ in capital letters only: ${names.join(', ')}`),
  ];
}

function named(label: unknown, file: string): string | undefined {
  if (typeof label === 'string') return label;
  if (label === undefined || label === null) return undefined;
  throw new TypeError(
    `checkPictures({ label }) gives a picture's class as a text, and of ${file} it gave ${kindOf(label)}`,
  );
}

async function byFeatures(
  files: readonly string[],
  labelOf: (file: string) => string | undefined,
  given: CheckPicturesOptions['learn'],
  tell?: (doing: string, done: number, of: number) => void,
): Promise<{ findings: Finding[]; labels: JudgedLabel[]; notes: string[] }> {
  const learn = given ?? (await smallNetwork(files));
  const { features, files: seen } = await embed(learn, files, (done) =>
    tell?.('comparing them', done, files.length),
  );
  try {
    const alone = loneliness(features);
    const findings = lonely(seen, alone);
    tell?.('judging labels', 0, files.length);
    const judged = await judge(features, seen.map(labelOf));
    if (!judged) {
      const note = `labels were not judged: it takes two classes of ${FOLDS} pictures or more`;
      return { findings, labels: [], notes: [note] };
    }
    const { agreed } = judged;
    const labels = rankedLabels(judged, seen);
    const percent = percentOf(agreed);
    if (agreed < TRUSTED) {
      const note = `labels were not judged: from the features of this network only ${percent} of them could be told; take a learner that knows such pictures, trained on others`;
      return { findings, labels, notes: [note] };
    }
    const doubtful = doubtfulLabels(labels);
    for (const { file, label, suggested, score, chance, probs } of doubtful) {
      const against = `${percentOf(probs[suggested] ?? 0)} against ${percentOf(1 - score)}`;
      const reason = `labelled '${label}', looks like '${suggested}' (${against}): wrong with a chance of ${percentOf(chance)}`;
      findings.push({ kind: 'label error', file, label, suggested, reason, score: chance });
    }
    const notes = [`labels were judged by predictions of which ${percent} agree with them`];
    if (doubtful.length > 0) {
      const sure = doubtful.reduce((sum, { chance }) => sum + chance, 0) / doubtful.length;
      notes.push(
        `about ${percentOf(judged.errors.rate)} of the labels are estimated to be wrong, and of those that are named ${percentOf(sure)}: look at each before you change it`,
      );
    }
    return { findings, labels, notes };
  } finally {
    features.dispose();
  }
}

const percentOf = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** Those that are farther from their nearest ones than is usual: beyond the upper quartile by three times what lies between the quartiles. */
function lonely(files: readonly string[], distances: readonly number[]): Finding[] {
  const middle = median(distances);
  const upper = median(distances.filter((distance) => distance >= middle));
  const lower = median(distances.filter((distance) => distance <= middle));
  const limit = upper + 3 * (upper - lower);
  return files.flatMap((file, i): Finding[] => {
    const distance = distances[i] ?? 0;
    if (distance <= limit || upper <= lower) return [];
    return [
      {
        kind: 'outlier',
        file,
        reason: `unlike all others: ${distance.toFixed(2)} from its nearest, where ${middle.toFixed(2)} is usual`,
        score: distance,
      },
    ];
  });
}

async function smallNetwork(files: readonly string[]): Promise<Learner<[Tensor, Tensor]>> {
  const all = [...files.keys()];
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock({ vocab: ['picture', 'other'] })],
    splitter: () => [all, all],
    getY: () => 'picture',
    itemTfms: resize(SIZE),
  });
  const dls = await block.dataloaders(files, { bs: 32 });
  return visionLearner(dls, 'resnet18', {
    weights: '@onecycle/resnet18-tiny',
    progress: false,
  });
}

/** The folder below the root that says which part of the data a picture is in. */
function partBelow(root: Path): (file: Path) => string | undefined {
  const names: Record<string, string> = {
    train: 'training',
    training: 'training',
    valid: 'validation',
    val: 'validation',
    validation: 'validation',
    test: 'test',
  };
  return (file) =>
    relative(String(root), String(file))
      .split(/[\\/]/)
      .slice(0, -1)
      .map((folder) => names[folder.toLowerCase()])
      .find((part) => part !== undefined);
}
