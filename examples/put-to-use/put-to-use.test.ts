import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPredictor, imageDataLoaders, resize, resnet18, visionLearner } from 'onecycle';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

// The guide's page "Put it to use" shows these files: each runs here as it stands.
const sources = fileURLToPath(new URL('.', import.meta.url));
const built = (name: string) => fileURLToPath(new URL(`../dist/put-to-use/${name}.js`, import.meta.url));

let folder: string;
let model: string;
let picture: Buffer<ArrayBuffer>;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'put-to-use-'));
  for (const [kind, background] of [
    ['cat', '#c04030'],
    ['dog', '#3040c0'],
  ] as const) {
    await mkdir(join(folder, 'photographs', kind), { recursive: true });
    for (let i = 0; i < 10; i++)
      await sharp({ create: { width: 60 + i, height: 50, channels: 3, background } })
        .jpeg()
        .toFile(join(folder, 'photographs', kind, `${i}.jpg`));
  }
  const dls = await imageDataLoaders.fromFolder(join(folder, 'photographs'), {
    validPct: 0.2,
    seed: 1,
    itemTfms: resize(32),
    bs: 4,
  });
  const learn = await visionLearner(dls, resnet18, { pretrained: false, progress: false });
  model = String(await learn.export('pets.onecycle'));
  picture = Buffer.from(await readFile(join(folder, 'photographs/cat/0.jpg')));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts a server of the examples, and waits until it listens. */
async function serving(name: string, ...args: string[]): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [built(name), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
      const [, address] = /listening at (\S+)/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${said}`)));
  });
  return { url, child };
}

const post = (url: string, body: Buffer<ArrayBuffer> | string = picture): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body });

const jsonOf = async (response: Response): Promise<Record<string, unknown>> =>
  JSON.parse(await response.text());

const kind = expect.stringMatching(/^(cat|dog)$/);

test('an HTTP server', async () => {
  const { url, child } = await serving('http-server', model, '0');
  expect(await jsonOf(await post(`${url}/predict`))).toMatchObject({ model: { name: 'pets' }, label: kind });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('predictions in a server that has other things to do', async () => {
  const { url } = await serving('own-routes', model, String(await freePort()));
  expect(await jsonOf(await post(url))).toEqual({ label: kind, certainty: expect.any(Number) });
  expect((await post(url, 'no picture')).status).toBe(422);
  expect((await post(url, Buffer.alloc(11 * 2 ** 20))).status).toBe(413);
});

test('a module with a fetch, as Bun and Deno serve it', async () => {
  vi.stubEnv('MODEL', model);
  const { default: server } = await import('./fetch-server.js');
  const request = new Request('http://localhost/predict?top=1', { method: 'POST', body: picture });
  request.headers.set('content-type', 'image/jpeg');
  expect(await jsonOf(await server.fetch(request))).toMatchObject({ top: [{ label: kind }] });
  vi.unstubAllEnvs();
});

test('a route of Next.js', async () => {
  vi.stubEnv('MODEL', model);
  const { GET, POST } = await import('./next-route.js');
  const form = new FormData();
  form.append('file', new File([picture], 'cat.jpg'));
  const body = { method: 'POST', body: form };
  expect(await jsonOf(await POST(new Request('http://localhost/api/pets/predict', body)))).toMatchObject({
    label: kind,
  });
  expect(await (await GET(new Request('http://localhost/api/pets'))).text()).toContain('/api/pets/predict');
  vi.unstubAllEnvs();
});

test('a folder of one’s own photographs', async () => {
  const given = [join(folder, 'photographs/cat/1.jpg'), join(folder, 'photographs/dog/1.jpg')];
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [built('my-photographs'), 'photographs', ...given], {
    cwd: folder,
  });
  for (const file of given) expect(stdout).toMatch(new RegExp(`^${file}: (cat|dog), \\d+ %$`, 'm'));
  expect(await readdir(join(folder, 'photographs'))).toContain('my-photographs.onecycle');
});

test('training in a server: it answers meanwhile', async () => {
  const { url } = await serving('training-server', String(await freePort()));
  expect(await jsonOf(await fetch(url))).toEqual({ state: 'idle' });
  const train = `${url}/train?folder=${encodeURIComponent(join(folder, 'photographs'))}`;
  expect((await post(train)).status).toBe(202);
  expect((await post(train)).status).toBe(409);
  const seen: unknown[] = [];
  for (;;) {
    const { state, ...more } = await jsonOf(await fetch(url));
    if (seen.at(-1) !== state) seen.push(state);
    expect(state, JSON.stringify(more)).not.toBe('failed');
    if (state === 'done') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(seen).toEqual(['idle', 'training', 'done']);
  await using predictor = await createPredictor(join(folder, 'photographs/pets.onecycle'));
  expect(predictor.model.classes).toEqual(['cat', 'dog']);
});

// Electron's binary does not come from npm: what is its own is stood in for here, the rest is real.
test('the main process of Electron', async () => {
  const handlers = new Map<string, (event: unknown, bytes: Uint8Array) => unknown>();
  const loaded: string[] = [];
  const events = new Map<string, () => void>();
  vi.doMock('electron', () => ({
    app: {
      whenReady: async () => {},
      quit: () => {},
      on: (name: string, handler: () => void) => events.set(name, handler),
    },
    ipcMain: {
      handle: (name: string, handler: (event: unknown, bytes: Uint8Array) => unknown) =>
        handlers.set(name, handler),
    },
    BrowserWindow: class {
      async loadFile(file: string) {
        loaded.push(file);
      }
    },
  }));
  vi.stubEnv('MODEL', model);
  await import('./electron-main.mjs');
  expect(await handlers.get('predict')?.({}, new Uint8Array(picture))).toMatchObject({ label: kind });
  expect(loaded).toEqual([expect.stringMatching(/index\.html$/)]);
  events.get('before-quit')?.();
  vi.unstubAllEnvs();
});

test('the guide shows these files as they are', async () => {
  const page = await readFile(join(sources, '../../docs/put-it-to-use.md'), 'utf8');
  const files = (await readdir(sources)).filter((name) => !/\.test\.ts$/.test(name));
  expect(files.length).toBeGreaterThan(8);
  for (const name of files) {
    expect(page).toContain(`examples/put-to-use/${name}`);
    const text = await readFile(join(sources, name), 'utf8');
    // The page has a heading and words of its own instead of the comment at the top.
    const code = text.replace(/^(\/\*\*.*?\*\/|(\/\/|#)[^\n]*(\n(\/\/|#)[^\n]*)*)\n/s, '').trim();
    expect(page, name).toContain(code);
  }
});
