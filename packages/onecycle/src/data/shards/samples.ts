import { TarError, TarReader } from './tar-reader.js';

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
    const isText = (name: string, size: number) => {
      const ending = name.slice(name.indexOf('.', name.lastIndexOf('/') + 1) + 1).toLowerCase();
      return size <= longestText && (texts.has(ending) || ending === also);
    };
    for (const { name, offset, size, text } of await reader.members(isText)) {
      const [, key, ending] = divided.exec(name.replace(/^\.\//, '')) ?? [];
      // Names in underscores are remarks of WebDataset's.
      if (key === undefined || ending === undefined || /^__[^/]*__($|\/)/.test(name)) continue;
      if (sample?.key !== key) {
        if (keys.has(key))
          throw new TarError(
            `the sample '${key}' is there twice: the files of a sample follow each other, and each has a name of its own`,
          );
        keys.add(key);
        sample = { key, parts: Object.create(null) };
        samples.push(sample);
      }
      const kind = ending.toLowerCase();
      if (sample.parts[kind]) throw new TarError(`the sample '${key}' has two files .${kind}`);
      sample.parts[kind] = { offset, size, ...(text !== undefined && { text }) };
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
