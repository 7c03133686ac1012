import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveSafetensors } from '@onecycle/torch';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resnet18 } from '../models/index.js';
import { HubServer } from '../testing/hub-server.js';
import { hubFile, loadWeights, OfflineError, pretrainedModel } from './index.js';

const repo = 'someone/model';
const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const file = { repo, path: 'model.safetensors' };
let hub: HubServer;
let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'onecycle-hub-'));
  hub = await HubServer.start(repo, {
    'model.safetensors': { content, lfs: true },
    'config.json': { content: Buffer.from('{"pretrained_cfg": {"mean": [0.5], "std": [0.25]}}'), lfs: false },
  });
  vi.stubEnv('HF_ENDPOINT', hub.url);
  vi.stubEnv('HF_HUB_CACHE', cache);
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'HF_HUB_OFFLINE', 'HF_TOKEN'])
    vi.stubEnv(name, undefined);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await hub.stop();
  await rm(cache, { recursive: true });
});

test('a file arrives in the layout of Python’s cache', async () => {
  const place = await hubFile(file);
  expect(place).toBe(join(cache, 'models--someone--model/snapshots', hub.commit, 'model.safetensors'));
  expect(await readFile(place ?? '')).toEqual(content);
  expect(await readlink(place ?? '')).toMatch(/^\.\.\/\.\.\/blobs\/[0-9a-f]{64}$/);
  expect(await readFile(join(cache, 'models--someone--model/refs/main'), 'utf8')).toBe(hub.commit);
});

test('a small file is checked by git’s hash', async () => {
  const place = await hubFile({ repo, path: 'config.json' });
  expect(await readlink(place ?? '')).toMatch(/blobs\/[0-9a-f]{40}$/);
});

test('a file that is there is not fetched again, with or without a connection', async () => {
  const place = await hubFile(file);
  const fetches = () => hub.requests.filter(({ path }) => path.startsWith('/storage')).length;
  const before = fetches();
  expect(await hubFile(file)).toBe(place);
  expect(fetches()).toBe(before);
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:1');
  expect(await hubFile(file)).toBe(place);
  vi.stubEnv('HF_HUB_OFFLINE', '1');
  expect(await hubFile(file)).toBe(place);
});

test('several that want the same file at once get it, and one fetches it', async () => {
  const stored = () => hub.requests.filter(({ path }) => path.startsWith('/storage')).length;
  await hubFile(file);
  const once = stored();
  await rm(join(cache, 'models--someone--model'), { recursive: true });
  const notes = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const places = await Promise.all(Array.from({ length: 6 }, () => hubFile(file)));
  expect(stored()).toBe(2 * once);
  expect(new Set(places).size).toBe(1);
  expect(await readFile(places[0] ?? '')).toEqual(content);
  expect(readdirSync(join(cache, 'models--someone--model/blobs'))).toHaveLength(1);
  expect(readdirSync(join(cache, 'models--someone--model/snapshots', hub.commit))).toEqual([
    'model.safetensors',
  ]);
  expect(notes.mock.calls.flat().join()).toContain('another process fetches someone/model/model.safetensors');
  notes.mockRestore();
});

test('a broken connection is continued where it broke', async () => {
  hub.breaks = 2;
  expect(await readFile((await hubFile(file)) ?? '')).toEqual(content);
  const ranges = hub.requests
    .filter(({ path, range }) => path.startsWith('/storage') && range !== 'bytes=0-0')
    .map(({ range }) => range);
  // The server gives up half-way each time; how much of that has arrived by then is up to the machine.
  const starts = ranges.slice(1).map((range) => Number(/^bytes=(\d+)-299999$/.exec(range ?? '')?.[1]));
  expect(ranges[0]).toBeUndefined();
  expect(starts).toHaveLength(2);
  expect(starts[0]).toBeGreaterThan(0);
  expect(starts[1]).toBeGreaterThan(starts[0] ?? 0);
});

test('what an earlier process left is continued', async () => {
  hub.breaks = 99;
  await expect(hubFile(file)).rejects.toThrow(/did not arrive after 5 attempts.*are kept in .*incomplete/);
  hub.breaks = 0;
  hub.requests.length = 0;
  expect(await readFile((await hubFile(file)) ?? '')).toEqual(content);
  const continued = hub.requests.map(({ range }) => Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0));
  expect(Math.max(...continued)).toBeGreaterThan(0);
});

test('a wrong hash removes what came', async () => {
  hub.liesAboutHash = true;
  await expect(hubFile(file)).rejects.toThrow(
    /someone\/model\/model\.safetensors arrived damaged: its hash is [0-9a-f]{64}/,
  );
  expect(readdirSync(join(cache, 'models--someone--model/blobs'))).toEqual([]);
  expect(existsSync(join(cache, 'models--someone--model/snapshots'))).toBe(false);
});

test('a file that is not there is none, a repository that is not there an error', async () => {
  expect(await hubFile({ repo, path: 'other.bin' })).toBeUndefined();
  await expect(hubFile({ ...file, repo: 'someone/else' })).rejects.toThrow(
    /does not give .* no such repository or revision 'main'/,
  );
});

test('without a connection the error says which file to put where', async () => {
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:1');
  const error = await hubFile(file).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(OfflineError);
  expect(String(error)).toContain('http://127.0.0.1:1/someone/model/resolve/main/model.safetensors');
  expect(String(error)).toContain(`copy the folder ${join(cache, 'models--someone--model')}`);
});

test.each([
  ['overloaded', { status: 429, body: 'later' }, 'it answered 429'],
  ['out of order', { status: 503, body: '<h1>maintenance</h1>' }, 'it answered 503'],
  ['behind a login page', { status: 200, body: '<!doctype html>' }, 'its answer is not JSON'],
])('while the hub is %s, the cache stands in', async (_, always, reason) => {
  hub.always = always;
  const error = await hubFile(file).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(OfflineError);
  expect(String(error)).toContain(reason);
  hub.always = undefined;
  const place = await hubFile(file);
  hub.always = always;
  expect(await hubFile(file)).toBe(place);
});

test.each([
  [401, 'set HF_TOKEN'],
  [403, 'the access token in HF_TOKEN may not read it'],
])('a refusal (%i) is no lack of a connection', async (status, advice) => {
  await hubFile(file);
  hub.always = { status, body: '{}' };
  await expect(hubFile(file)).rejects.toThrow(advice);
});

test('the hub is reached through a proxy', async () => {
  vi.stubEnv('HTTP_PROXY', hub.url);
  vi.stubEnv('HF_ENDPOINT', 'http://hub.example\n');
  vi.stubEnv('HF_TOKEN', 'hf_secret\r\n');
  expect(await readFile((await hubFile(file)) ?? '')).toEqual(content);
  expect(hub.tunnels).toBeGreaterThan(0);
});

test('weights of a repository come with their statistics', async () => {
  const path = join(cache, 'weights.safetensors');
  await saveSafetensors(path, resnet18().stateDict());
  await hub.stop();
  hub = await HubServer.start(repo, {
    'model.safetensors': { content: await readFile(path), lfs: true },
    'config.json': {
      content: Buffer.from('{"pretrained_cfg": {"mean": [0.1, 0.2, 0.3], "std": [1, 2, 3]}}'),
      lfs: false,
    },
  });
  vi.stubEnv('HF_ENDPOINT', hub.url);
  const { stats, origin } = await pretrainedModel(resnet18, repo);
  expect(origin).toBe(repo);
  expect(stats).toEqual([
    [0.1, 0.2, 0.3],
    [1, 2, 3],
  ]);
  await expect(loadWeights(`${repo}@main`)).resolves.toBeDefined();
});
