import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShortageError } from '../../data/index.js';
import { decodePicture } from '../decode/index.js';
import { downloadImages, resizeImages, verifyImages } from './index.js';

let folder = '';
const jpeg = () => {
  const data = Uint8Array.from({ length: 3 * 90 * 60 }, (_, i) => (i * 7919) % 251);
  return sharp(data, { raw: { width: 90, height: 60, channels: 3 } })
    .jpeg()
    .toBuffer();
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onecycle-folder-'));
  const bytes = await jpeg();
  for (const name of ['a.jpg', 'b.jpg']) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, 'broken.jpg'), bytes.subarray(0, bytes.length / 2));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('verifyImages finds the broken ones, in a folder and in a list', async () => {
  const failed = await verifyImages(folder, { progress: false });
  expect(failed.map(({ file }) => file)).toEqual([join(folder, 'broken.jpg')]);
  expect(failed[0]?.reason).toMatch(/premature end of JPEG/);
  expect(await verifyImages([join(folder, 'a.jpg')], { progress: false })).toHaveLength(0);
  expect(await verifyImages(folder, { progress: false, truncated: true })).toHaveLength(0);
});

test.skipIf(process.platform === 'win32')(
  'verifyImages names what is no file, and waits for nothing',
  async () => {
    const odd = mkdtempSync(join(tmpdir(), 'onecycle-socket-'));
    const [socket, pipe] = [join(odd, 'socket.jpg'), join(odd, 'pipe.jpg')];
    const server = createSocket();
    await new Promise<void>((listening) => server.listen(socket, listening));
    try {
      execFileSync('mkfifo', [pipe]);
      const failed = await verifyImages([socket, pipe], { progress: false });
      expect(failed.map(({ reason }) => reason)).toEqual(Array(2).fill('it is not a regular file'));
    } finally {
      server.close();
      rmSync(odd, { recursive: true });
    }
  },
);

test('verifyImages tells apart what can be read with a warning, and what the machine keeps from being read', async () => {
  const odd = join(folder, 'odd');
  mkdirSync(odd);
  const bytes = await jpeg();
  const png = await sharp(bytes).png().toBuffer();
  writeFileSync(join(odd, 'good.jpg'), bytes);
  writeFileSync(join(odd, 'no-end.jpg'), Buffer.concat([bytes.subarray(0, -2), Buffer.alloc(512)]));
  writeFileSync(join(odd, 'no-end.png'), png.subarray(0, -12));
  writeFileSync(join(odd, 'broken.png'), png.subarray(0, png.length / 2));
  const failed = await verifyImages(odd, { progress: false });
  expect(failed.map(({ file }) => file)).toEqual([join(odd, 'broken.png')]);
  expect(failed.warnings.map(({ file }) => file)).toEqual([join(odd, 'no-end.jpg'), join(odd, 'no-end.png')]);
  for (const { reason } of failed.warnings) expect(reason).toMatch(/end|Corrupt/);
  const strict = await verifyImages(odd, { progress: false, strict: true });
  expect(strict.map(({ file }) => file)).toEqual(
    ['broken.png', 'no-end.jpg', 'no-end.png'].map((name) => join(odd, name)),
  );
  const files = ['good.jpg', 'broken.png'].map((name) => join(odd, name));
  rmSync(odd, { recursive: true });
  const error: unknown = await verifyImages(files, { progress: false }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ShortageError);
  expect(error).toMatchObject({ file: files[0], reason: 'its folder is not there' });
  await expect(decodePicture(files[1] ?? '')).rejects.toBeInstanceOf(ShortageError);
});

