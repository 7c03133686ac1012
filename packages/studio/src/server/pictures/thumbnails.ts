import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { Refusal } from '../base/index.js';
import { type Picture, type Project, readableFile } from '../project/index.js';

/** Longer sides of thumbnails, in pixels. */
export const thumbSizes = [160, 320] as const;
/** Longer side of a picture that is shown by itself. */
const FULL = 1600;
/** Pictures with more pixels are not opened: they would take the memory. */
const MOST_PIXELS = 150_000_000;

sharp.cache(false);
// Several pictures at a time, each on one thread.
sharp.concurrency(1);

interface Wish {
  start(): void;
}

/**
 * Small pictures of pictures, made by libvips beside the event loop and kept as files. Those that were asked for last come first: they are
 * what the page shows now.
 */
export class Thumbnails {
  readonly #project: Project;
  readonly #wishes: Wish[] = [];
  readonly #making = new Map<string, Promise<Buffer>>();
  /** One thread of Node's four stays free for files. */
  #free = Math.min(3, availableParallelism() + 1);

  constructor(project: Project) {
    this.#project = project;
  }

  /** A WebP with a longer side of at most `size`, turned as the camera was held. */
  async thumb(picture: Picture, size: number): Promise<Buffer> {
    const file = this.#project.keeps('thumbs', String(size), `${picture.id}-${picture.version}.webp`);
    const kept = await readFile(file).catch(() => undefined);
    if (kept) return kept;
    return this.#once(file, picture, async () => {
      const made = await this.#made(picture, size, 75);
      await keep(file, made);
      return made;
    });
  }

  /** The picture itself, at most 1600 pixels a side; it is not kept. */
  async full(picture: Picture): Promise<Buffer> {
    return this.#once(`full ${picture.id} ${picture.version}`, picture, () => this.#made(picture, FULL, 88));
  }

  #once(key: string, picture: Picture, make: () => Promise<Buffer>): Promise<Buffer> {
    const under = this.#making.get(key);
    if (under) return under;
    const made = this.#turn(make)
      .catch((error: unknown) => {
        throw error instanceof Refusal ? error : unreadable(picture, error);
      })
      .finally(() => this.#making.delete(key));
    this.#making.set(key, made);
    return made;
  }

  async #turn<T>(make: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((start) => this.#wishes.push({ start }));
    try {
      return await make();
    } finally {
      const next = this.#wishes.pop();
      if (next) next.start();
      else this.#free += 1;
    }
  }

  async #made(picture: Picture, size: number, quality: number): Promise<Buffer> {
    const file = await readableFile(this.#project.folder, picture.path);
    if (file === undefined) throw new Refusal(404, `${picture.path} is not there any more`);
    const source = sharp(file, { autoOrient: true, limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { autoOrient } = await source.metadata();
    picture.width = autoOrient.width;
    picture.height = autoOrient.height;
    return source
      .resize(size, size, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality, effort: 0 })
      .toBuffer();
  }
}

function unreadable({ path }: Picture, error: unknown): Refusal {
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new Refusal(422, `${path} cannot be shown: ${reason}`);
}

async function keep(file: string, content: Buffer): Promise<void> {
  const draft = `${file}.${createHash('sha256').update(`${process.pid}${performance.now()}`).digest('hex').slice(0, 8)}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, file);
  } catch {
    // A disk that is full, or a folder that may not be written: it is made again the next time.
    await rm(draft, { force: true });
  }
}
