import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paperPets } from 'onecycle';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CheckResult,
  Classified,
  ConfusionResult,
  EditsDone,
  Job,
  LrFindResult,
  Neighbour,
  NextPicture,
  PicturePage,
  PicturePrediction,
  Project,
  Run,
  RunDetail,
  RunReport,
} from '../protocol/index.js';
import { type Studio, startStudio } from './studio.js';
import { Client } from './testing/client.js';

/** Small and quick: what is learned does not matter, but that everything comes of it. */
const settings = {
  arch: 'resnet18',
  weights: '@onecycle/resnet18-tiny',
  epochs: 2,
  bs: 16,
  size: 32,
  presize: 40,
  lr: 0.01,
  fp16: false,
};
let folder: string;
let studio: Studio;
let client: Client;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'studio-pets-')));
  await paperPets(folder, { perBreed: 6, progress: false });
  studio = await startStudio(folder, { port: 0 });
  client = new Client(studio);
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true });
});

const workers = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
        return (
          parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker/main.js')
        );
      } catch {
        return false;
      }
    });

it('shows a folder, takes labels, and two pages see the same', async () => {
  const [one, two] = [client.listen(), client.listen()];
  await Promise.all([one.until('hello'), two.until('hello')]);
  const project = await client.get<Project>('/api/project');
  expect(project).toMatchObject({
    labelled: 'names',
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

it('trains beside the server; a process that is killed, a stop and a resume lose nothing; then there is all to understand', async () => {
  const page = client.listen();
  const started = await client.post<Run>('/api/runs', { ...settings, name: 'first' });
  expect(started).toMatchObject({ state: 'queued', counts: { train: 58, valid: 12 } });
  const second = await client.post<Run>('/api/runs', { ...settings, name: 'second' });
  const address = `/api/runs/${started.id}`;

  await page.until('run', ({ run, points }) => run.id === started.id && points.length > 0);
  for (const pid of workers()) process.kill(pid, 'SIGKILL');
  const { run: killed } = await page.until(
    'run',
    ({ run }) => run.id === started.id && run.state === 'interrupted',
  );
  expect(killed.error).toContain('its process was ended from outside');
  // The server lives, and goes on with what waits.
  expect(await client.post<Run>(`/api/runs/${second.id}/stop`)).toMatchObject({ name: 'second' });
  await page.until('run', ({ run }) => run.id === second.id && run.state === 'stopped');
  page.forget();

  expect(await client.post<Run>(`${address}/resume`)).toMatchObject({ state: 'queued', error: null });
  await page.until('run', ({ run, epochs }) => run.id === started.id && epochs.length > 0);
  await client.post<Run>(`${address}/stop`);
  const { run: stopped } = await page.until(
    'run',
    ({ run }) => run.id === started.id && run.state === 'stopped',
  );
  expect(stopped.hasModel).toBe(false);
  expect((await client.send('GET', `${address}/confusion`)).status).toBe(409);
  page.forget();
  await client.post<Run>(`${address}/resume`);
  await page.until('preview');
  const { run } = await page.until(
    'run',
    (event) => event.run.id === started.id && event.run.state === 'done',
  );
  page.close();
  expect(run).toMatchObject({ hasModel: true, error: null, last: { epoch: 3 } });

  const detail = await client.get<RunDetail>(address);
  expect(detail.epochs.map(({ epoch, frozen }) => [epoch, frozen])).toEqual([
    [1, true],
    [2, false],
    [3, false],
  ]);
  expect(detail.points.map(({ step }) => step)).toEqual(Array.from({ length: 9 }, (_, i) => i + 1));
  expect(detail.preview?.items).toHaveLength(12);
  expect(existsSync(join(folder, '.onecycle/runs', run.id, 'checkpoints'))).toBe(false);

  const { matrix, cells } = await client.get<ConfusionResult>(`${address}/confusion`);
  expect(matrix.flat().reduce((a, b) => a + b)).toBe(12);
  expect(Object.values(cells).flat()).toHaveLength(12);
  const report = await client.get<RunReport>(`${address}/report`);
  expect(report.items).toBe(12);
  const right = matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  expect(report.accuracy).toBeCloseTo(right / 12, 6);
  expect(report.accuracy).toBeCloseTo(detail.epochs.at(-1)?.accuracy ?? -1, 5);
  expect(report.classes.map(({ support }) => support)).toEqual(Array(12).fill(1));
  const losses = await client.get<PicturePrediction[]>(`${address}/top-losses?k=3`);
  expect(losses).toHaveLength(3);
  const [worst] = losses;
  expect(worst?.loss).toBeCloseTo(
    -Math.log(worst?.probabilities[run.vocab.indexOf(worst.label ?? '')] ?? 0),
    5,
  );

  const next = await client.get<NextPicture[]>(`${address}/next?n=5`);
  expect(next.length).toBe(2);
  const neighbours = await client.get<Neighbour[]>(`${address}/neighbours/${worst?.id}?k=4`);
  expect(neighbours).toHaveLength(4);
  expect(neighbours.map(({ similarity }) => similarity)).toEqual(
    neighbours.map(({ similarity }) => similarity).toSorted((a, b) => b - a),
  );

  const map = await client.send('GET', `${address}/gradcam/${worst?.id}?target=pug&alpha=0.4`);
  expect([map.status, map.headers['content-type'], map.bytes.subarray(1, 4).toString()]).toEqual([
    200,
    'image/png',
    'PNG',
  ]);
  expect((await client.send('GET', `${address}/gradcam/${worst?.id}?target=cow`)).status).toBe(422);
  const full = await client.send('GET', `/api/pictures/${worst?.id}/full`);
  const said = await client.send<Classified>('POST', `/api/classify?run=${run.id}&gradcam=1`, {
    body: full.bytes,
  });
  expect(said.json.classes).toHaveLength(12);
  expect(said.json.gradcam).toMatch(/^data:image\/png;base64,/);
  expect((await client.send('POST', '/api/classify', { body: Buffer.from('no picture') })).status).toBe(422);

  const exported = await client.send('GET', `${address}/export?as=onecycle`);
  expect(exported.headers['content-disposition']).toMatch(
    /^attachment; filename="studio-pets-\w+ first.onecycle"/,
  );
  expect(exported.bytes.length).toBe(Number(exported.headers['content-length']));
  const onnx = await client.send('GET', `${address}/export?as=onnx`);
  expect(onnx.bytes.toString('latin1')).toContain('onecycle');
  expect((await client.send('GET', `${address}/export?as=exe`)).status).toBe(400);

  await client.post<Run>(`/api/runs/${second.id}/delete`);
  expect((await client.get<Run[]>('/api/runs')).map(({ name }) => name)).toEqual(['first']);
  expect(readdirSync(join(folder, '.onecycle/trash'))).toEqual([second.id]);
});

it('looks for a learning rate, and for what is amiss; what a person keeps is no finding any more', async () => {
  const page = client.listen();
  await client.post<Job>('/api/lr-find', settings);
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
  const batch = await client.send('GET', '/api/batch?size=64&presize=80&seed=7');
  expect(batch.bytes.subarray(1, 4).toString()).toBe('PNG');
});

/** A studio in a process of its own, as the command starts it. */
async function elsewhere(path: string): Promise<{ child: ChildProcess; client: Client }> {
  const command = fileURLToPath(new URL('../../../onecycle/bin/onecycle.mjs', import.meta.url));
  const child = spawn(process.execPath, [command, 'studio', path, '--port', '0', '--no-open']);
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
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'studio-killed-')));
  await paperPets(path, { perBreed: 4, progress: false });
  const first = await elsewhere(path);
  const { items } = await first.client.get<PicturePage>('/api/pictures?class=pug');
  await first.client.post('/api/labels', { edits: [{ ids: [items[0]?.id], removed: true }] });
  const page = first.client.listen();
  const { id } = await first.client.post<Run>('/api/runs', { ...settings, epochs: 4 });
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
    expect(detail.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
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
