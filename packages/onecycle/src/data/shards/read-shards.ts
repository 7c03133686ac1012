import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkOptions, is, kindOf } from '../../base/index.js';
import { L, Path, type PathLike } from '../collections/index.js';
import { imageExtensions, isShortage } from '../items/index.js';
import { ArchivedPicture } from './archived-picture.js';
import type { Sample } from './samples.js';
import { samplesOf } from './shard-index.js';

/** Which files of a sample are its picture and its label. */
export interface SampleParts {
  /** The ending of the picture's file, or several, of which the first that is there counts: `'jpg;png'`. Default: any picture's. */
  picture?: string;
  /**
   * The ending of the label's file: `'cls'` (a number or a name), `'txt'`, `'json.breed'` (a key in the file; `'json.a.b'`
   * one in a key). Default: the key `label` of `.json`, else `.cls`, else `.txt`.
   */
  label?: string;
}

/** So many shards are looked through at a time. */
const atOnce = 4;

/** The files that a pattern stands for, in its order: `'pets-{000..127}.tar'`, `'{a,b}.tar'`, or a list of such. */
export async function shardFiles(pattern: PathLike | Iterable<PathLike>): Promise<string[]> {
  const { expand } = await import('brace-expansion');
  const patterns = typeof pattern === 'string' || pattern instanceof Path ? [pattern] : listOf(pattern);
  const files = patterns.flatMap((given) => {
    if (typeof given !== 'string' && !(given instanceof Path))
      throw new TypeError(`shards are named by texts or paths, not ${kindOf(given)}`);
    const text = String(given);
    if (/^([a-z0-9]+:\/\/|pipe:)/i.test(text))
      throw new Error(`shards are read from files, not from ${text}: mount the storage, or copy them`);
    return expand(text);
  });
  if (files.length === 0) throw new Error('no shards are named: the list is empty');
  const seen = new Set<string>();
  for (const file of files) {
    const place = resolve(file);
    if (seen.has(place)) throw new Error(`the shard ${file} is named twice`);
    seen.add(place);
  }
  return files;
}

function listOf(patterns: unknown): PathLike[] {
  if (typeof patterns === 'object' && patterns !== null && Symbol.iterator in patterns)
    return [...(patterns as Iterable<PathLike>)];
  throw new TypeError(
    `shards are named by a text such as 'pets-{000..127}.tar' or a list, not ${kindOf(patterns)}`,
  );
}

/** Throws, naming some, where shards are not there. */
async function checkThere(files: readonly string[]): Promise<void> {
  const missing: string[] = [];
  const waiting = files.values();
  const look = async () => {
    for (const file of waiting) {
      const code = await access(file).then(
        () => '',
        (error: NodeJS.ErrnoException) => error.code,
      );
      if (code === 'ENOENT' || code === 'ENOTDIR') missing.push(file);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, look));
  const [first] = missing;
  if (first === undefined) return;
  const advice = /[*?]/.test(first)
    ? '. Names have no wildcards: say them by braces, pets-{000..127}.tar'
    : /[{}]/.test(first)
      ? '. Braces that name several shards are as in pets-{000..127}.tar'
      : ': is a number missing among them, or has it other digits ({000..127})?';
  if (files.length === 1)
    throw new Error(
      `could not read the shard ${first}: there is no such file${/[*?{}]/.test(first) ? advice : ''}`,
    );
  const some = missing.sort().slice(0, 5).join(', ');
  throw new Error(
    `${missing.length} of ${files.length} shards are not there: ${some}${missing.length > 5 ? ', …' : ''}${advice}`,
  );
}

/**
 * The pictures of tar shards in WebDataset's layout, shard after shard, with their labels. Nothing is decoded.
 *
 * Throws, naming the shard and the sample, where one is not there or cut short, has no label or two pictures, or where
 * labels are of two kinds.
 */
