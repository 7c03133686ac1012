import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { nn, type SafetensorsHeader, type Tensor } from '@onecycle/torch';
import { kindOf } from '../../base/index.js';
import {
  checkDevice,
  DataLoaders,
  type Described,
  Path,
  type PathLike,
  proxiedFetch,
  revive,
} from '../../data/index.js';
import { isLoss, isMeaning, type LossFunc, standsFor } from '../losses/index.js';
import { type LearnerDescription, type LearnerSettings, learnerKey } from './export.js';
import { checkExtent, checkFit, makeFitting } from './fitting.js';
import { dispose, loadWeights, namingThoseBeside, readSealed, readTensors } from './model-file.js';

/** Where an exported learner is read from: a file, an address (`file:`, `http:`, `https:`), or the bytes of the file. */
export type LearnerSource = PathLike | URL | Uint8Array | ArrayBuffer | Blob;

/** What takes the place of what a file cannot hold, and where all of it goes. */
export interface ReadLearnerOptions {
  /** The model, where it is of your own making: the file holds its weights, not its code. */
  model?: nn.Module<Tensor[]>;
  /** The loss, where it is a function of your own. */
  lossFunc?: LossFunc;
  /** Where the model and the data go. Default 'cpu'. */
  device?: string;
  /** What errors call the file. Default: its path or address. */
  name?: string;
}

/** The parts of an exported learner, put together again. */
export interface ExportedLearner {
  dls: DataLoaders<Tensor[]>;
  /** In evaluation mode, with the file's weights. */
  model: nn.Module<Tensor[]>;
  lossFunc: LossFunc;
  /** How to build the model again; null for a model of the user's own. */
  architecture: Described | null;
  settings: LearnerSettings;
}

/**
 * Reads what `learn.export` wrote. Nothing in the file is executed.
 *
 * @throws Error for a file that is damaged or holds no exported learner, and for a model, transform or loss that is not
 *   part of the library and was not handed in
 */
export async function readLearner(
  source: LearnerSource,
  options: ReadLearnerOptions = {},
): Promise<ExportedLearner> {
  if (options.device !== undefined) checkDevice(options.device);
  const { contents, ...found } = await fetched(source);
  const file = options.name ?? found.file;
  // From the header alone, so that what does not fit together takes no memory.
  const check = ({ tensors, metadata }: SafetensorsHeader) => {
    const description = parseDescription(metadata[learnerKey], file);
    const model = options.model ?? reviveModel(description, tensors, file);
    checkFit(model, tensors, file);
    checkExtent(model, tensors, file);
    return { description, model };
  };
  const { tensors, checked } = contents
    ? await readSealed(contents, file, true, check)
    : await readTensors(file, 'learn.export(…)', true, check);
  try {
    const { description, model } = checked;
    loadWeights(model, tensors, file);
    const dls = reviveData(description, file).to(options.device ?? 'cpu');
    model.to(dls.device).eval();
    const lossFunc = options.lossFunc ?? reviveLoss(description, file);
    const { architecture, settings } = description;
    return { dls, model, lossFunc, architecture, settings };
  } finally {
    dispose(tensors);
  }
}

/** The bytes of an exported learner, which are not looked at, and what errors call them. */
export async function learnerBytes(source: LearnerSource): Promise<{ file: string; contents: Uint8Array }> {
  const { file, contents } = await fetched(source);
  if (contents) return { file, contents };
  return { file, contents: await namingThoseBeside(file, 'learn.export(…)', () => readFile(file)) };
}

