import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** A folder of its own, with small pictures of one colour each at the paths that are given. */
export async function folderOf(paths: readonly string[]): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'studio-')));
  for (const [i, path] of paths.entries()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const background = { r: (53 * i) % 256, g: (97 * i) % 256, b: (29 * i) % 256 };
    await sharp({ create: { width: 60 + i, height: 40, channels: 3, background } })
      .jpeg()
      .toFile(join(folder, path));
  }
  return folder;
}
