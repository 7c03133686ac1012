import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paperPets } from 'onecycle';
import { type Studio, startStudio } from '../studio.js';
import { Client } from './client.js';

/** Small and quick: what is learned does not matter, but that everything comes of it. */
export const settings = {
  arch: 'resnet18',
  weights: '@onecycle/resnet18-tiny',
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

/** One that is open, with the settings above as its defaults. One thread for each process does: there is little to compute, and others work, too. */
export async function petsStudio(
  perBreed: number,
): Promise<{ folder: string; studio: Studio; client: Client; end: () => Promise<void> }> {
  process.env.OMP_NUM_THREADS = '1';
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
