import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  Classified,
  ConfusionResult,
  Neighbour,
  NextPicture,
  PicturePage,
  PicturePrediction,
  Run,
  RunDetail,
  RunReport,
  RunState,
} from '../../protocol/index.js';
import { petsStudio, settings } from '../testing/pets.js';

let pets: Awaited<ReturnType<typeof petsStudio>>;
beforeAll(async () => {
  pets = await petsStudio(6);
});
afterAll(() => pets.end());

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

it('trains beside the server; a process that is killed, a stop and a resume lose nothing; then there is all to understand', async () => {
  const { client, folder } = pets;
  const { items } = await client.get<PicturePage>('/api/pictures?class=pug');
  const open = items.slice(0, 2).map(({ id }) => id);
  await client.post('/api/labels', { edits: [{ ids: open, label: null }] });
  const page = client.listen();
  const started = await client.post<Run>('/api/runs', { ...settings, name: 'first' });
  expect(started).toMatchObject({ state: 'queued', counts: { train: 58, valid: 12 } });
  const second = await client.post<Run>('/api/runs', { ...settings, name: 'second' });
  const address = `/api/runs/${started.id}`;

  const becomes = (id: string, state: RunState) =>
    page.until('run', ({ run }) => run.id === id && run.state === state);

  await page.until('run', ({ run, epochs }) => run.id === started.id && epochs.length > 0);
  for (const pid of workers()) process.kill(pid, 'SIGKILL');
  const { run: killed } = await becomes(started.id, 'interrupted');
  expect(killed.error).toContain('its process was ended from outside');
  // The server lives, and goes on with what waits.
  await becomes(second.id, 'done');
  page.forget();

  // One that is told to stop before it trains does so at its first batch, amid an epoch.
  expect(await client.post<Run>(`${address}/resume`)).toMatchObject({ state: 'queued', error: null });
  await becomes(started.id, 'preparing');
  await client.post<Run>(`${address}/stop`);
  const { run: stopped } = await becomes(started.id, 'stopped');
  expect(stopped.hasModel).toBe(false);
  expect((await client.send('GET', `${address}/confusion`)).status).toBe(409);
  page.forget();
  await client.post<Run>(`${address}/resume`);
  await page.until('preview');
  const { run } = await becomes(started.id, 'done');
  page.close();
  expect(run).toMatchObject({ hasModel: true, error: null, last: { epoch: 3 } });

  const detail = await client.get<RunDetail>(address);
  // The other one, which nobody broke off, comes to the same end: every loss, every probability.
  const whole = await client.get<RunDetail>(`/api/runs/${second.id}`);
  expect(detail.points).toEqual(whole.points);
  const withoutSeconds = ({ seconds: _, ...figures }: RunDetail['epochs'][number]) => figures;
  expect(detail.epochs.map(withoutSeconds)).toEqual(whole.epochs.map(withoutSeconds));
  const said = (id: string) => client.get<PicturePrediction[]>(`/api/runs/${id}/predictions`);
  expect(await said(started.id)).toEqual(await said(second.id));
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
  const wrong = await client.get<PicturePrediction[]>(`${address}/mistakes?k=12`);
  expect(wrong).toHaveLength(12 - right);
  expect(wrong.filter(({ label, prediction }) => label === prediction)).toEqual([]);
  expect(await client.get(`${address}/mistakes?k=2`)).toEqual(wrong.slice(0, 2));
  const [worst] = wrong;
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
  const tried = await client.send<Classified>('POST', `/api/classify?run=${run.id}&gradcam=1`, {
    body: full.bytes,
  });
  expect(tried.json.classes).toHaveLength(12);
  expect(tried.json.gradcam).toMatch(/^data:image\/png;base64,/);
  expect((await client.send('POST', '/api/classify', { body: Buffer.from('no picture') })).status).toBe(422);

  const exported = await client.send('GET', `${address}/export?as=onecycle`);
  expect(exported.headers['content-disposition']).toMatch(
    /^attachment; filename="studio-pets-\w+ first.onecycle"/,
  );
  expect(exported.bytes.length).toBe(Number(exported.headers['content-length']));
  // A name is a name, whatever is in it, and never a path.
  const odd = '../../<b>x\ud800\n"';
  const renamed = await client.send<Run>('PATCH', address, { body: { name: odd } });
  expect(renamed.json.name).toBe(odd);
  const oddly = await client.send('GET', `${address}/export?as=onecycle`);
  expect(oddly.status).toBe(200);
  expect(decodeURIComponent(String(oddly.headers['content-disposition']))).not.toMatch(/[/\\\n]/);
  await client.send('PATCH', address, { body: { name: 'first' } });
  const onnx = await client.send('GET', `${address}/export?as=onnx`);
  expect(onnx.bytes.toString('latin1')).toContain('onecycle');
  expect((await client.send('GET', `${address}/export?as=exe`)).status).toBe(400);

  await client.post<Run>(`/api/runs/${second.id}/delete`);
  expect((await client.get<Run[]>('/api/runs')).map(({ name }) => name)).toEqual(['first']);
  expect(readdirSync(join(folder, '.onecycle/trash'))).toEqual([second.id]);
});