export async function readShards(
  pattern: PathLike | Iterable<PathLike>,
  parts: SampleParts = {},
): Promise<L<ArchivedPicture>> {
  checkOptions(parts, { picture: is.text, label: is.text }, 'readShards');
  const files = await shardFiles(pattern);
  await checkThere(files);
  const found: ArchivedPicture[][] = [];
  const waiting = files.entries();
  // Labels come again and again, and are kept once.
  const labels = new Map<unknown, unknown>();
  const once = (label: unknown) => {
    if (!labels.has(label)) labels.set(label, label);
    return labels.get(label);
  };
  const worker = async () => {
    for (const [i, file] of waiting) found[i] = await picturesIn(file, parts, once);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const pictures = found.flat();
  checkKinds(pictures);
  return L.from(pictures);
}

async function picturesIn(
  shard: string,
  parts: SampleParts,
  once: (label: unknown) => unknown,
): Promise<ArchivedPicture[]> {
  const [labelEnding] = labelPath(parts.label);
  try {
    const samples = await samplesOf(shard, labelEnding);
    if (samples.length === 0) throw new Error('there are no samples in it');
    return samples.map((sample) => {
      const ending = pictureEnding(sample, parts.picture);
      const { offset, size } = sample.parts[ending] ?? { offset: 0, size: 0 };
      const label = once(labelIn(sample, parts.label));
      return new ArchivedPicture(shard, `${sample.key}.${ending}`, offset, size, label);
    });
  } catch (error) {
    if (isShortage(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`could not read the shard ${shard}: ${reason}`, { cause: error });
  }
}

const partsOf = (sample: Sample): string =>
  Object.keys(sample.parts)
    .map((ending) => `.${ending}`)
    .join(', ');

function pictureEnding(sample: Sample, wanted: string | undefined): string {
  const { key, parts } = sample;
  if (wanted !== undefined) {
    const ending = wanted.split(';').find((name) => parts[name]);
    if (ending !== undefined) return ending;
    throw new Error(
      `the sample '${key}' has no file .${wanted.replaceAll(';', ' or .')}, only ${partsOf(sample)}`,
    );
  }
  const endings = Object.keys(parts).filter((ending) => imageExtensions.has(`.${ending}`));
  const [ending] = endings;
  if (ending === undefined) throw new Error(`the sample '${key}' has no picture, only ${partsOf(sample)}`);
  if (endings.length > 1)
    throw new Error(
      `the sample '${key}' has several pictures (.${endings.join(', .')}): say which one by picture: '${ending}'`,
    );
  return ending;
}

/** The endings before the key in a JSON file, and that key. */
function labelPath(label: string | undefined): [ending: string | undefined, keys: string[]] {
  if (label === undefined) return [undefined, []];
  const [, before = label, keys] = /^((?:.*\.)?json)\.(.+)$/.exec(label) ?? [];
  return [before.toLowerCase(), keys?.split('.') ?? []];
}

function labelIn(sample: Sample, wanted: string | undefined): unknown {
  const { key, parts } = sample;
  const [ending, keys] = labelPath(wanted);
  if (ending !== undefined) {
    const part = parts[ending];
    if (!part)
      throw new Error(`the sample '${key}' has no label: it has no file .${ending}, only ${partsOf(sample)}`);
    if (part.text === undefined)
      throw new Error(`the label of the sample '${key}' (.${ending}) has ${part.size} bytes`);
    const label = keys.length > 0 ? inJson(part.text, keys) : plainLabel(part.text);
    if (label !== undefined && label !== '') return label;
    throw new Error(
      `the sample '${key}' has no label: its .${ending} has none${keys.length > 0 ? ` under ${keys.join('.')}` : ''}`,
    );
  }
  const label =
    (parts.json?.text === undefined ? undefined : inJson(parts.json.text, ['label'])) ??
    (parts.cls?.text === undefined ? undefined : plainLabel(parts.cls.text)) ??
    (parts.txt?.text === undefined ? undefined : parts.txt.text.trim());
  if (label !== undefined && label !== '') return label;
  throw new Error(
    `the sample '${key}' has no label: neither a .json with a "label" nor a .cls or .txt is with it, only ${partsOf(sample)}. ` +
      "Say where labels are by label: 'json.breed' for instance",
  );
}

/** A whole number, as WebDataset takes `.cls`, or a text. */
function plainLabel(text: string): string | number {
  const plain = text.trim();
  return /^-?\d{1,15}$/.test(plain) ? Number(plain) : plain;
}

function inJson(text: string, keys: readonly string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value ?? undefined;
}

/** Throws where some labels are numbers and others are names: they would be classes beside each other. */
function checkKinds(pictures: readonly ArchivedPicture[]): void {
  const [first] = pictures;
  const kind = (label: unknown) => (Array.isArray(label) ? 'list' : typeof label);
  const other = pictures.find(({ label }) => kind(label) !== kind(first?.label));
  if (first && other)
    throw new Error(
      `labels are of two kinds: ${JSON.stringify(first.label)} of ${first}, and ${JSON.stringify(other.label)} of ${other}`,
    );
}