test('resizeImages makes smaller ones in another folder and tells of those it cannot read', async () => {
  const dest = join(folder, 'small');
  const failed = await resizeImages(folder, { maxSize: 45, dest, progress: false });
  expect(failed.map(({ file }) => file)).toEqual([join(folder, 'broken.jpg')]);
  using small = await decodePicture(join(dest, 'b.jpg'));
  expect(small.shape).toEqual([3, 30, 45]);
  expect(existsSync(join(dest, 'broken.jpg'))).toBe(false);
  const wide = join(folder, 'wide');
  await resizeImages(folder, { maxSize: 60, dest: wide, recurse: false, progress: false });
  expect(readdirSync(wide)).toEqual(['a.jpg', 'b.jpg']);
  writeFileSync(join(wide, 'a.jpg'), 'done before');
  rmSync(join(wide, 'b.jpg'));
  await resizeImages(folder, { maxSize: 60, dest: wide, recurse: false, resume: true, progress: false });
  expect(readdirSync(wide)).toEqual(['a.jpg', 'b.jpg']);
  expect(readFileSync(join(wide, 'a.jpg'), 'utf8')).toBe('done before');
  rmSync(wide, { recursive: true });
  await expect(resizeImages(folder, { maxSize: -1 })).rejects.toThrow('maxSize must be a whole number');
  const png = join(folder, 'png');
  await resizeImages(dest, { dest: png, ext: '.png', progress: false });
  expect(readFileSync(join(png, 'a.png')).subarray(1, 4).toString()).toBe('PNG');
});

/** Calls `use` with the address of a server that answers with `answer`, and closes it. */
async function served(answer: RequestListener, use: (base: string) => Promise<void>): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  try {
    await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('downloadImages numbers what it gets and tells of what it cannot get', async () => {
  const bytes = await jpeg();
  const answer: RequestListener = (request, response) => {
    if (request.url?.startsWith('/slow')) return;
    if (request.url?.endsWith('.jpg')) response.end(bytes);
    else response.writeHead(404).end();
  };
  await served(answer, async (base) => {
    const dest = join(folder, 'web');
    const urls = [`${base}/x/one.jpg`, `${base}/absent.png`, `${base}/..%2F..%2Fup.jpg`, 'no address'];
    const failed = await downloadImages(dest, { urls, timeout: 600, progress: false });
    expect(failed.map(({ url }) => url).sort()).toEqual([urls[1], urls[3]].sort());
    expect(failed.find(({ url }) => url === urls[1])?.reason).toBe('the server answers 404');
    expect(readFileSync(join(dest, '00000000.jpg')).equals(bytes)).toBe(true);
    await downloadImages(dest, {
      urls: urls.slice(2, 3),
      preserveFilename: true,
      timeout: 600,
      progress: false,
    });
    expect(existsSync(join(dest, 'up.jpg'))).toBe(true);
    expect(existsSync(join(folder, 'up.jpg'))).toBe(false);
    // The one that never answers goes by itself: no other has to be fast.
    const slow = await downloadImages(dest, { urls: [`${base}/slow`], timeout: 0.05, progress: false });
    expect(slow.map(({ reason }) => reason)).toEqual(['it took too long']);
  });
});

test('downloadImages gives each picture a name of its own', async () => {
  await served(
    (request, response) => response.end(request.url),
    async (base) => {
      const dest = join(folder, 'names');
      const contents = () =>
        Object.fromEntries(readdirSync(dest).map((name) => [name, readFileSync(join(dest, name), 'utf8')]));
      const get = async (paths: readonly string[], preserveFilename = false) => {
        const urls = paths.map((path) => base + path);
        expect(await downloadImages(dest, { urls, preserveFilename, timeout: 600, progress: false })).toEqual(
          [],
        );
      };
      await get(['/a/1.jpg', '/b/2.png']);
      await get(['/c/3.jpg']);
      const numbered = { '00000000.jpg': '/a/1.jpg', '00000001.png': '/b/2.png', '00000002.jpg': '/c/3.jpg' };
      expect(contents()).toEqual(numbered);
      await get(['/a/1.jpg'], true);
      await get(['/b/1.jpg', '/bare'], true);
      const named = { '1.jpg': '/a/1.jpg', '11.jpg': '/b/1.jpg', 'bare.jpg': '/bare' };
      expect(contents()).toEqual({ ...numbered, ...named });
      await get(['/x/twin.jpg', '/y/twin.jpg'], true);
      expect(['twin.jpg', 'twin1.jpg'].map((name) => contents()[name]).sort()).toEqual([
        '/x/twin.jpg',
        '/y/twin.jpg',
      ]);
    },
  );
  await expect(downloadImages(folder, { urls: [], nWorkers: Number.NaN })).rejects.toThrow(
    'nWorkers is a whole number, at least 1, and not NaN',
  );
  await expect(downloadImages(folder, { urls: [], maxPics: -1 })).rejects.toThrow(
    'maxPics is a whole number',
  );
});
