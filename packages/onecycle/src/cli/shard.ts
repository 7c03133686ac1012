import {
  getImageFiles,
  type Path,
  parentLabel,
  randomSplitter,
  regexLabeller,
  type ShardPart,
  usingAttr,
  writeShards,
} from '../data/index.js';
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
}

/** `onecycle shard`: from a folder of labelled pictures to tar shards. */
export async function shard(folder: string, options: ShardOptions, streams: Streams): Promise<void> {
  const { out, labelRegex, validPct = 0, seed, maxCount, maxMb } = options;
  await checkFolder(folder);
  const files = await getImageFiles(folder);
  if (files.length === 0) throw new Failure(`there are no pictures in ${folder}`, 1);
  const label = labelRegex ? usingAttr(regexLabeller(labelRegex), 'name') : parentLabel;
  const [train, valid] = await randomSplitter({ validPct, seed })(files);
  const part = (name: string, indices: readonly number[]): ShardPart => ({
    name,
    items: Array.from(files.pick(indices), (file: Path) => ({ file, label: label(file) })),
  });
  const parts = valid.length > 0 ? [part('train', train), part('valid', valid)] : [part('pictures', train)];
  const written = await writeShards(parts, out, {
    root: folder,
    maxCount,
    maxBytes: Math.ceil(maxMb * 1e6),
  });
  for (const { pictures, pattern } of written) streams.out(`${pictures} pictures in ${pattern}\n`);
}
