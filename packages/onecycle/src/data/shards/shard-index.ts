import { readFile, stat } from 'node:fs/promises';
import { readSamples, type Sample } from './samples.js';

/**
 * What stands beside a shard that `onecycle shard` wrote, as `<shard>.index`: its samples, so that nobody has to go
 * through the archive to find them. JSON.
 */
interface ShardIndex {
  version: 1;
  /** Of the archive, in bytes: an index of another one is not used. */
  size: number;
  samples: Sample[];
}

const indexFile = (archive: string): string => `${archive}.index`;

/** The text of a shard's index. */
export const indexText = (size: number, samples: readonly Sample[]): string =>
  JSON.stringify({ version: 1, size, samples });

/** The samples of a shard: from its index, where there is one that fits, or else from the archive. */
export async function samplesOf(archive: string, also?: string): Promise<Sample[]> {
  const index = also === undefined ? await indexed(archive) : undefined;
  return index?.samples ?? readSamples(archive, also);
}

async function indexed(archive: string): Promise<ShardIndex | undefined> {
  const file = indexFile(archive);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const size = (await stat(archive).catch(() => undefined))?.size;
  try {
    const index: ShardIndex = JSON.parse(text);
    if (index.version === 1 && index.size === size && Array.isArray(index.samples)) return index;
  } catch {
    // Said below.
  }
  if (size !== undefined)
    console.warn(`${file} does not belong to ${archive} as it is now, and is not used: remove it`);
  return undefined;
}

export { indexFile };
