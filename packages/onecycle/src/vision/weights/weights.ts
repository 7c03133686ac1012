import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  fileFormat,
  loadPth,
  loadSafetensors,
  readSafetensorsHeader,
  type Safetensors,
} from '@onecycle/torch';
import { checkName, checkOptions, kindOf, unawaited, wrongKind } from '../../base/index.js';
import { notThere, Path, type PathLike } from '../../data/index.js';
import { checkStats, type NormalizeStats } from '../tensors/index.js';
import { embeddedFile } from './embedded.js';
import { type HubFile, hubFile } from './hub.js';
import type { State } from './names.js';
import { stateIn } from './state-in.js';

/** Tensors and how the pictures were normalised that they were learned from. */
export type Weights = {
  state: State;
  /** Undefined where the source does not say: then the architecture's apply. */
  stats?: NormalizeStats | undefined;
  /** Where they are from, for messages. */
  origin: string;
};

/** Weights that {@link registerWeights} made known: a file or a repository, and their statistics. */
export type RegisteredWeights = { source: PathLike; stats?: NormalizeStats };

const registered = new Map<string, RegisteredWeights>();

/** Gives weights a name, under which `visionLearner` and the command find them. */
export function registerWeights(name: string, weights: RegisteredWeights): void {
  checkName('registerWeights: the first argument', name);
  checkOptions(weights, { source: true, stats: true }, `registerWeights('${name}')`);
  if (weights?.source === undefined || weights.source === null)
    throw wrongKind(`registerWeights('${name}')`, 'a file or a repository, { source: … }', weights);
  if (weights.stats) checkStats(weights.stats, `registerWeights('${name}')`);
  registered.set(name, weights);
}

const repository = /^[\w.-]+\/[\w.-]+(@[\w./-]+)?$/;

/**
 * Loads weights from a registered name, a file (safetensors or PyTorch's, under any name), a repository of the Hugging Face hub
 * (`timm/resnet34.tv_in1k`, with `@revision` where not the main branch is meant), or a package that comes with the library
 * (`@onecycle/resnet18-tiny`).
 * @param most how many numbers a safetensors file may hold: one that holds more is refused by its header. Default: any number
 * @throws Error that says what was looked for where
 */
export async function loadWeights(from: PathLike, most = Number.POSITIVE_INFINITY): Promise<Weights> {
  if (typeof from !== 'string' && !(from instanceof Path))
    throw new TypeError(
      `weights are a file, a repository of the hub or a registered name, not ${kindOf(from)}${unawaited(from)}`,
    );
  const source = String(from);
  const named = registered.get(source);
  if (named) {
    const weights = await loadWeights(named.source, most);
    return { ...weights, stats: named.stats ?? weights.stats };
  }
  const embedded = embeddedFile(source);
  if (embedded) return { ...(await fromFile(embedded, most)), origin: source };
  const there = statSync(source, { throwIfNoEntry: false });
  if (there?.isFile()) return fromFile(source, most);
  if (there) throw new Error(`weights: ${source} is a folder; pass the file in it (.safetensors, .pth)`);
  if (/\.(safetensors|pth|pt|tar|th|bin|ckpt)$/.test(source))
    throw new Error(notThere('weights file', source));
  if (repository.test(source)) return fromHub(source, most);
  const names = [...registered.keys()];
  throw new Error(
    `weights: '${source}' is neither a file nor a repository of the hub (owner/name) nor a registered name` +
      (names.length ? ` (there are ${names.join(', ')})` : ''),
  );
}

/** PyTorch's file or a safetensors file, by its first bytes and whatever its ending. */
async function fromFile(file: string, most: number): Promise<Weights> {
  const format = await fileFormat(file);
  if (format === 'npy') throw new Error(`${file} is an array of NumPy, and no state dict`);
  if (format === 'pytorch') return { state: stateIn(await loadPth(file), file), origin: file };
  const { tensors, metadata } = await bounded(file, most);
  const { mean, std } = metadata;
  return {
    state: tensors,
    stats: mean && std ? statsOf(parsed(mean), parsed(std), file) : undefined,
    origin: file,
  };
}

async function bounded(file: string, most: number): Promise<Safetensors> {
  const { tensors } = await readSafetensorsHeader(file);
  const sizes = Array.from(tensors.values(), ({ shape }) => shape.reduce((a, b) => a * b, 1));
  const held = sizes.reduce((a, b) => a + b, 0);
  if (held > most) {
    throw new RangeError(
      `${file} is refused: it holds ${held.toLocaleString('en')} numbers, and the limit for this architecture is ${most.toLocaleString('en')}, which no honest file meets`,
    );
  }
  return loadSafetensors(file);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

async function fromHub(source: string, most: number): Promise<Weights> {
  const [repo = '', revision = 'main'] = source.split('@');
  const at = (path: string): HubFile => ({ repo, path, revision });
  const file = await hubFile(at('model.safetensors'));
  if (!file) throw new Error(`${repo} has no model.safetensors, the only format that is taken from the hub`);
  const { tensors } = await bounded(file, most);
  const config = await hubFile(at('config.json'));
  return { state: tensors, stats: config ? await timmStats(config) : undefined, origin: source };
}

/** timm's description of a model tells its preprocessing. */
async function timmStats(file: string): Promise<NormalizeStats | undefined> {
  const config: unknown = JSON.parse(await readFile(file, 'utf8'));
  const pretrained = property(config, 'pretrained_cfg');
  const [mean, std] = [property(pretrained, 'mean'), property(pretrained, 'std')];
  return mean && std ? statsOf(mean, std, file) : undefined;
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isFinite(item));

function statsOf(mean: unknown, std: unknown, origin: string): NormalizeStats {
  if (!isNumbers(mean) || !isNumbers(std))
    throw new Error(`${origin}: mean and std must be lists of numbers`);
  checkStats([mean, std], `${origin}: normalization`);
  return [mean, std];
}
