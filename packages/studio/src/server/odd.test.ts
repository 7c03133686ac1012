import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EditsDone, PicturePage, Problem, Run } from '../protocol/index.js';
import { startStudio } from './studio.js';
import { Client } from './testing/client.js';
import { petsStudio } from './testing/pets.js';
import { folderOf } from './testing/pictures.js';

/** A disk of so many kilobytes; undefined where this machine lets nobody mount one. */
function smallDisk(kilobytes: number): { path: string; end: () => void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'studio-disk-'));
  const end = (): void => {
    execFileSync('umount', ['-l', path]);
    rmSync(path, { recursive: true });
  };
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path], { stdio: 'ignore' });
    return { path, end };
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
}

/** Opens a studio, and ends it whatever happens. */
async function within(folder: string, work: (client: Client) => Promise<void>): Promise<void> {
  const studio = await startStudio(folder, { port: 0 });
  try {
    await work(new Client(studio));
  } finally {
    await studio.close();
  }
}

const label = (client: Client, id: string | undefined, to: string) =>
  client.send<Problem & EditsDone>('POST', '/api/labels', { body: { edits: [{ ids: [id], label: to }] } });

it('a folder that is removed while it is open is named, and nothing is written in its place', async () => {
  const folder = await folderOf(['cat/1.jpg', 'dog/2.jpg']);
  await within(folder, async (client) => {
    const [first] = (await client.get<PicturePage>('/api/pictures')).items;
    rmSync(folder, { recursive: true });
    const said = `the folder ${folder} is not there any more: bring it back, or end the studio`;
    for (const path of ['rescan', 'runs', 'check', 'lr-find', 'undo'])
      expect((await client.send('POST', `/api/${path}`, { body: {} })).json).toEqual({
        status: 409,
        detail: said,
      });
    expect((await label(client, first?.id, 'cow')).json.detail).toBe(said);
    const thumb = await client.send<Problem>('GET', `/api/pictures/${first?.id}/thumb?size=160`);
    expect([thumb.status, thumb.json.detail]).toEqual([404, 'cat/1.jpg is not there any more']);
  });
  expect(existsSync(folder)).toBe(false);
});

it('a disk that is full is told in a sentence, loses no edit, and goes on when there is room', async (test) => {
  const disk = smallDisk(512);
  if (!disk) return test.skip('no disk can be mounted here');
  try {
    const made = await folderOf(['cat/1.jpg', 'dog/2.jpg']);
    execFileSync('cp', ['-r', `${made}/.`, disk.path]);
    rmSync(made, { recursive: true });
    await within(disk.path, async (client) => {
      const [first, second] = (await client.get<PicturePage>('/api/pictures')).items;
      await label(client, first?.id, 'cow');
      const fill = join(disk.path, '.fill');
      try {
        writeFileSync(fill, Buffer.alloc(2 ** 20));
      } catch {
        // As much as there was room for.
      }
      const long = 'a name as long as one may be '.repeat(6).trim();
      let refused = await label(client, second?.id, long);
      // The journal's last page may have had room for some more.
      for (let i = 0; refused.status === 200 && i < 100; i++)
        refused = await label(client, second?.id, `${long} ${i}`);
      expect([refused.status, refused.json.detail]).toEqual([
        507,
        'the disk is full: make room, then do it again',
      ]);
      rmSync(fill);
      expect((await label(client, second?.id, 'hen')).status).toBe(200);
    });
    // What was written half before stands in nobody's way.
    await within(disk.path, async (client) => {
      const { items } = await client.get<PicturePage>('/api/pictures');
      expect(items.map((one) => one.label)).toEqual(['cow', 'hen']);
      const { changed } = await client.post<EditsDone>('/api/undo');
      expect(changed[0]?.label).not.toBe('hen');
    });
  } finally {
    disk.end();
  }
});

it('an edit after one that was cut short while it was written is on a line of its own', async () => {
  const folder = await folderOf(['cat/1.jpg', 'dog/2.jpg']);
  const journal = join(folder, '.onecycle/edits.jsonl');
  try {
    await within(folder, async (client) => {
      const [first] = (await client.get<PicturePage>('/api/pictures')).items;
      await label(client, first?.id, 'cow');
    });
    writeFileSync(journal, `${readFileSync(journal, 'utf8')}\n{"at":"2026-01-01T00:00:00.000Z","ed`);
    await within(folder, async (client) => {
      const [, second] = (await client.get<PicturePage>('/api/pictures')).items;
      await label(client, second?.id, 'hen');
    });
    await within(folder, async (client) => {
      const { undo } = await client.post<EditsDone>('/api/undo');
      expect(undo).toBe(1);
      expect((await client.get<PicturePage>('/api/pictures')).items.map((one) => one.label)).toEqual([
        'cow',
        'dog',
      ]);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('of few pictures those that cannot be read are left out, and the others are shown', async () => {
  const folder = await folderOf(['cat/1.jpg', 'cat/2.jpg', 'dog/3.jpg', 'dog/4.jpg']);
  writeFileSync(join(folder, 'cat/2.jpg'), '');
  try {
    await within(folder, async (client) => {
      const batch = await client.send('GET', '/api/batch?size=32&presize=40&seed=1');
      expect([batch.status, batch.bytes.subarray(1, 4).toString()]).toEqual([200, 'PNG']);
      const { items } = await client.get<PicturePage>('/api/pictures?q=2.jpg');
      const thumb = await client.send<Problem>('GET', `/api/pictures/${items[0]?.id}/thumb?size=160`);
      expect([thumb.status, thumb.json.detail]).toEqual([
        422,
        expect.stringContaining('cat/2.jpg cannot be shown'),
      ]);
    });
    for (const name of readdirSync(folder, { recursive: true })
      .map(String)
      .filter((one) => one.endsWith('.jpg')))
      writeFileSync(join(folder, name), 'no picture');
    await within(folder, async (client) => {
      const batch = await client.send<Problem>('GET', '/api/batch?size=32&presize=40&seed=1');
      expect(batch.json.detail).toBe(
        'none of the pictures to learn from can be read: the doctor names those that are broken',
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('what the library warns of while a run is on stands by the run: other weights than were asked for', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'studio-hub-'));
  const before = { ...process.env };
  Object.assign(process.env, { HF_HUB_OFFLINE: '1', HF_HUB_CACHE: cache });
  const { client, end } = await petsStudio(6);
  try {
    const page = client.listen();
    const { id } = await client.post<Run>('/api/runs', { arch: 'resnet18', weights: 'default' });
    const { run } = await page.until('run', (event) => event.run.id === id && event.run.notes.length > 0);
    expect(run.notes).toEqual([
      expect.stringContaining('using the smaller weights of @onecycle/resnet18-tiny'),
    ]);
    await client.post(`/api/runs/${id}/stop`);
    await page.until('run', (event) => event.run.id === id && event.run.state === 'stopped');
    expect((await client.get<Run>(`/api/runs/${id}`)).notes).toEqual(run.notes);
  } finally {
    await end();
    process.env = before;
    rmSync(cache, { recursive: true });
  }
});
