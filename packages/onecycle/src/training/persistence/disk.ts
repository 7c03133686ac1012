import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { saveSafetensors, type Tensor } from '@onecycle/torch';
import { writing } from '../../base/index.js';
import { sealed } from './checksum.js';

/** Writes tensors with metadata and their checksum to a file, which appears whole or not at all; its folder is made. */
export async function writeTensors(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const kept = 'A file of that name from before is as it was, and so is the learner.';
  const content = await sealed(tensors, metadata);
  await writing(file, kept, () => mkdir(dirname(file), { recursive: true }));
  await saveSafetensors(file, tensors, content);
}

/** Writes a file into a folder and removes it again, so that a folder that cannot be written to is known before a fit. */
export async function tryFolder(folder: string): Promise<void> {
  const file = join(folder, `.onecycle-${randomUUID()}.tmp`);
  await writing(folder, 'Nothing has been trained yet.', async () => {
    await mkdir(folder, { recursive: true });
    try {
      await writeFile(file, 'to see whether this folder can be written to');
    } finally {
      await rm(file, { force: true });
    }
  });
}
