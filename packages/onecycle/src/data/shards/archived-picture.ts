import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { wrongKind } from '../../base/index.js';
import { Path } from '../collections/index.js';

/**
 * A picture in a tar archive, with its label: what `imageDataLoaders.fromShards` makes a list of. It reads like a file
 * in a folder called like the archive (`pets-000000.tar/pug_12.jpg`), and is decoded from its place in there.
 */
export class ArchivedPicture extends Path {
  constructor(
    /** The archive's file. */
    readonly archive: string,
    /** Its name in there. */
    name: string,
    /** Where its bytes begin in the archive, and how many they are. */
    readonly offset: number,
    readonly size: number,
    /** What the archive says it shows. */
    readonly label: unknown,
  ) {
    if (typeof archive !== 'string' || typeof name !== 'string')
      throw wrongKind(
        'ArchivedPicture',
        "the archive's file and a name in there, as texts",
        typeof archive === 'string' ? name : archive,
      );
    // In one piece: a text that was put together holds its pieces, and a data set has a million of them.
    super(Buffer.from(`${archive}/${name.replace(/^\/+/, '')}`).toString());
  }

  override exists(): boolean {
    return existsSync(this.archive);
  }

  override isFile(): boolean {
    return this.exists();
  }

  override isDir(): boolean {
    return false;
  }

  /** Its bytes, as they are in the archive. Throws where that ends before they do. */
  async bytes(): Promise<Uint8Array> {
    if (this.size === 0) throw new Error('it is empty');
    const file = await open(this.archive);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(this.size), 0, this.size, this.offset);
      if (bytesRead === this.size) return buffer;
      throw new Error('its archive ends before it does: it was cut or written anew');
    } finally {
      await file.close();
    }
  }
}
