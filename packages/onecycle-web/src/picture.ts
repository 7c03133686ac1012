import type { Rows } from './preparation/index.js';

/** What can be classified: a file, or what the page shows already. */
export type Picture =
  | Blob
  | ImageBitmap
  | ImageData
  | HTMLImageElement
  | HTMLCanvasElement
  | HTMLVideoElement
  | OffscreenCanvas;

/** Pictures with more pixels are refused, as the library and Pillow do. */
const MOST_PIXELS = 178_956_970;

/** A picture whose pixels can be read; `close` frees it. */
export interface OpenPicture extends Rows {
  close(): void;
}

/**
 * Opens a picture: upright, as people see it, and its numbers as they are in the file, without colour management.
 *
 * @param background the colour, 0 … 255 each, that shows through where it is transparent; null for black
 * @throws Error that says what is wrong with it
 */
export async function openPicture(
  picture: Picture,
  background: readonly number[] | null,
): Promise<OpenPicture> {
  const bitmap = await decoded(picture);
  const { width, height } = bitmap;
  const close = (): void => bitmap.close();
  if (width * height > MOST_PIXELS) {
    close();
    throw new Error(
      `the picture has ${width} × ${height} pixels, more than the ${MOST_PIXELS.toLocaleString('en')} that are read: make it smaller`,
    );
  }
  return {
    width,
    height,
    channels: 4,
    rows: (top, count) => pixelsOf(bitmap, top, count, background),
    close,
  };
}

async function decoded(picture: Picture): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(picture, {
      imageOrientation: 'from-image',
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    });
  } catch (error) {
    if (!(picture instanceof Blob)) throw error;
    throw new Error(await reasonFor(picture), { cause: error });
  }
}

/** Some rows of a picture. A canvas for all of it would be larger than some browsers have. */
function pixelsOf(
  bitmap: ImageBitmap,
  top: number,
  count: number,
  background: readonly number[] | null,
): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(bitmap.width, count);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser gives no canvas to read the picture with');
  if (background) {
    context.fillStyle = `rgb(${background.join(' ')})`;
    context.fillRect(0, 0, bitmap.width, count);
  }
  context.drawImage(bitmap, 0, -top);
  return context.getImageData(0, 0, bitmap.width, count).data;
}

/** How files of pictures begin. */
const kinds: readonly (readonly [name: string, begins: RegExp])[] = [
  ['JPEG', /^\xff\xd8\xff/],
  ['PNG', /^\x89PNG/],
  ['GIF', /^GIF8/],
  ['WebP', /^RIFF....WEBP/s],
  ['BMP', /^BM/],
  ['TIFF', /^(?:II\*\0|MM\0\*)/],
  ['HEIC', /^....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)/s],
  ['AVIF', /^....ftypavi[fs]/s],
];

/** Why a file could not be opened. */
async function reasonFor(file: Blob): Promise<string> {
  const name = file instanceof File && file.name ? file.name : 'the file';
  if (file.size === 0) return `${name} is empty`;
  const start = String.fromCharCode(...new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  const [kind] = kinds.find(([, begins]) => begins.test(start)) ?? [];
  if (!kind) return `${name} is no picture that this browser can read`;
  if (kind === 'HEIC' || kind === 'TIFF')
    return `${name} is a ${kind}, which this browser does not read: save it as a JPEG`;
  return `${name} begins as a ${kind} does, but is damaged, or too large for this browser`;
}
