/** The tags that say how pixels are laid out. */
export const tag = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  orientation: 274,
  samplesPerPixel: 277,
  extraSamples: 338,
  sampleFormat: 339,
  yCbCrSubsampling: 530,
} as const;

/** What of a rewritten directory is kept: where the pixels are, how they are packed, and what they mean. */
const pixelTags: ReadonlySet<number> = new Set([
  ...[256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325],
  ...[338, 339, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532],
]);

export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  if (a !== b || (a !== 0x49 && a !== 0x4d)) return false;
  return (c === 0 && (d === 42 || d === 43)) || (d === 0 && (c === 42 || c === 43));
}

const short = 3;
/** Bytes of a value of each type that holds whole numbers. */
const sizes: Record<number, number> = { 1: 1, 3: 2, 4: 4, 16: 8 };
/** More values of one tag are not looked at. */
const maxValues = 64;

interface Entry {
  number: number;
  type: number;
  count: number;
  /** Where the entry begins. */
  at: number;
}

/** The tags of a TIFF's first page. */
export interface TiffDirectory {
  littleEndian: boolean;
  /** Whether places are numbers of 64 bits. */
  isBig: boolean;
  entries: readonly Entry[];
  /** Whether another page follows, or that cannot be told. */
  hasMore: boolean;
  /** The numbers of a tag; none where it is not there. */
  values(number: number): number[];
}

/** Reads the directory of the first page. Throws where it is cut off. */
export function readDirectory(bytes: Uint8Array): TiffDirectory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = bytes[0] === 0x49;
  const ended = () => new Error('premature end of TIFF (in its directory)');
  const read = (at: number, size: number): number => {
    if (at + size > bytes.length) throw ended();
    if (size === 1) return view.getUint8(at);
    if (size === 2) return view.getUint16(at, littleEndian);
    if (size === 4) return view.getUint32(at, littleEndian);
    return Number(view.getBigUint64(at, littleEndian));
  };
  const isBig = bytes[2] === 43 || bytes[3] === 43;
  const [countSize, entrySize, inlineSize] = isBig ? [8, 20, 8] : [2, 12, 4];
  const start = isBig ? read(8, 8) : read(4, 4);
  const count = read(start, countSize);
  if (count > 4096) throw new Error(`a TIFF with ${count} tags`);
  const entries = Array.from({ length: count }, (_, i) => {
    const at = start + countSize + i * entrySize;
    return { number: read(at, 2), type: read(at + 2, 2), count: read(at + 4, inlineSize), at };
  });
  const end = start + countSize + count * entrySize;
  return {
    littleEndian,
    isBig,
    entries,
    hasMore: end + inlineSize > bytes.length || read(end, inlineSize) !== 0,
    values(number) {
      const entry = entries.find((e) => e.number === number);
      const size = sizes[entry?.type ?? 0];
      if (!entry || !size) return [];
      const inline = entry.at + 4 + inlineSize;
      const at = entry.count * size <= inlineSize ? inline : read(inline, inlineSize);
      return Array.from({ length: Math.min(entry.count, maxValues) }, (_, i) => read(at + i * size, size));
    },
  };
}

/**
 * The same file with a directory behind its end that holds one page, what its pixels need, and other numbers in some
 * tags: one for every sample where the tag has several.
 */
export function withTags(
  bytes: Uint8Array,
  { littleEndian, isBig, entries, values }: TiffDirectory,
  changes: ReadonlyMap<number, number>,
): Uint8Array {
  const [entrySize, inlineSize] = isBig ? [20, 8] : [12, 4];
  const samples = values(tag.samplesPerPixel)[0] ?? 1;
  const numbers = new Set(entries.map(({ number }) => number).filter((number) => pixelTags.has(number)));
  for (const number of changes.keys()) numbers.add(number);
  const sorted = [...numbers].sort((a, b) => a - b);
  const start = bytes.length + (bytes.length % 2);
  const directorySize = (isBig ? 8 : 2) + sorted.length * entrySize + inlineSize;
  const longer = Math.max(inlineSize, 2 * samples);
  const out = Buffer.alloc(start + directorySize + changes.size * longer);
  out.set(bytes);
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  const writePlace = (at: number, value: number) =>
    isBig ? view.setBigUint64(at, BigInt(value), littleEndian) : view.setUint32(at, value, littleEndian);
  writePlace(isBig ? 8 : 4, start);
  if (isBig) view.setBigUint64(start, BigInt(sorted.length), littleEndian);
  else view.setUint16(start, sorted.length, littleEndian);
  let free = start + directorySize;
  for (const [i, number] of sorted.entries()) {
    const at = start + (isBig ? 8 : 2) + i * entrySize;
    const old = entries.find((entry) => entry.number === number);
    const changed = changes.get(number);
    if (changed === undefined) {
      if (old) out.set(bytes.subarray(old.at, old.at + entrySize), at);
      continue;
    }
    const count = number === tag.sampleFormat ? samples : 1;
    view.setUint16(at, number, littleEndian);
    view.setUint16(at + 2, short, littleEndian);
    writePlace(at + 4, count);
    let place = at + 4 + inlineSize;
    if (2 * count > inlineSize) {
      writePlace(place, free);
      place = free;
      free += 2 * count;
    }
    for (let k = 0; k < count; k++) view.setUint16(place + 2 * k, changed, littleEndian);
  }
  return out;
}
