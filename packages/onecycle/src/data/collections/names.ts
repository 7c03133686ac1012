import { isUtf8 } from 'node:buffer';
import { readdirSync } from 'node:fs';

/**
 * Throws where a name in a folder is not UTF-8: Node can list such a file, and not open it.
 *
 * @param names what `readdir` gave, where bytes that are none have become U+FFFD
 */
export function checkNames(folder: string, names: readonly string[]): void {
  if (!names.some((name) => name.includes('\ufffd'))) return;
  const wrong = readdirSync(folder, { encoding: 'buffer' }).find((name) => !isUtf8(name));
  if (!wrong) return;
  throw new Error(
    `a name in ${folder} is not UTF-8, so that the file cannot be opened (in Latin-1 it reads ` +
      `'${wrong.toString('latin1')}'). Rename it; all such files at once: convmv -r -f latin1 -t utf8 --notest '${folder}'`,
  );
}