/** The path of a source and, where it is no file, its bytes; `file` is then what errors call it. */
async function fetched(source: LearnerSource): Promise<{ file: string; contents?: Uint8Array }> {
  if (source instanceof Uint8Array) return { file: 'the exported learner (bytes)', contents: source };
  if (source instanceof ArrayBuffer) return fetched(new Uint8Array(source));
  if (source instanceof Blob) {
    const file = 'name' in source ? String(source.name) : 'the exported learner (a Blob)';
    return { file, contents: new Uint8Array(await source.arrayBuffer()) };
  }
  if (!(typeof source === 'string' || source instanceof Path || source instanceof URL))
    throw new TypeError(
      `an exported learner is read from a file, an address or the bytes of a file, and not from ${kindOf(source)}`,
    );
  const text = String(source);
  if (text === '') throw new TypeError('the path of the exported learner is empty');
  if (text.startsWith('file:')) return { file: fileURLToPath(text) };
  if (!/^https?:/.test(text)) return { file: text };
  const response = await proxiedFetch()(text).catch((error: unknown) => {
    throw new Error(`${text} cannot be had: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  });
  if (!response.ok) throw new Error(`${text} cannot be had: ${response.status} ${response.statusText}`);
  return { file: text, contents: new Uint8Array(await response.arrayBuffer()) };
}

function parseDescription(json: string | undefined, file: string): LearnerDescription {
  if (json === undefined) {
    throw new Error(
      `${file} holds no exported learner: make one with learn.export(…); for weights alone there is learn.load(…)`,
    );
  }
  let description: unknown;
  try {
    description = JSON.parse(json);
  } catch (error) {
    throw new Error(`${file} is damaged: the description of its learner is no JSON`, { cause: error });
  }
  if (isRecord(description) && typeof description.version === 'number' && description.version > 1)
    throw new Error(
      `${file} was written by a newer version of onecycle (format ${description.version}; this one reads 1): npm install onecycle@latest`,
    );
  if (!isLearnerDescription(description)) {
    throw new Error(
      `${file} is damaged, or was written by another version: its description of a learner is not one of version 1`,
    );
  }
  return description;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMoms = (value: unknown): value is [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every((mom) => typeof mom === 'number');

function isLearnerDescription(value: unknown): value is LearnerDescription {
  if (!isRecord(value) || value.version !== 1 || !isRecord(value.dls) || !isRecord(value.settings))
    return false;
  const { modelDir, wd, wdBnBias, trainBn, moms } = value.settings;
  const flags = [wdBnBias, trainBn].every((flag) => typeof flag === 'boolean');
  return flags && typeof modelDir === 'string' && ['number', 'undefined'].includes(typeof wd) && isMoms(moms);
}

/** Stands for a loss that the file could not hold; predictions need no more of it than what outputs mean. */
function missingLoss(outputs: LearnerDescription['outputs'], file: string): LossFunc {
  const missing = (): never => {
    throw new Error(`${file} does not hold the loss: hand it in with loadLearner(file, { lossFunc })`);
  };
  if (outputs === 'own') return { forward: missing, activation: missing, decodes: missing };
  return isMeaning(outputs) ? standsFor(missing, outputs) : missing;
}

/** Runs `build` and says which file and which part of it could not be rebuilt. */
function rebuilding<T>(what: string, file: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${file}: the ${what} cannot be rebuilt: ${reason}`, { cause: error });
  }
}

function reviveModel(
  { architecture, modelName }: LearnerDescription,
  sizes: SafetensorsHeader['tensors'],
  file: string,
): nn.Module<Tensor[]> {
  if (!architecture) {
    const own =
      modelName === 'Sequential'
        ? 'a model of parts that you chose: build one as it was for the training (createVisionModel(arch, nOut, { customHead, cut }) where visionLearner made it) and hand it in with loadLearner(file, { model })'
        : `a model that is not part of the library: hand one in with loadLearner(file, { model: new ${modelName}(…) })`;
    throw new Error(`${file} holds the weights of a ${modelName}, ${own}`);
  }
  const model = rebuilding('architecture', file, () => makeFitting(sizes, () => revive(architecture)));
  if (model instanceof nn.Module) return model;
  throw new Error(`${file}: the architecture '${architecture.type}' made no model`);
}

function reviveData({ dls }: LearnerDescription, file: string): DataLoaders<Tensor[]> {
  const revived = rebuilding('data transforms', file, () => revive(dls));
  if (revived instanceof DataLoaders) return revived;
  throw new Error(`${file}: the description of its data is damaged`);
}

function reviveLoss(
  { lossFunc: description, outputs }: Pick<LearnerDescription, 'lossFunc' | 'outputs'>,
  file: string,
): LossFunc {
  if (!description) return missingLoss(outputs, file);
  const loss = rebuilding('loss', file, () => revive(description));
  if (isLoss(loss)) return loss;
  throw new Error(`${file}: '${description.type}' is no loss`);
}
