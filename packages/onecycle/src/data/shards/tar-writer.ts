import { type FileHandle, open } from 'node:fs/promises';
import type * as Tar from 'tar';

const block = 512;

/** Less was written than there was to write. */
export class NoSpaceError extends Error {
  override readonly name = 'NoSpaceError';

  constructor() {
    super('there is no space left on the disk');
  }
}

/** Writes a tar archive of regular files, the same bytes for the same content: no times, owners or modes of this machine. */
export class TarWriter {
  readonly #file: FileHandle;
  readonly #tar: typeof Tar;
  /** Bytes so far. */
  size = 0;

  private constructor(file: FileHandle, tar: typeof Tar) {
    this.#file = file;
    this.#tar = tar;
  }

  /** Throws where the file is there already. */
  static async create(archive: string): Promise<TarWriter> {
    const tar = await import('tar');
    return new TarWriter(await open(archive, 'wx'), tar);
  }

  /** Adds a file; where its bytes begin. */
  async add(name: string, bytes: Uint8Array): Promise<number> {
    const { Header, Pax } = this.#tar;
    const about = { path: name, size: bytes.length, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) };
    const header = new Header({ ...about, type: 'File' });
    const head = Buffer.alloc(block);
    const fits = !header.encode(head, 0) && /^[\x20-\x7e]*$/.test(name);
    const before = fits ? Buffer.alloc(0) : new Pax({ path: name, size: bytes.length }).encode();
    const offset = this.size + before.length + block;
    await this.#write(before, head, bytes, Buffer.alloc((block - (bytes.length % block)) % block));
    return offset;
  }

  /** Writes the end mark, waits until the disk has it all, and closes the file. */
  async end(): Promise<void> {
    await this.#write(Buffer.alloc(2 * block));
    await this.#file.sync();
    await this.close();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(...parts: Uint8Array[]): Promise<void> {
    const wanted = parts.reduce((sum, part) => sum + part.length, 0);
    const { bytesWritten } = await this.#file.writev(parts.filter(({ length }) => length > 0));
    if (bytesWritten !== wanted) throw new NoSpaceError();
    this.size += wanted;
  }
}
