import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk that a test fills. */
export class SmallDisk {
  private constructor(readonly path: string) {}

  /** A disk of so many kilobytes; undefined where this machine lets nobody mount one. */
  static mount(kilobytes: number): SmallDisk | undefined {
    const path = mkdtempSync(join(tmpdir(), 'onecycle-disk-'));
    try {
      const options = ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path];
      execFileSync('mount', options, { stdio: 'ignore' });
      return new SmallDisk(path);
    } catch {
      rmSync(path, { recursive: true });
      return undefined;
    }
  }

  /** Leaves room for so many bytes, in whole pages. */
  fill(room: number): void {
    const file = openSync(join(this.path, '.fill'), 'w');
    const { bavail, bsize } = statfsSync(this.path);
    for (let pages = bavail - Math.floor(room / bsize); pages > 0; pages--)
      writeSync(file, Buffer.alloc(bsize));
    closeSync(file);
  }

  /** Whatever lies on it, but for what fills it. */
  files(): string[] {
    const all = readdirSync(this.path, { recursive: true, encoding: 'utf8' });
    return all.filter((name) => name !== '.fill').sort();
  }

  clear(): void {
    for (const name of readdirSync(this.path)) rmSync(join(this.path, name), { recursive: true });
  }

  end(): void {
    execFileSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true });
  }
}
