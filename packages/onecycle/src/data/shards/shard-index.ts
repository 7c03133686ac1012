import { readFile, stat } from 'node:fs/promises';
import { readSamples, type Sample, type SamplePart } from './samples.js';
import { TarReader } from './tar-reader.js';

/**
 * What stands beside a shard that `onecycle shard` wrote, as `<shard>.index`: its samples, so that nobody has to go
 * through the archive to find them. JSON.
 */
interface ShardIndex {
  version: 1;
  /** Of the archive, in bytes: an index of another one is not used, nor one whose files are not where it says. */
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
    const index: ShardIndex | null = JSON.parse(text);
    const fits =
      index?.version === 1 && index.size === size && index.samples.every((sample) => isSample(sample, size));
    if (fits && (await isOf(archive, index.samples))) return index;
  } catch {
    // Said below.
  }
  if (size !== undefined)
    console.warn(`${file} does not belong to ${archive} as it is now, and is not used: remove it`);
  return undefined;
}

const isPlace = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

const isSample = ({ key, parts }: Sample, archive: number): boolean =>
  typeof key === 'string' &&
  Object.values(parts).every(
    ({ offset, size, text }) =>
      isPlace(offset) &&
      isPlace(size) &&
      offset + size <= archive &&
      (text === undefined || typeof text === 'string'),
  );

/** Whether the first and the last file of an index are in the archive: one written anew may have the same size. */
async function isOf(archive: string, samples: readonly Sample[]): Promise<boolean> {
  const parts = [samples[0], samples.at(-1)].flatMap((sample): SamplePart[] =>
    Object.values(sample?.parts ?? {}),
  );
  const reader = await TarReader.open(archive);
  try {
    for (const { offset, size } of [parts[0], parts.at(-1)].filter((part) => part !== undefined))
      if (!(await reader.hasFileAt(offset, size))) return false;
    return true;
  } finally {
    await reader.close();
  }
}

export { indexFile };
