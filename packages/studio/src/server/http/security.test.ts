import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovesDone, PicturePage, Problem } from '../../protocol/index.js';
import { type Studio, startStudio } from '../studio.js';
import { Client } from '../testing/client.js';
import { folderOf } from '../testing/pictures.js';

const HTML = '<img src=x onerror=alert(1)>_7.jpg';
const secret = join(tmpdir(), `studio-secret-${process.pid}.jpg`);
let folder: string;
let studio: Studio;
let client: Client;
let stranger: Client;

beforeAll(async () => {
  folder = await folderOf(['pug/1.jpg', 'pug/2.jpg', `beagle/${HTML}`]);
  studio = await startStudio(folder, { port: 0 });
  client = new Client(studio);
  stranger = new Client(studio, {});
  writeFileSync(secret, readFileSync(join(folder, 'pug/1.jpg')));
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true });
  rmSync(secret);
});

const pictures = () => client.get<PicturePage>('/api/pictures');
const idOf = async (path: string) => (await pictures()).items.find((item) => item.path === path)?.id ?? '';

describe('who may ask', () => {
  it('is who has the token, in a header or in the cookie that the address sets', async () => {
    expect((await stranger.send('GET', '/api/project')).status).toBe(401);
    const wrong = new Client(studio, { authorization: 'Bearer wrong' });
    const refused = await wrong.send<Problem>('GET', '/api/project');
    expect(refused).toMatchObject({
      status: 401,
      json: { detail: expect.stringContaining('token is of another start') },
    });
    expect((await stranger.send('GET', '/?token=wrong')).status).toBe(401);

    const entered = await stranger.send('GET', studio.url.replace(/^.*?\/\?/, '/?'));
    expect(entered).toMatchObject({ status: 303, headers: { location: '/' } });
    // The address with the token is left at once, told to nobody, and kept nowhere.
    expect(entered.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    const [cookie = ''] = entered.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);
    const page = new Client(studio, { cookie: `other=1; ${cookie.split(';')[0]}` });
    expect((await page.send('GET', '/api/pictures')).status).toBe(200);
    expect(
      (await page.send('GET', '/api/pictures', { headers: { cookie: cookie.replace(/=.*/, '=wrong') } }))
        .status,
    ).toBe(401);
  });

  it('is also who has another studio open in the same browser, which sends the cookies of all ports of a host', async () => {
    const other = await folderOf(['cat/1.jpg', 'dog/2.jpg']);
    const second = await startStudio(other, { port: 0 });
    try {
      const jar = new Map<string, string>();
      for (const { url } of [studio, second, studio]) {
        const entered = await new Client({ url, token: '' }, {}).send('GET', url.replace(/^.*?\/\?/, '/?'));
        const [, name = '', value = ''] =
          /^([^=]+)=([^;]+)/.exec(entered.headers['set-cookie']?.[0] ?? '') ?? [];
        jar.set(name, value);
      }
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      for (const one of [studio, second, studio])
        expect((await new Client(one, { cookie }).send('GET', '/api/project')).status).toBe(200);
      // The key of the one opens nothing of the other.
      const [key] = [...jar.values()];
      const [, door] = [...jar.keys()];
      expect(
        (await new Client(second, { cookie: `${door}=${key}` }).send('GET', '/api/project')).status,
      ).toBe(401);
    } finally {
      await second.close();
      rmSync(other, { recursive: true });
    }
  });

  it('is no page of another origin, whatever it sends', async () => {
    const edit = { edits: [{ ids: [await idOf('pug/1.jpg')], label: 'mine' }] };
    const send = (headers: Record<string, string>) =>
      client.send('POST', '/api/labels', { body: edit, headers });
    const port = new URL(studio.url).port;
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${Number(port) + 1}` },
      { origin: `http://localhost:${port}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      expect((await send(headers)).status, JSON.stringify(headers)).toBe(403);
    expect(
      (await client.send('GET', '/api/pictures', { headers: { 'sec-fetch-site': 'cross-site' } })).status,
    ).toBe(403);
    // A form of another site can send no JSON.
    expect((await send({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await pictures()).items.every(({ changed }) => !changed)).toBe(true);
    expect((await send({ origin: client.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    await client.post('/api/undo');
  });

  it('asks by a name of this machine, not by one that only leads here', async () => {
    const { port } = new URL(studio.url);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      '127.0.0.1',
      '',
    ]) {
      const answer = await client.send('GET', '/api/project', { headers: { host } });
      expect([400, 421], host).toContain(answer.status);
    }
    expect((await client.send('GET', '/', { headers: { host: `evil.example:${port}` } })).status).toBe(421);
    expect(
      (await client.send('GET', '/api/pictures', { headers: { host: `localhost:${port}` } })).status,
    ).toBe(200);
  });
});

describe('what is reached', () => {
  it('is nothing beside the page and the pictures, by whatever path', async () => {
    const files = [
      '/../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/page.js/../../../package.json',
    ];
    const ids = [
      '..',
      '../../etc/passwd',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '..%5c..%5cx',
      '%00',
      encodeURIComponent(folder),
    ];
    for (const path of [
      ...files,
      ...ids.map((id) => `/api/pictures/${id}/full`),
      ...ids.map((id) => `/api/runs/${id}/export`),
    ]) {
      const answer = await client.send('GET', path);
      expect([400, 404], path).toContain(answer.status);
    }
  });

  it('is no file outside of the folder, also where a link came in place of a picture', async () => {
    const path = 'pug/2.jpg';
    const id = await idOf(path);
    rmSync(join(folder, path));
    symlinkSync(secret, join(folder, path));
    for (const which of ['thumb?size=320', 'full']) {
      const answer = await client.send<Problem>('GET', `/api/pictures/${id}/${which}`);
      expect(answer.status).toBe(404);
      expect(answer.json.detail).toContain('is not there any more');
    }
    await client.post('/api/rescan');
    expect((await pictures()).items.map((item) => item.path)).not.toContain(path);
  });

  it('is no folder outside, also where a link came in place of a class', async () => {
    const id = await idOf('pug/1.jpg');
    const elsewhere = await folderOf(['1.jpg', '3.jpg']);
    renameSync(join(folder, 'pug'), join(folder, 'pug-before'));
    symlinkSync(elsewhere, join(folder, 'pug'));
    expect((await client.send('GET', `/api/pictures/${id}/full`)).status).toBe(404);
    await client.post('/api/rescan');
    expect((await pictures()).items.filter((item) => item.path.startsWith('pug/'))).toEqual([]);
    rmSync(join(folder, 'pug'));
    renameSync(join(folder, 'pug-before'), join(folder, 'pug'));
    rmSync(elsewhere, { recursive: true });
    await client.post('/api/rescan');
    expect(await idOf('pug/1.jpg')).toBe(id);
  });

  it('is nothing outside by what came with a folder: links in place of the studio’s own, journals and settings of somebody else', async () => {
    const elsewhere = await folderOf(['precious.jpg']);
    const given = await folderOf(['a/1.jpg', 'b/1.jpg']);
    symlinkSync(elsewhere, join(given, '.onecycle'));
    await expect(startStudio(given, { port: 0 })).rejects.toThrow(/is a link to .*remove the link first/);
    rmSync(join(given, '.onecycle'));
    mkdirSync(join(given, '.onecycle'));
    const out = relative(given, join(elsewhere, 'precious.jpg'));
    const moves = [
      ['a/stolen.jpg', out],
      [`../${basename(elsewhere)}/new/written.jpg`, 'a/1.jpg'],
      ['.onecycle/project.json', 'b/1.jpg'],
    ];
    writeFileSync(join(given, '.onecycle/moves.jsonl'), `${JSON.stringify({ at: '', moves })}\n`);
    writeFileSync(
      join(given, '.onecycle/project.json'),
      JSON.stringify({ defaults: { weights: '../../../x.safetensors' } }),
    );
    const opened = await startStudio(given, { port: 0 });
    try {
      const other = new Client(opened);
      const done = await other.post<MovesDone>('/api/moves', { do: 'takeBack' });
      expect([done.count, done.skipped.length]).toEqual([0, 3]);
      expect(readdirSync(elsewhere)).toEqual(['precious.jpg']);
      expect((await other.send<Problem>('POST', '/api/check')).json.detail).toMatch(/^there is no file/);
    } finally {
      await opened.close();
      for (const path of [elsewhere, given]) rmSync(path, { recursive: true });
    }
  });

  it('is data, never a page: names with HTML come as JSON, and nothing runs that is not the studio’s', async () => {
    const { items } = await pictures();
    const item = items.find(({ name }) => name === HTML);
    expect(item?.label).toBe('beagle');
    const answer = await client.send('GET', '/api/pictures');
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const thumb = await client.send('GET', `/api/pictures/${item?.id}/thumb`);
    expect(thumb.headers['content-type']).toBe('image/webp');
    const label = '</script><script>alert(1)</script>';
    await client.post('/api/labels', { edits: [{ ids: [item?.id], label }] });
    expect((await client.send('GET', '/api/project')).bytes.toString()).toContain(JSON.stringify(label));
    for (const one of [
      answer,
      thumb,
      await stranger.send('GET', '/'),
      await stranger.send('GET', '/api/nothing'),
    ]) {
      expect(one.headers['content-security-policy']).toMatch(/^default-src 'self';.*frame-ancestors 'none'/);
      expect(one.headers['content-security-policy']).not.toContain('unsafe');
      expect(one.headers['x-content-type-options']).toBe('nosniff');
    }
    await client.post('/api/undo');
  });
});

describe('what is too large', () => {
  /** Sends zeros until it is answered or `length` is reached; gives the status and what was sent. */
  const upload = (path: string, length: number, headers: Record<string, string>) =>
    new Promise<{ status: number; sent: number }>((resolve, reject) => {
      let sent = 0;
      let isOver = false;
      const over = (status: number) => {
        if (!isOver) resolve({ status, sent });
        isOver = true;
        upstream.destroy();
      };
      const upstream = request(
        `${client.origin}${path}`,
        { method: 'POST', headers: { ...client.headers, ...headers } },
        (response) => over(response.statusCode ?? 0),
      );
      upstream.on('error', (error) => (isOver ? undefined : reject(error)));
      const chunk = Buffer.alloc(2 ** 20);
      const more = () => {
        while (!isOver && sent < length) {
          sent += chunk.length;
          if (!upstream.write(chunk)) {
            upstream.once('drain', () => setImmediate(more));
            return;
          }
        }
      };
      more();
    });
  const size = 2 * 2 ** 30;

  it.each(['/api/classify', '/api/labels'])(
    '%s refuses 2 GB, with their length said and without',
    async (path) => {
      const said = await upload(path, size, {
        'content-length': String(size),
        'content-type': 'application/json',
      });
      expect(said.status).toBe(413);
      const unsaid = await upload(path, size, {
        'transfer-encoding': 'chunked',
        'content-type': 'application/json',
      });
      expect(unsaid.status).toBe(411);
      for (const { sent } of [said, unsaid]) expect(sent).toBeLessThan(2 ** 28);
    },
  );
});

/** A JPEG that says it has many more pixels than it has. */
function bombOf(jpeg: Buffer): Buffer {
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  const bomb = Buffer.from(jpeg);
  bomb.writeUInt16BE(60_000, frame + 5);
  bomb.writeUInt16BE(60_000, frame + 7);
  return bomb;
}

it('pictures that would take the memory when they are opened are not, and say so', async () => {
  writeFileSync(join(folder, 'pug/bomb.jpg'), bombOf(readFileSync(join(folder, 'pug/1.jpg'))));
  await client.post('/api/rescan');
  const id = await idOf('pug/bomb.jpg');
  const before = process.memoryUsage.rss();
  for (const which of ['thumb?size=160', 'full']) {
    const answer = await client.send<Problem>('GET', `/api/pictures/${id}/${which}`);
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toMatch(/bomb.jpg cannot be shown: .*pixel/);
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 29);
  rmSync(join(folder, 'pug/bomb.jpg'));
  await client.post('/api/rescan');
});

it('pages that follow what happens leave room for others: one too many is told so, and one that is closed makes place', async () => {
  const pages = Array.from({ length: 64 }, () => client.listen());
  await Promise.all(pages.map((page) => page.until('hello')));
  const refused = await client.send<Problem>('GET', '/api/events');
  expect([refused.status, refused.json.detail]).toEqual([429, expect.stringContaining('close some')]);
  expect((await client.send('GET', '/api/project')).status).toBe(200);
  for (const page of pages) page.close();
  await expect
    .poll(async () => {
      const again = client.listen();
      const isIn = await Promise.race([again.until('hello').then(() => true), setTimeout(200, false)]);
      again.close();
      return isIn;
    })
    .toBe(true);
});

it('what makes no sense is refused in a sentence', async () => {
  const refusal = async (method: string, path: string, body?: unknown) => {
    const { status, json } = await client.send<Problem>(method, path, body === undefined ? {} : { body });
    return [status, json.detail];
  };
  expect(await refusal('GET', '/api/pictures?limit=x')).toEqual([400, 'limit is a whole number, not "x"']);
  expect(await refusal('POST', '/api/labels', { edits: [{ ids: 'a' }] })).toEqual([
    400,
    expect.stringContaining('send { edits:'),
  ]);
  expect(await refusal('POST', '/api/runs', { epochs: 0 })).toEqual([
    400,
    'epochs is a whole number from 1 to 1000, not 0',
  ]);
  expect(await refusal('POST', '/api/runs', { colour: 1 })).toEqual([
    400,
    expect.stringContaining("no setting 'colour'"),
  ]);
  expect(await refusal('POST', '/api/runs', { weights: '../../x.safetensors' })).toEqual([
    400,
    expect.stringContaining('no file'),
  ]);
  for (const name of ['', ' ', 'x'.repeat(201), 7])
    expect((await refusal('PATCH', '/api/runs/none', { name }))[0]).toBe(400);
  expect(await refusal('PATCH', '/api/runs/..%2f..%2fx', { name: 'a' })).toEqual([
    404,
    expect.stringContaining('no run'),
  ]);
  expect((await refusal('PUT', '/api/runs/none', { name: '../../x' }))[0]).toBe(404);
  expect(await refusal('POST', '/api/runs/none/stop')).toEqual([404, expect.stringContaining('no run')]);
  expect(await refusal('POST', '/api/classify', {})).toEqual([
    409,
    expect.stringContaining('train one first'),
  ]);
  expect(await refusal('POST', '/api/moves', { do: 'away' })).toEqual([
    400,
    expect.stringContaining('takeBack'),
  ]);
});

it('a folder is open in one studio at a time, and what a killed one left holds nobody off', async () => {
  await expect(startStudio(folder, { port: 0 })).rejects.toThrow(
    /another studio has this folder open at http/,
  );
  await expect(startStudio(join(folder, 'nowhere'))).rejects.toThrow(/there is no folder/);
  const other = await folderOf(['a/1.jpg', 'b/1.jpg']);
  const first = await startStudio(other, { port: 0 });
  await first.close();
  expect(existsSync(join(other, '.onecycle/studio.lock'))).toBe(false);
  writeFileSync(join(other, '.onecycle/studio.lock'), '999999999\n123\nhttp://127.0.0.1:1/\n');
  await (await startStudio(other, { port: 0 })).close();
  rmSync(other, { recursive: true });
});
