import { readdir } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import {
  loadSafetensors,
  type nn,
  readSafetensorsHeader,
  type Safetensors,
  type SafetensorsHeader,
  Tensor,
  torch,
} from '@onecycle/torch';
import { Path } from '../../data/index.js';
import type { Optimizer, OptimizerState } from '../optimizer/index.js';
import { checkNotForInference } from '../predict/index.js';
import { checksumKey, verify } from './checksum.js';
import { writeTensors } from './disk.js';
import { checkExtent, checkFit, fitting, isModelKey } from './fitting.js';
import { packState, unpackState } from './state-tree.js';

type Model = nn.Module<Tensor[]>;

/** A learner, as far as its weights go. */
export interface Saveable {
  readonly model: Model;
  readonly opt: Optimizer;
  readonly path: Path;
  readonly modelDir: string;
  /**
   * Knows whether a batch is in hand, in whose middle weights and statistics are of different steps; and which of several
   * processes this is, of which only number 0 writes.
   */
  readonly loop: {
    betweenBatches<T>(read: () => T): Promise<T>;
    readonly strategy: { readonly rank: number };
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const recordOf =
  (isOne: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    isRecord(value) && Object.values(value).every(isOne);

const isNumber = (value: unknown) => typeof value === 'number';

const isOptimizerState = (value: unknown): value is OptimizerState =>
  isRecord(value) &&
  Array.isArray(value.hypers) &&
  value.hypers.every(recordOf(isNumber)) &&
  Array.isArray(value.state) &&
  value.state.every(
    (state: unknown) =>
      isRecord(state) &&
      recordOf((tensor) => tensor instanceof Tensor)(state.tensors ?? {}) &&
      recordOf(isNumber)(state.numbers ?? {}),
  );

/** Puts back the optimizer's state that a file holds. Throws where groups or parameters do not match. */
export function restoreOptimizer(opt: Optimizer, json: string, tensors: ReadonlyMap<string, Tensor>): void {
  const state = unpackState(json, tensors);
  if (!isOptimizerState(state)) throw new Error('what the file holds is not the state of an optimizer');
  opt.loadStateDict(state);
}

/**
 * Copies of tensors on the CPU, row by row in memory, as files hold them. They share nothing with the tensors, which may
 * go on changing while the file is written.
 */
export const forFile = (tensors: Iterable<readonly [string, Tensor]>): Map<string, Tensor> =>
  torch.noGrad(() =>
    torch.scope(() => new Map([...tensors].map(([key, tensor]) => [key, ownCopy(tensor.detach())]))),
  );

const ownCopy = (tensor: Tensor): Tensor =>
  tensor.device === 'cpu' ? tensor.clone({ memoryFormat: 'contiguous' }) : tensor.cpu().contiguous();

/**
 * Reads a file of tensors, or its bytes, and compares it with its checksum.
 *
 * @param name what errors call it
 * @param isSealed whether a file without a checksum is one of an older version, and not one from elsewhere
 * @param check is shown the header before memory is taken for the tensors, and throws where they are not wanted; what it gives
 *   comes with them
 * @throws Error for a damaged file
 */
export async function readSealed<T>(
  source: string | Uint8Array,
  name: string,
  isSealed: boolean,
  check: (header: SafetensorsHeader) => T,
): Promise<Safetensors & { checked: T }> {
  const checked = check(await readSafetensorsHeader(source, name));
  const file = await loadSafetensors(source, name);
  const state = await verify(file.tensors, file.metadata);
  if (state === 'damaged') {
    dispose(file.tensors);
    throw new Error(
      `${name} is damaged: it does not hold what was written into it (its checksum is another). Take a copy of it, or write it again`,
    );
  }
  if (state === 'unsealed' && isSealed) {
    console.warn(
      `${name} has no checksum, as files of older versions have none: whether it is damaged cannot be told. Write it again to have one`,
    );
  }
  delete file.metadata[checksumKey];
  return { ...file, checked };
}

/** Reads a file of tensors. Where there is none the error names those beside it, and what writes one: `writer`. */
export const readTensors = <T>(
  file: string,
  writer: string,
  isSealed: boolean,
  check: (header: SafetensorsHeader) => T,
): Promise<Safetensors & { checked: T }> =>
  namingThoseBeside(file, writer, () => readSealed(file, file, isSealed, check));

/** As many files are named at most. */
const most = 5;

/** Runs what reads a file. Where there is none the error names those beside it, and what writes one: `writer`. */
export async function namingThoseBeside<T>(file: string, writer: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EISDIR')
      throw new Error(`${file} is a folder: name the file in it that ${writer} wrote`, { cause: error });
    if (error instanceof Error && error.message.startsWith(`${file} is no safetensors file`))
      throw new Error(`${error.message}. ${writer} writes one`, { cause: error });
    if (code !== 'ENOENT') throw error;
    const names = await readdir(dirname(file)).catch(() => []);
    const kind = extname(file);
    const others = names.filter((name) => kind !== '' && extname(name) === kind && !name.startsWith('.'));
    const named = others.sort().slice(0, most).join(', ');
    const more = others.length > most ? ` and ${others.length - most} more` : '';
    const there = others.length > 0 ? ` beside ${named}${more}` : '';
    throw new Error(`there is no ${basename(file)} in ${dirname(file)}${there}: ${writer} writes one`, {
      cause: error,
    });
  }
}

/** `pets` → `<path>/models/pets.safetensors`; a path with a folder or an extension is taken as it is. */
function modelFile(learn: Saveable, name: Path | string): Path {
  const given = new Path(name);
  const file = given.suffix === '.safetensors' ? String(given) : `${given}.safetensors`;
  return name instanceof Path ? new Path(file) : learn.path.join(learn.modelDir, file);
}

/** Writes `learn`'s model and, unless `withOpt` is false, its optimizer. */
export async function writeModel(
  learn: Saveable,
  name: Path | string,
  { withOpt = true }: { withOpt?: boolean },
): Promise<Path> {
  checkNotForInference(learn.model);
  const file = modelFile(learn, name);
  if (learn.loop.strategy.rank > 0) return file;
  const { optimizer, tensors } = await learn.loop.betweenBatches(() => {
    const optimizer = withOpt ? packState(learn.opt.stateDict(), 'optimizer') : null;
    return { optimizer, tensors: forFile([...learn.model.namedState(), ...(optimizer?.tensors ?? [])]) };
  });
  try {
    await writeTensors(String(file), tensors, optimizer ? { optimizer: optimizer.json } : {});
  } finally {
    dispose(tensors);
  }
  return file;
}

/**
 * Reads a saved model, and the optimizer where the file has one and `withOpt` is not false.
 *
 * @throws Error that names the file and every key that is missing, unexpected or of another shape; or, where there is no
 *   such file, those that are there
 */
export async function readModel(
  learn: Saveable,
  name: Path | string,
  { withOpt = true, strict = true }: { withOpt?: boolean; strict?: boolean },
): Promise<void> {
  const file = modelFile(learn, name);
  const check = ({ tensors }: SafetensorsHeader) => {
    checkFit(learn.model, tensors, String(file), strict);
    checkExtent(learn.model, tensors, String(file));
  };
  const { tensors, metadata } = await readTensors(String(file), 'learn.save(…)', false, check);
  try {
    loadWeights(learn.model, tensors, String(file), strict);
    if (withOpt && metadata.optimizer) {
      try {
        restoreOptimizer(learn.opt, metadata.optimizer, tensors);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(
          `${file}: its optimizer does not fit this one: ${reason}. Load the weights alone with { withOpt: false }`,
          { cause: error },
        );
      }
    }
  } finally {
    dispose(tensors);
  }
}

/** Copies a file's model tensors into a model; errors name the file. */
export function loadWeights(
  model: Model,
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
  strict = true,
): void {
  const own = new Map([...tensors].filter(([key]) => isModelKey(key)));
  fitting(file, () => model.loadStateDict(own, { strict }));
}

export const dispose = (tensors: ReadonlyMap<string, Tensor>): void => {
  for (const tensor of tensors.values()) tensor.dispose();
};
