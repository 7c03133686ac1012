/**
 * The smallest TrueType font that sets given characters: the outlines of their glyphs, without hinting, kerning and
 * substitution. It makes SVG and HTML legible where the reader's machine has no font.
 *
 * @param font a TrueType file with a cmap of format 4 (all of DejaVu's have one).
 * @param characters code points below 65,536; those that the font lacks are left out.
 * @returns the font's bytes, and the characters that it holds.
 */
export function subsetFont(
  font: Buffer,
  characters: Iterable<number>,
): { font: Buffer; characters: number[] } {
  const tables = readTables(font);
  const glyphOf = readCharacterMap(tables.cmap);
  const held = [...new Set(characters)].filter((code) => (glyphOf(code) ?? 0) > 0).sort((a, b) => a - b);
  const outline = glyphReader(tables);

  // Composite glyphs (é) refer to others, which then come along.
  const kept = [0];
  const numbers = new Map([[0, 0]]);
  const keep = (glyph: number): number => {
    const known = numbers.get(glyph);
    if (known !== undefined) return known;
    numbers.set(glyph, kept.length);
    return kept.push(glyph) - 1;
  };
  const codes = held.map((code): [number, number] => [code, keep(glyphOf(code) ?? 0)]);
  const outlines: Buffer[] = [];
  for (let i = 0; i < kept.length; i++) outlines.push(withoutHints(outline(kept[i] ?? 0), keep));

  const head = Buffer.from(tables.head);
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  const maxp = Buffer.from(tables.maxp);
  maxp.writeUInt16BE(kept.length, 4);
  const hhea = Buffer.from(tables.hhea);
  hhea.writeUInt16BE(kept.length, 34);
  const post = Buffer.from(tables.post.subarray(0, 32));
  post.writeUInt32BE(0x00030000, 0);
  const built = {
    'OS/2': tables['OS/2'],
    cmap: writeCharacterMap(codes),
    glyf: Buffer.concat(outlines),
    head,
    hhea,
    hmtx: Buffer.concat(kept.map((glyph) => widthOf(tables, glyph))),
    loca: offsets(outlines),
    maxp,
    name: Buffer.from([0, 0, 0, 0, 0, 6]), // without names: the licence's text alone is longer than the rest
    post,
  };
  return { font: writeTables(built), characters: held };
}

const NEEDED = ['OS/2', 'cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post'] as const;
type Tables = Record<(typeof NEEDED)[number], Buffer>;

function readTables(font: Buffer): Omit<Tables, 'name'> {
  const found = new Map<string, Buffer>();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    const start = font.readUInt32BE(entry + 8);
    found.set(
      font.toString('latin1', entry, entry + 4),
      font.subarray(start, start + font.readUInt32BE(entry + 12)),
    );
  }
  const table = (tag: string) => {
    const bytes = found.get(tag);
    if (!bytes) throw new Error(`not a TrueType font: it has no table '${tag}'`);
    return bytes;
  };
  return {
    'OS/2': table('OS/2'),
    cmap: table('cmap'),
    glyf: table('glyf'),
    head: table('head'),
    hhea: table('hhea'),
    hmtx: table('hmtx'),
    loca: table('loca'),
    maxp: table('maxp'),
    post: table('post'),
  };
}

/** From code points to glyph numbers, by the first map of format 4. */
function readCharacterMap(cmap: Buffer): (code: number) => number | undefined {
  const starts = Array.from({ length: cmap.readUInt16BE(2) }, (_, i) => cmap.readUInt32BE(4 + 8 * i + 4));
  const start = starts.find((offset) => cmap.readUInt16BE(offset) === 4);
  if (start === undefined) throw new Error('the font has no character map of format 4');
  const size = cmap.readUInt16BE(start + 6);
  const field = (part: number, segment: number) =>
    start + 14 + part * size + (part > 0 ? 2 : 0) + segment * 2;
  return (code) => {
    for (let segment = 0; segment < size / 2; segment++) {
      if (cmap.readUInt16BE(field(0, segment)) < code) continue;
      const first = cmap.readUInt16BE(field(1, segment));
      if (first > code) return undefined;
      const delta = cmap.readUInt16BE(field(2, segment));
      const range = cmap.readUInt16BE(field(3, segment));
      if (range === 0) return (code + delta) & 0xffff;
      const glyph = cmap.readUInt16BE(field(3, segment) + range + (code - first) * 2);
      return glyph === 0 ? undefined : (glyph + delta) & 0xffff;
    }
    return undefined;
  };
}

