import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import type { ProgressBar } from '../../display/index.js';

/** Kinds of entries that data are made of. Links and devices could lead out of the folder. */
const harmless: ReadonlySet<string> = new Set([
  'File',
  'OldFile',
  'ContiguousFile',
  'Directory',
  'GNUDumpDir',
]);

/** Why an entry must not be extracted; undefined where it may. */
function danger(path: string, type: string): string | undefined {
  const slashes = path.replaceAll('\\', '/');
  if (posix.isAbsolute(slashes) || /^[A-Za-z]:/.test(slashes)) return 'has an absolute path';
  if (slashes.split('/').includes('..')) return 'leaves the folder';
  return harmless.has(type) ? undefined : `is a ${type}; only files and folders are extracted`;
}

/**
 * Extracts a tar archive, compressed or not, into a folder that exists.
 *
 * Throws, naming the entry, where one has an absolute path, leaves the folder, or is a link or a device; and where the
 * archive is cut off or damaged. What has been extracted by then stays: extract into a folder that can be thrown away.
 */
export async function extractTar(archive: string, folder: string, bar?: ProgressBar): Promise<void> {
  const { extract } = await import('tar');
  const source = createReadStream(archive);
  let entries = 0;
  const unpack = extract({
    cwd: folder,
    strict: true,
    preserveOwner: false,
    filter: (path, entry) => {
      const reason = danger(path, 'type' in entry ? entry.type : '');
      if (reason !== undefined) source.destroy(new Error(`the entry '${path}' ${reason}`));
      entries++;
      return reason === undefined;
    },
  });
  source.on('data', () => bar?.update(source.bytesRead));
  try {
    await new Promise<void>((resolve, reject) => {
      source.on('error', reject);
      unpack.on('error', reject);
      unpack.on('close', resolve);
      source.pipe(unpack);
    });
    if (entries === 0) throw new Error('there are no files in it');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`could not extract ${archive}: ${reason}`, { cause: error });
  } finally {
    source.destroy();
  }
}
