import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CheckResult, Job, LrFindResult, PicturePage } from '../../protocol/index.js';
import { petsStudio, settings } from '../testing/pets.js';

let pets: Awaited<ReturnType<typeof petsStudio>>;
beforeAll(async () => {
  pets = await petsStudio(6);
});
afterAll(() => pets.end());

it('looks for a learning rate, and for what is amiss; what a person keeps is no finding any more', async () => {
  const { client, folder } = pets;
  const page = client.listen();
  const tiny = { arch: 'resnet18', weights: '@onecycle/resnet18-tiny' };
  await client.post<Job>('/api/lr-find', { ...settings, ...tiny });
  const job = await page.until(
    'job',
    ({ kind, state }) => kind === 'lr-find' && (state === 'done' || state === 'failed'),
  );
  expect(job.error).toBeNull();
  const found = await client.get<LrFindResult>('/api/lr-find');
  expect(found.points.length).toBeGreaterThan(20);
  expect(Object.keys(found.suggestions)).toEqual(['valley', 'minimum', 'steep', 'slide']);

  const { items } = await client.get<PicturePage>('/api/pictures?class=Bombay');
  const [flipped] = items;
  await client.post('/api/labels', { edits: [{ ids: [flipped?.id], label: 'pug' }] });
  await client.post<Job>('/api/check');
  await page.until('job', ({ kind, state }) => kind === 'check' && state === 'done');
  page.close();
  const check = await client.get<CheckResult>('/api/check');
  expect(check.pictures).toBe(72);
  const wrong = check.findings.find(({ kind, id }) => kind === 'label error' && id === flipped?.id);
  expect(wrong).toMatchObject({ label: 'pug', suggested: 'Bombay' });
  expect(wrong?.reason).not.toContain(folder);
  const finding = async () =>
    (await client.get<PicturePage>('/api/pictures?finding=label%20error')).items.map(({ id }) => id);
  expect(await finding()).toContain(flipped?.id);
  await client.post('/api/check/keep', { kind: 'label error', id: flipped?.id, kept: true });
  expect(await finding()).not.toContain(flipped?.id);
  await client.post('/api/labels', { edits: [{ ids: [flipped?.id], label: 'Bombay' }] });
  expect((await client.get<CheckResult>('/api/check')).changedSince).toBe(1);
  const doing = page.heard.flatMap(({ name, data }) => (name === 'job' ? [data as Job] : []));
  expect(doing.some(({ kind, progress }) => kind === 'check' && progress !== null && progress < 1)).toBe(
    true,
  );
  const batch = await client.send('GET', '/api/batch?size=64&presize=80&seed=7');
  expect(batch.bytes.subarray(1, 4).toString()).toBe('PNG');
});