function glyphReader({ head, loca, glyf }: Omit<Tables, 'name'>): (glyph: number) => Buffer {
  const long = head.readInt16BE(50) === 1;
  const offset = (glyph: number) => (long ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2);
  return (glyph) => glyf.subarray(offset(glyph), offset(glyph + 1));
}

const MORE_COMPONENTS = 0x20;
const HAS_INSTRUCTIONS = 0x100;

/** A glyph's outline without its hinting program, and with the numbers of its components renewed. */
function withoutHints(glyph: Buffer, renumber: (glyph: number) => number): Buffer {
  if (glyph.length === 0) return glyph;
  const contours = glyph.readInt16BE(0);
  if (contours >= 0) {
    const length = 10 + contours * 2;
    const program = glyph.readUInt16BE(length);
    return padded(
      Buffer.concat([glyph.subarray(0, length), Buffer.alloc(2), glyph.subarray(length + 2 + program)]),
    );
  }
  const copy = Buffer.from(glyph);
  let at = 10;
  for (;;) {
    const flags = copy.readUInt16BE(at);
    copy.writeUInt16BE(flags & ~HAS_INSTRUCTIONS, at);
    copy.writeUInt16BE(renumber(copy.readUInt16BE(at + 2)), at + 2);
    const scale = flags & 0x8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0;
    at += 4 + (flags & 0x1 ? 4 : 2) + scale;
    if (!(flags & MORE_COMPONENTS)) return padded(copy.subarray(0, at));
  }
}

function widthOf({ hhea, hmtx }: Omit<Tables, 'name'>, glyph: number): Buffer {
  const full = hhea.readUInt16BE(34);
  if (glyph < full) return hmtx.subarray(glyph * 4, glyph * 4 + 4);
  // Glyphs at the end share the last width and store their left bearing alone.
  const bearing = full * 4 + (glyph - full) * 2;
  return Buffer.concat([hmtx.subarray(full * 4 - 4, full * 4 - 2), hmtx.subarray(bearing, bearing + 2)]);
}

function offsets(outlines: readonly Buffer[]): Buffer {
  const loca = Buffer.alloc((outlines.length + 1) * 4);
  let end = 0;
  outlines.forEach((outline, i) => {
    end += outline.length;
    loca.writeUInt32BE(end, (i + 1) * 4);
  });
  return loca;
}

/** A map of format 4 with a segment per character. */
function writeCharacterMap(codes: readonly [number, number][]): Buffer {
  const segments: [number, number][] = [...codes, [0xffff, 0]];
  const count = segments.length;
  const power = 2 ** Math.floor(Math.log2(count));
  const words = [
    ...[0, 1, 3, 1, 0, 12],
    ...[4, 16 + 8 * count, 0, count * 2, power * 2, Math.log2(power), (count - power) * 2],
    ...segments.map(([code]) => code),
    0,
    ...segments.map(([code]) => code),
    ...segments.map(([code, glyph]) => (glyph - code) & 0xffff),
    ...segments.map(() => 0),
  ];
  const map = Buffer.alloc(words.length * 2);
  words.forEach((word, i) => {
    map.writeUInt16BE(word, i * 2);
  });
  return map;
}

function writeTables(tables: Tables): Buffer {
  const count = NEEDED.length;
  const power = 2 ** Math.floor(Math.log2(count));
  const header = Buffer.alloc(12 + 16 * count);
  header.writeUInt32BE(0x00010000, 0);
  [count, power * 16, Math.log2(power), (count - power) * 16].forEach((word, i) => {
    header.writeUInt16BE(word, 4 + i * 2);
  });
  const parts: Buffer[] = [header];
  let start = header.length;
  NEEDED.forEach((tag, i) => {
    const bytes = padded(tables[tag]);
    const entry = 12 + 16 * i;
    header.write(tag, entry, 'latin1');
    header.writeUInt32BE(checksum(bytes), entry + 4);
    header.writeUInt32BE(start, entry + 8);
    header.writeUInt32BE(tables[tag].length, entry + 12);
    parts.push(bytes);
    start += bytes.length;
  });
  return Buffer.concat(parts);
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  return sum;
}

const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
