import { TarError, type TarMember, TarReader } from './tar-reader.js';

/** A file of a sample: where its bytes are in the archive, and its text where that may be the label. */
export interface SamplePart {
  offset: number;
  size: number;
  text?: string;
}

/**
 * Files of an archive that follow each other and have the same name up to the first dot, by what comes after it: a
 * picture, and what it shows. Source: WebDataset.
 */
export interface Sample {
  key: string;
  /** By ending, in small letters: `jpg`, `cls`. */
  parts: Record<string, SamplePart>;
}

/** Endings of what may be a label, and how long one is at most. */
const texts: ReadonlySet<string> = new Set(['cls', 'txt', 'json']);
const longestText = 2 ** 16;

/** A name as WebDataset divides it: the folders may have dots, the name is cut at its first one. */
const divided = /^((?:.*\/)?[^./][^./]*)\.([^/]*)$/;

/** The samples of an archive. `also` is the ending of other files whose text is wanted. */
export async function readSamples(archive: string, also?: string): Promise<Sample[]> {
  const reader = await TarReader.open(archive);
  try {
    const samples: Sample[] = [];
    const keys = new Set<string>();
    let sample: Sample | undefined;
    for await (const member of reader.members()) {
      const [, key, ending] = divided.exec(member.name.replace(/^\.\//, '')) ?? [];
      // Names in underscores are remarks of WebDataset's.
      if (key === undefined || ending === undefined || /^__[^/]*__($|\/)/.test(member.name)) continue;
      if (sample?.key !== key) {
        if (keys.has(key))
          throw new TarError(
            `the sample '${key}' is there twice: the files of a sample follow each other, and each has a name of its own`,
          );
        keys.add(key);
        sample = { key, parts: {} };
        samples.push(sample);
      }
      const kind = ending.toLowerCase();
      if (sample.parts[kind]) throw new TarError(`the sample '${key}' has two files .${kind}`);
      sample.parts[kind] = await partOf(reader, member, texts.has(kind) || kind === also);
    }
    if (!reader.hasEnd)
      console.warn(
        `${archive} has no end mark: its writer did not finish, or it was cut. Its ${samples.length} samples are used`,
      );
    return samples;
  } finally {
    await reader.close();
  }
}

async function partOf(reader: TarReader, { offset, size }: TarMember, isText: boolean): Promise<SamplePart> {
  if (!isText || size > longestText) return { offset, size };
  return { offset, size, text: (await reader.bytes(offset, size)).toString('utf8') };
}
