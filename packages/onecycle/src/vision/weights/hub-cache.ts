import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Remembers which commit a branch or tag stood at, so that it is found again without a connection. */
export async function writeRef(folder: string, revision: string, commit: string): Promise<void> {
  if (revision === commit) return;
  const ref = join(folder, 'refs', revision);
  await mkdir(dirname(ref), { recursive: true });
  await appear(ref, (file) => writeFile(file, commit));
}

/** What `make` writes beside `place` takes its name when it is whole: other processes see all of it, or nothing. */
async function appear(place: string, make: (file: string) => Promise<void>): Promise<void> {
  const temporary = `${place}.${randomUUID()}`;
  try {
    await make(temporary);
    await rename(temporary, place);
  } finally {
    await rm(temporary, { force: true });
  }
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
  await appear(place, (file) =>
    symlink(relative(dirname(place), blob), file).catch(() => copyFile(blob, file)),
  );
  return place;
}
