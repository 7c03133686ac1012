import { counted } from '../base/index.js';
import {
  checkFree,
  getImageFiles,
  type L,
  type Path,
  parentLabel,
  randomSplitter,
  regexLabeller,
  type ShardPart,
  usingAttr,
  writeShards,
} from '../data/index.js';
import { verifyImages } from '../vision/index.js';
import { Failure } from './failure.js';
import { checkFolder } from './folders.js';
import type { Streams } from './streams.js';

export interface ShardOptions {
  out: string;
  labelRegex?: RegExp;
  validPct?: number;
  seed: number;
  maxCount: number;
  maxMb: number;
  onError: 'throw' | 'skip';
}

/** So many pictures that cannot be read are named. */
const NAMED = 20;

/**
 * `onecycle shard`: from a folder of labelled pictures to tar shards. Shards are written once and read for years, so that every picture
 * is decoded before: one that cannot be read would end each training later.
 */
export async function shard(folder: string, options: ShardOptions, streams: Streams): Promise<void> {
  const { out, labelRegex, validPct = 0, seed, maxCount, maxMb } = options;
  await checkFolder(folder);
  await checkFree(out);
  const all = await getImageFiles(folder);
  if (all.length === 0) throw new Failure(`there are no pictures in ${folder}`, 1);
  const files = await readable(all, options, streams);
  const label = labelRegex ? usingAttr(regexLabeller(labelRegex), 'name') : parentLabel;
  const [train, valid] = await randomSplitter({ validPct, seed })(files);
  const part = (name: string, indices: readonly number[]): ShardPart => ({
    name,
    items: Array.from(files.pick(indices), (file: Path) => ({ file, label: label(file) })),
  });
  const parts = valid.length > 0 ? [part('train', train), part('valid', valid)] : [part('pictures', train)];
  const written = await interruptible((signal) =>
    writeShards(parts, out, { root: folder, maxCount, maxBytes: Math.ceil(maxMb * 1e6), signal }),
  );
  for (const { pictures, pattern } of written) streams.out(`${counted(pictures, 'picture')} in ${pattern}\n`);
}

/** The pictures that can be read. Those that cannot are named, and unless they are to be left out, that is the end. */
async function readable(all: L<Path>, { onError }: ShardOptions, streams: Streams): Promise<L<Path>> {
  const bad = await verifyImages(all);
  if (bad.length === 0) return all;
  const lines = bad.slice(0, NAMED).map(({ file, reason }) => `  ${file}: ${reason}\n`);
  if (bad.length > NAMED) lines.push(`  … and ${bad.length - NAMED} more\n`);
  const told = `${bad.length} of ${counted(all.length, 'picture')} cannot be read`;
  if (bad.length === all.length) throw new Failure(`${told}:\n${lines.join('').trimEnd()}`, 1);
  if (onError === 'throw')
    throw new Failure(
      `${told}:\n${lines.join('')}Nothing was written. Remove them or get them anew, or leave them out with --on-error skip`,
      1,
    );
  streams.err(`${told} and are left out:\n${lines.join('')}`);
  const named = new Set(bad.map(({ file }) => String(file)));
  return all.filter((file) => !named.has(String(file)));
}

/** Does something that Ctrl-C and SIGTERM end, so that it can tidy up. A second signal ends the process at once. */
async function interruptible<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Failure('interrupted: nothing was written', 130));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await task(controller.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
