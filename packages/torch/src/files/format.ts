import { readBytes, reading } from './reading.js';

/** The formats that tensors are read from here. */
export type FileFormat = 'safetensors' | 'pytorch' | 'npy';

const begins = (start: Uint8Array, ...bytes: number[]): boolean =>
  bytes.every((byte, i) => byte === start[i]);

/**
 * What a file is by its first bytes, whatever it is called: PyTorch's come as `.pth`, `.pt`, `.pth.tar`, `.th`, `.bin` and `.ckpt`.
 * `'pytorch'` are those of any version; {@link loadPth} says which it reads.
 *
 * @throws Error that names the file, where it is none of them.
 */
export const fileFormat = (path: string): Promise<FileFormat> =>
  reading(path, async (file, length) => {
    const start = await readBytes(file, Math.min(length, 9), 0, path);
    // First, as the length of its header may begin with any bytes; the others', read as a length, pass the file's end.
    const header = start.length < 9 ? null : new DataView(start.buffer).getBigUint64(0, true);
    if (header !== null && header <= BigInt(length - 8) && start[8] === 0x7b) return 'safetensors';
    // A zip archive; before PyTorch 1.6 a pickle.
    if (begins(start, 0x50, 0x4b) || begins(start, 0x80)) return 'pytorch';
    if (begins(start, 0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)) return 'npy';
    throw new Error(
      `${path} is no file of safetensors, PyTorch or NumPy, by its first bytes (${lookOf(start)})`,
    );
  });

/** What a file that is none of them looks like. */
function lookOf(start: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(start);
  if (start.length === 0) return 'it is empty';
  if (text.startsWith('version '))
    return 'a pointer of Git LFS stands in its place: git lfs pull brings the file';
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) return 'it is a web page: the download went wrong';
  if (begins(start, 0x1f, 0x8b)) return 'it is compressed with gzip: unpack it before';
  return Array.from(start, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
