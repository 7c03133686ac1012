import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { onecycleHome } from 'onecycle/extend';
import { writeWhole } from './base/index.js';

/**
 * What the page has to send: for each folder the same at every start, so that a page that is open comes back by itself when the studio was
 * ended, or ended by itself. It lies with the user (`ONECYCLE_HOME`, else `~/.onecycle`), who alone may read it, and not in the folder, which
 * may have come from somebody else and with a token that they know.
 */
export async function tokenOf(folder: string): Promise<string> {
  const place = String(onecycleHome().join('studio'));
  const file = join(place, createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 32));
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (/^[\w-]{43}$/.test(kept) && (await isOwn(file))) return kept;
  const token = randomBytes(32).toString('base64url');
  await mkdir(place, { recursive: true, mode: 0o700 });
  await writeWhole(file, token, 0o600);
  return token;
}

/** Whether nobody else may read a file. Windows keeps a user's folder for the user by itself. */
async function isOwn(file: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  return ((await stat(file)).mode & 0o077) === 0;
}
