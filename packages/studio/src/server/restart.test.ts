import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { PicturePage, Project, Run, RunDetail } from '../protocol/index.js';
import { Client } from './testing/client.js';
import { petsFolder, settings } from './testing/pets.js';

/** A studio in a process of its own, as the command starts it. */
async function elsewhere(path: string): Promise<{ child: ChildProcess; client: Client }> {
  const command = fileURLToPath(new URL('../../../onecycle/bin/onecycle.mjs', import.meta.url));
  const child = spawn(process.execPath, [command, 'studio', path, '--port', '0', '--no-open'], {
    env: { ...process.env, OMP_NUM_THREADS: '1', ONECYCLE_SETUP: 'skip' },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(String(text).trim()));
    let words = '';
    child.stderr.on('data', (text) => {
      words += text;
    });
    child.on('close', () => reject(new Error(words)));
  });
  return { child, client: new Client({ url, token: new URL(url).searchParams.get('token') ?? '' }) };
}

it('a server that is killed while it trains is started again with everything, and the run goes on', async () => {
  const path = await petsFolder(4);
  const first = await elsewhere(path);
  const { items } = await first.client.get<PicturePage>('/api/pictures?class=pug');
  await first.client.post('/api/labels', { edits: [{ ids: [items[0]?.id], removed: true }] });
  const page = first.client.listen();
  const { id } = await first.client.post<Run>('/api/runs', { ...settings, epochs: 3 });
  await page.until('run', ({ epochs }) => epochs.length > 0);
  first.child.kill('SIGKILL');
  page.close();

  const second = await elsewhere(path);
  try {
    const project = await second.client.get<Project>('/api/project');
    expect(project).toMatchObject({ currentRun: id, undo: 1, counts: { removed: 1 } });
    const later = second.client.listen();
    await later.until('hello');
    const isOver = ({ run }: { run: Run }) => ['done', 'failed', 'interrupted'].includes(run.state);
    const now = await second.client.get<Run>(`/api/runs/${id}`);
    const { run } = isOver({ run: now }) ? { run: now } : await later.until('run', isOver);
    expect(run).toMatchObject({ state: 'done', error: null });
    const detail = await second.client.get<RunDetail>(`/api/runs/${id}`);
    expect(detail.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    const { step = 0 } = detail.points.at(-1) ?? {};
    expect(detail.points.map((point) => point.step)).toEqual(Array.from({ length: step }, (_, i) => i + 1));
    later.close();
  } finally {
    const ended = new Promise((resolve) => second.child.on('close', resolve));
    second.child.kill('SIGTERM');
    expect(await ended).toBe(0);
    rmSync(path, { recursive: true });
  }
});
