import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tokenOf } from './token.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'studio-home-'));
  vi.stubEnv('ONECYCLE_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

it('is the same for a folder at every start, and another for each', async () => {
  const token = await tokenOf('/pictures/pets');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await tokenOf('/pictures/pets/')).toBe(token);
  expect(await tokenOf('/pictures/cars')).not.toBe(token);
});

it('is read by nobody else; one that somebody could have read is not used again', async () => {
  const token = await tokenOf('/pictures/pets');
  const [name = ''] = readdirSync(join(home, 'studio'));
  const file = join(home, 'studio', name);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  expect(await tokenOf('/pictures/pets')).not.toBe(token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
