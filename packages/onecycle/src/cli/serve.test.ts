import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { drawnPictures } from '../testing/exported-tiny.js';
import { imageDataLoaders, resize, resnet18, visionLearner } from '../vision/index.js';

const command = fileURLToPath(new URL('../../bin/onecycle.mjs', import.meta.url));
let model: string;
let picture: Uint8Array<ArrayBuffer>;
const started: ChildProcess[] = [];

beforeAll(async () => {
  const { folder, files, pictures } = await drawnPictures();
  const dls = await imageDataLoaders.fromNameRe(folder, files, /(.+)_\d+.jpg$/, {
    itemTfms: resize(32),
    bs: 4,
    seed: 1,
  });
  const learn = await visionLearner(dls, resnet18, { pretrained: false, progress: false });
  model = String(await learn.export(join(folder, 'birds.onecycle')));
  picture = new Uint8Array(pictures[0] ?? []);
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts `onecycle serve`, and waits until it says its address, or ends. */
async function serving(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [command, 'serve', ...args], { env: { ...process.env, ...env } });
  started.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  const url = await new Promise<string>((resolve) => {
    child.stderr.on('data', (text) => {
      said.err += text;
      const [, address] = /answers at (\S+);/.exec(said.err) ?? [];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => resolve(''));
  });
  return { child, said, ended, url };
}

const ask = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/predict?top=2`, {
    method: 'POST',
    headers: { 'content-type': 'image/jpeg', ...headers },
    body: picture,
  });

test.each(['SIGTERM', 'SIGINT'] as const)(
  'serve answers with the token of the environment, logs, and ends at %s when what is under way is done',
  async (signal) => {
    const { child, said, ended, url } = await serving([model, '--port', '0', '--threads', '1'], {
      ONECYCLE_TOKEN: 'secret\n', // as it comes out of a file
    });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask(url)).status).toBe(401);
    const response = await ask(url, { authorization: 'Bearer secret' });
    expect(JSON.parse(await response.text())).toMatchObject({
      model: { name: 'birds' },
      label: expect.stringMatching(/cat|dog|owl/),
    });
    const upload = request(`${url}/predict`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret', 'content-length': picture.length },
    });
    const answered = once(upload, 'response');
    upload.write(picture.subarray(0, 10));
    await once(upload, 'socket');
    // The server has seen the head of the upload by then.
    await fetch(`${url}/healthz`);
    child.kill(signal);
    while (!said.err.includes('ending')) await once(child.stderr, 'data');
    upload.end(picture.subarray(10));
    const [{ statusCode }] = await answered;
    expect(statusCode).toBe(200);
    expect(await ended).toBe(0);
    const lines = said.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.slice(0, 2).map(({ status, path }) => [status, path])).toEqual([
      [401, '/predict'],
      [200, '/predict'],
    ]);
    expect(said.out).not.toContain('secret');
  },
);

test('what cannot be served is said in a line', async () => {
  const missing = await serving(['nothing.onecycle']);
  expect(await missing.ended).toBe(2);
  expect(missing.said.err).toMatch(/^error: there is no file nothing\.onecycle in \S+\n$/);
  const { url } = await serving([model, '--port', '0']);
  const taken = await serving([model, '--port', new URL(url).port]);
  expect(await taken.ended).toBe(1);
  expect(taken.said.err).toContain('the port is taken by another program');
});
