import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The same picture in the forms in which people have pictures.
 * @param {string} folder
 * @param {string} photograph
 * @param {any} sharp
 * @returns {Promise<string[]>} the files
 */
export async function oddForms(folder, photograph, sharp) {
  const open = () => sharp(photograph);
  const { width, height } = await open().metadata();
  const half = Buffer.alloc(width * height, 200);
  /** @type {Record<string, any>} */
  const forms = {
    'plain.png': open().png(),
    'progressive.jpg': open().jpeg({ progressive: true, quality: 92 }),
    'grey.jpg': open().greyscale().jpeg(),
    'small.jpg': open().resize(90, 60, { fit: 'fill' }).jpeg(),
    'large.jpg': open().resize(4000, 3000, { fit: 'fill' }).jpeg({ quality: 80 }),
    'tall.jpg': open().resize(60, 900, { fit: 'fill' }).jpeg(),
    'lossless.webp': open().webp({ lossless: true }),
    'display-p3.jpg': open().withIccProfile('p3').jpeg({ quality: 95 }),
    'half-transparent.png': open()
      .joinChannel(half, { raw: { width, height, channels: 1 } })
      .png(),
  };
  const files = [];
  for (const [name, image] of Object.entries(forms)) {
    const file = join(folder, name);
    await image.toFile(file);
    files.push(file);
  }
  return files;
}

/**
 * A photograph that a phone took upright and stored on its side, and the same as people see it.
 * @param {string} folder @param {string} photograph @param {any} sharp
 */
export async function turned(folder, photograph, sharp) {
  const [stored, upright] = [join(folder, 'turned.jpg'), join(folder, 'upright.png')];
  await sharp(photograph)
    .withMetadata({ orientation: 6 })
    .jpeg({ chromaSubsampling: '4:4:4' })
    .toFile(stored);
  await sharp(stored).autoOrient().png().toFile(upright);
  return { stored, upright };
}

/** Files that are no picture, or none that can be read, with what the page says of them. @param {string} photograph */
export function badFiles(photograph) {
  const jpeg = readFileSync(photograph);
  return [
    {
      name: 'notes.txt',
      bytes: Buffer.from('no picture at all'),
      says: /^notes\.txt is no picture that this browser can read\.$/,
    },
    { name: 'empty.jpg', bytes: Buffer.alloc(0), says: /^empty\.jpg is empty\.$/ },
    {
      name: 'phone.heic',
      bytes: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0'),
      says: /^phone\.heic is a HEIC, which this browser does not read: save it as a JPEG\.$/,
    },
    {
      name: 'cut.jpg',
      bytes: jpeg.subarray(0, 200),
      says: /^cut\.jpg begins as a JPEG does, but is damaged, or too large/,
    },
  ];
}
