import type { PathLike } from '../collections/index.js';

const marks: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The text of a table's bytes: by the mark at their start, by `encoding`, or as UTF-8. Throws where they are no such
 * text, with the line and what to do.
 */
export function decodedText(bytes: Uint8Array, file: PathLike, encoding?: string): string {
  const marked = marks.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
  const used = marked ?? encoding ?? guessed(bytes);
  try {
    return new TextDecoder(used, { fatal: true }).decode(bytes);
  } catch (error) {
    const reason = error instanceof RangeError ? `there is no encoding '${used}'` : undecodable(bytes, used);
    throw new Error(`could not read the table ${file}: ${reason}`, { cause: error });
  }
}

/** UTF-16 without a mark has a zero beside every Latin letter; a text has none otherwise. */
function guessed(bytes: Uint8Array): string {
  const start = bytes.subarray(0, 256);
  const zeros = (from: number) => start.filter((byte, i) => i % 2 === from && byte === 0).length;
  if (start.length >= 4 && zeros(1) > start.length / 4) return 'utf-16le';
  return start.length >= 4 && zeros(0) > start.length / 4 ? 'utf-16be' : 'utf-8';
}

/** Where the first byte lies that is none of the encoding's. */
function undecodable(bytes: Uint8Array, encoding: string): string {
  if (!/^utf-?8$/i.test(encoding)) return `it is not ${encoding}`;
  const text = new TextDecoder('utf-8').decode(bytes);
  const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
  const shown = new TextDecoder('windows-1252').decode(bytes).split('\n')[line - 1]?.trim().slice(0, 80);
  return (
    `line ${line} is not UTF-8. In Windows' code page it reads '${shown}': if that is right, give encoding: ` +
    "'windows-1252', else the encoding that it was written in"
  );
}
