import { decodeDib } from './bmp.js';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { decodePng, isPng } from './png.js';
import type { RgbPixels } from './rgb-pixels.js';

export const isIco = (bytes: Uint8Array): boolean =>
  bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 1 && bytes[3] === 0 && bytes.length > 6;

const entrySize = 16;

/** The largest picture of a Windows icon (the one of most bits where several are): a PNG or a bitmap. */
export async function decodeIco(bytes: Uint8Array, options: ResolvedDecodeOptions): Promise<RgbPixels> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint16(4, true);
  if (count === 0 || bytes.length < 6 + count * entrySize)
    throw new Error('premature end of ICO (in its header)');
  const entries = Array.from({ length: count }, (_, i) => {
    const at = 6 + i * entrySize;
    const [width, height] = [bytes[at] || 256, bytes[at + 1] || 256];
    const bits = view.getUint16(at + 6, true) || Math.ceil(Math.log2(bytes[at + 2] || 256));
    return { pixels: width * height, bits, start: view.getUint32(at + 12, true) };
  });
  const largest = entries.reduce((best, entry) =>
    entry.pixels > best.pixels || (entry.pixels === best.pixels && entry.bits >= best.bits) ? entry : best,
  );
  const body = bytes.subarray(largest.start);
  if (isPng(body)) return decodePng(body, options);
  return decodeDib(body, { header: 0, pixels: 0, isIcon: true }, options);
}
