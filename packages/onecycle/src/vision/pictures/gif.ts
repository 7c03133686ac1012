const extension = 0x21;
const graphicControl = 0xf9;

/** Where the data blocks that begin at `at` end. */
function skipBlocks(bytes: Uint8Array, at: number): number {
  let next = at;
  for (let size = bytes[next] ?? 0; size > 0; size = bytes[next] ?? 0) next += size + 1;
  return next + 1;
}

/**
 * A GIF without the transparency of its first frame, any other file as it is: transparent pixels have a colour, too,
 * which decoders for the web forget and Pillow's `convert('RGB')` shows.
 */
export function opaqueGif(bytes: Uint8Array): Uint8Array {
  const isGif = bytes[0] === 0x47 && bytes[1] === 0x49 && bytes[2] === 0x46;
  if (!isGif || bytes.length < 13) return bytes;
  const flags = bytes[10] ?? 0;
  const colours = flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
  let at = 13 + colours;
  while (bytes[at] === extension) {
    if (bytes[at + 1] === graphicControl) {
      const opaque = Uint8Array.from(bytes);
      opaque[at + 3] = (bytes[at + 3] ?? 0) & ~1;
      return opaque;
    }
    at = skipBlocks(bytes, at + 2);
  }
  return bytes;
}
