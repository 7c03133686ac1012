import { appendFileSync, copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EditsDone, PicturePage, Project, StudioEvents } from '../protocol/index.js';
import { petsStudio } from './testing/pets.js';

let pets: Awaited<ReturnType<typeof petsStudio>>;
beforeAll(async () => {
  pets = await petsStudio(6);
});
afterAll(() => pets.end());

it('shows a folder, takes labels, and two pages see the same', async () => {
  const { client, folder } = pets;
  const [one, two] = [client.listen(), client.listen()];
  await Promise.all([one.until('hello'), two.until('hello')]);
  const project = await client.get<Project>('/api/project');
  expect(project).toMatchObject({
    // Paper Pets bring a table.
    labelled: 'table',
    splitBy: 'seed',
    counts: { pictures: 72, labelled: 72 },
    currentRun: null,
  });
  expect(project.classes).toHaveLength(12);
  const { items } = await client.get<PicturePage>('/api/pictures?class=pug');
  const ids = items.slice(0, 2).map(({ id }) => id);
  await client.post<EditsDone>('/api/labels', { edits: [{ ids, label: null }] });
  for (const page of [one, two]) {
    const { changed, counts } = await page.until('labels');
    expect(changed.map(({ id }) => id)).toEqual(ids);
    expect(counts.unlabelled).toBe(2);
  }
  // A page that was away hears what it missed, and only that.
  const last = one.heard.find(({ name }) => name === 'hello')?.id ?? '';
  const back = client.listen(last);
  await back.until('labels');
  expect(back.heard.map(({ name, data }) => [name, name === 'hello' && data])).toEqual([
    ['hello', { missed: false }],
    ['labels', false],
  ]);
  const stranger = client.listen('other-12');
  expect(await stranger.until('hello')).toEqual({ missed: true });
  for (const page of [one, two, back, stranger]) page.close();
  const thumb = await client.send('GET', `/api/pictures/${ids[0]}/thumb?size=160`);
  const again = await client.send('GET', `/api/pictures/${ids[0]}/thumb?size=160`, {
    headers: { 'if-none-match': String(thumb.headers.etag) },
  });
  expect([thumb.status, again.status, again.bytes.length]).toEqual([200, 304, 0]);
  expect(readdirSync(join(folder, '.onecycle/thumbs/160'))).toHaveLength(1);
});

it('tells pages of pictures that come, change and go, and looks again when it is asked to', async () => {
  const { client, folder } = pets;
  const page = client.listen();
  await page.until('hello');
  const { items } = await client.get<PicturePage>('/api/pictures?class=pug&limit=1');
  const [known] = items;
  const place = join(folder, known?.path ?? '');
  mkdirSync(join(folder, 'new'));
  copyFileSync(place, join(folder, 'new/come.jpg'));
  const { files, counts } = await page.until('pictures');
  expect(files?.changed.map(({ path }) => path)).toEqual(['new/come.jpg']);
  expect([files?.gone, counts.pictures]).toEqual([[], 73]);
  page.forget();

  appendFileSync(place, 'more');
  rmSync(join(folder, 'new'), { recursive: true });
  await page.until('pictures', (event) => event.files?.gone.length === 1);
  const told = page.heard.flatMap(({ name, data }) =>
    name === 'pictures' ? [data as StudioEvents['pictures']] : [],
  );
  const changed = told.flatMap((event) => event.files?.changed ?? []);
  expect(changed.map(({ id }) => id)).toContain(known?.id);
  expect(changed[0]?.version).not.toBe(known?.version);
  page.close();
  expect((await client.post<EditsDone>('/api/rescan')).counts.pictures).toBe(72);
});
