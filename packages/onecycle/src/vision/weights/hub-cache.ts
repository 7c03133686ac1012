import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Remembers which commit a branch or tag stood at, so that it is found again without a connection. */
export async function writeRef(folder: string, revision: string, commit: string): Promise<void> {
  if (revision === commit) return;
  const ref = join(folder, 'refs', revision);
  await mkdir(dirname(ref), { recursive: true });
  await writeFile(ref, commit);
}

/** Gives a blob its name in the snapshot of a commit: a link, or a copy where the system knows none. Returns the place. */
export async function linkSnapshot(
  folder: string,
  commit: string,
  path: string,
  blob: string,
): Promise<string> {
  const place = join(folder, 'snapshots', commit, path);
  if (existsSync(place)) return place;
  await mkdir(dirname(place), { recursive: true });
  await rm(place, { force: true });
  try {
    await symlink(relative(dirname(place), blob), place);
  } catch {
    await copyFile(blob, place);
  }
  return place;
}
