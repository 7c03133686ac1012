import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paperPets } from 'onecycle';
import { type Studio, startStudio } from '../studio.js';
import { Child } from '../work/index.js';
import { Client } from './client.js';

/** Small and quick, with a small network: what is learned does not matter, but that everything comes of it. */
export const settings = {
  arch: 'mobilenet_v2',
  weights: 'none',
  epochs: 2,
  bs: 16,
  size: 32,
  presize: 40,
  lr: 0.01,
  fp16: false,
};

/** A folder of Paper Pets. */
export async function petsFolder(perBreed: number): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'studio-pets-')));
  await paperPets(folder, { perBreed, progress: false });
  return folder;
}

/**
 * One that is open, with the settings above as its defaults. One thread for each process does: there is little to compute, and others work, too.
 * They do not stand back for others, which would have tests wait for all that a busy machine does.
 */
export async function petsStudio(
  perBreed: number,
): Promise<{ folder: string; studio: Studio; client: Client; end: () => Promise<void> }> {
  process.env.OMP_NUM_THREADS = '1';
  Child.nice = 0;
  const folder = await petsFolder(perBreed);
  const studio = await startStudio(folder, { port: 0 });
  const client = new Client(studio);
  await client.send('PATCH', '/api/project', { body: { defaults: settings } });
  const end = async () => {
    await studio.close();
    rmSync(folder, { recursive: true });
  };
  return { folder, studio, client, end };
}
