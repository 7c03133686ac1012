import { readFile, stat } from 'node:fs/promises';
import { readSamples, type Sample, type SamplePart } from './samples.js';
import { TarReader } from './tar-reader.js';

/**
 * What stands beside a shard that `onecycle shard` wrote, as `<shard>.index`: its samples, so that nobody has to go
 * through the archive to find them. JSON.
 */
interface ShardIndex {
  version: 1;
  /** Of the archive, in bytes: an index of another one is not used, nor one whose files or labels are not where it says. */
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
  const [{ mtimeMs: writtenAt }, { size, mtimeMs = 0 } = {}] = await Promise.all([
    stat(file),
    stat(archive).catch(() => undefined),
  ]);
  try {
    const index: ShardIndex | null = JSON.parse(text);
    const fits =
      index?.version === 1 && index.size === size && index.samples.every((sample) => isSample(sample, size));
    // Of an archive that was written after its index any label may be another: to compare all takes as long as to read them.
    if (fits && (await isOf(archive, index.samples))) return mtimeMs > writtenAt ? undefined : index;
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

/** So many samples of an index are compared with the archive, from the first to the last. */
const spotChecks = 8;

/** Whether files of an index are in the archive, with the labels that the index has: one written anew may have the same size. */
async function isOf(archive: string, samples: readonly Sample[]): Promise<boolean> {
  const reader = await TarReader.open(archive);
  try {
    const step = Math.max(1, (samples.length - 1) / (spotChecks - 1));
    for (let at = 0; Math.round(at) < samples.length; at += step)
      for (const part of Object.values(samples[Math.round(at)]?.parts ?? {}))
        if (!(await isAt(reader, part))) return false;
    return true;
  } finally {
    await reader.close();
  }
}

async function isAt(reader: TarReader, { offset, size, text }: SamplePart): Promise<boolean> {
  if (!(await reader.hasFileAt(offset, size))) return false;
  return text === undefined || (await reader.bytes(offset, size)).equals(Buffer.from(text));
}

export { indexFile };
