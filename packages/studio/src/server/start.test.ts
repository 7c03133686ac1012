import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { Run } from '../protocol/index.js';
import { Lock } from './lock.js';
import { startStudio } from './studio.js';
import { petsStudio, settings } from './testing/pets.js';
import { folderOf } from './testing/pictures.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const processes = () => process.getActiveResourcesInfo().filter((one) => one === 'ProcessWrap').length;

it('a start that fails when it listens already ends what it began: server, lock, and the run that went on', async () => {
  const { folder, studio, client, end } = await petsStudio(4);
  const before = processes();
  try {
    const page = client.listen();
    const { id } = await client.post<Run>('/api/runs', { ...settings, epochs: 50 });
    await page.until('run', ({ epochs }) => epochs.length > 0);
    page.close();
    await studio.close();
    // As a server leaves it that was killed: it goes on at the next start.
    const file = join(folder, '.onecycle/runs', id, 'run.json');
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...kept, run: { ...kept.run, state: 'training' } }));
    let at = '';
    vi.spyOn(Lock.prototype, 'say').mockImplementation(async (address) => {
      at = address;
      await vi.waitFor(() => expect(processes()).toBe(before + 1), { timeout: 60_000 });
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    });
    await expect(startStudio(folder, { port: 0 })).rejects.toThrow(
      /^the disk is full: make room, then do it again$/,
    );
    expect(at).toMatch(/^http:/);
    await expect(fetch(at)).rejects.toThrow();
    expect(processes()).toBe(before);
    expect(readdirSync(join(folder, '.onecycle'))).not.toContain('studio.lock');
  } finally {
    await end();
  }
});

it('says in a sentence what stands in the way before it listens', async () => {
  const folder = await folderOf(['cat/1.jpg', 'dog/2.jpg']);
  try {
    vi.stubEnv('ONECYCLE_HOME', '/sys');
    await expect(startStudio(folder, { port: 0 })).rejects.toThrow(
      /^(the studio has no right to )?\/sys[/\w]*( lies on a disk that may only be read|: give yourself the right, then do it again| is not there any more)$/,
    );
    vi.unstubAllEnvs();
    vi.spyOn(Lock, 'take').mockRejectedValue(
      Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    );
    await expect(startStudio(folder, { port: 0 })).rejects.toThrow(
      /^the disk is full: make room, then do it again$/,
    );
    expect(existsSync(join(folder, '.onecycle/studio.lock'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
