import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chooseArchive, installArchive } from './archive.mjs';

interface File {
  name: string;
  content: string;
  mode?: number;
}

/** A zip archive as PyTorch's are: deflated files, and links by their mode. */
function zipOf(files: readonly File[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0o100644 } of files) {
    const isLink = (mode & 0o170000) === 0o120000;
    const packed = isLink ? Buffer.from(content) : deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(isLink ? 0 : 8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt16LE(mode, 40);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const length = directory.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const libtorch: File[] = [
  { name: 'libtorch/build-version', content: '2.14.1+cpu\n' },
  { name: 'libtorch/include/ATen/core/dispatch/Dispatcher.h', content: '' },
  {
    name: 'libtorch/include/torch/headeronly/version.h',
    content: '#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 14\n',
  },
  { name: 'libtorch/lib/libtorch_cpu.so', content: 'x'.repeat(200_000), mode: 0o100755 },
  { name: 'libtorch/lib/libtorch.so', content: 'libtorch_cpu.so', mode: 0o120777 },
];
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

let home: string;
let server: Server | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'archive-test-'));
  vi.stubEnv('ONECYCLE_HOME', home);
  vi.stubEnv('ONECYCLE_LIBTORCH_SHA256', undefined);
});
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

/** Serves an archive, of the first answer only `cut` bytes; gives the ranges that were asked for. */
async function serve(archive: Buffer, { cut, ranges = true }: { cut?: number; ranges?: boolean } = {}) {
  const asked: (string | undefined)[] = [];
  server = createServer((request, response) => {
    asked.push(request.headers.range);
    const start = ranges ? Number(request.headers.range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0) : 0;
    if (start >= archive.length) {
      response.writeHead(416).end();
      return;
    }
    response.writeHead(start ? 206 : 200, { 'content-length': archive.length - start });
    if (cut === undefined || asked.length > 1) response.end(archive.subarray(start));
    else response.write(archive.subarray(0, cut), () => setTimeout(() => response.destroy(), 50));
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  vi.stubEnv(
    'ONECYCLE_LIBTORCH_URL',
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/libtorch%2Bcpu.zip`,
  );
  return asked;
}

test('an archive is downloaded, checked and unpacked, and found afterwards', async () => {
  const archive = zipOf(libtorch);
  await serve(archive);
  vi.stubEnv('ONECYCLE_LIBTORCH_SHA256', sha256(archive));
  await installArchive();
  const lib = join(home, 'libtorch/lib');
  expect(readFileSync(join(lib, 'libtorch_cpu.so'), 'utf8')).toBe('x'.repeat(200_000));
  expect(statSync(join(lib, 'libtorch_cpu.so')).mode & 0o777).toBe(0o755);
  expect(readlinkSync(join(lib, 'libtorch.so'))).toBe('libtorch_cpu.so');
  expect(readdirSync(join(home, 'downloads'))).toEqual([]);

  const { findLibtorch } = await import('./libtorch.mjs');
  vi.stubEnv('LIBTORCH', join(home, 'libtorch'));
  expect(findLibtorch().libtorch).toMatchObject({ version: [2, 14], lib });
});

test('a download that breaks off is gone on with', async () => {
  const archive = zipOf([...libtorch, { name: 'libtorch/share/noise', content: 'a1b2c3'.repeat(9) }]);
  const asked = await serve(archive, { cut: 300 });
  vi.stubEnv('ONECYCLE_LIBTORCH_SHA256', sha256(archive));
  await expect(installArchive()).rejects.toThrow(/Could not download .* The next attempt goes on from/s);
  expect(existsSync(join(home, 'libtorch'))).toBe(false);
  await installArchive();
  expect(asked).toEqual([undefined, 'bytes=300-']);
  expect(existsSync(join(home, 'libtorch/share/noise'))).toBe(true);
});

test('a server that knows no ranges sends it all again', async () => {
  const archive = zipOf(libtorch);
  await serve(archive, { cut: 300, ranges: false });
  vi.stubEnv('ONECYCLE_LIBTORCH_SHA256', sha256(archive));
  await expect(installArchive()).rejects.toThrow('Could not download');
  await installArchive();
  expect(existsSync(join(home, 'libtorch/lib/libtorch_cpu.so'))).toBe(true);
});

test('an archive with another hash is refused and removed', async () => {
  const archive = zipOf(libtorch);
  await serve(archive);
  vi.stubEnv('ONECYCLE_LIBTORCH_SHA256', sha256(Buffer.from('another')));
  await expect(installArchive()).rejects.toThrow(
    `its SHA-256 is ${sha256(archive)}, not ${sha256(Buffer.from('another'))}`,
  );
  expect(readdirSync(join(home, 'downloads'))).toEqual([]);
  expect(existsSync(join(home, 'libtorch'))).toBe(false);
});

test('an archive without a known hash is refused before it is downloaded', async () => {
  const asked = await serve(zipOf(libtorch));
  await expect(installArchive()).rejects.toThrow(/no checksum .*ONECYCLE_LIBTORCH_SHA256/s);
  expect(asked).toEqual([]);
});

test('what a setup left that was ended while it unpacked goes, and a full disk is said as such', async () => {
  const archive = zipOf(libtorch);
  await serve(archive);
  vi.stubEnv('ONECYCLE_LIBTORCH_SHA256', sha256(archive));
  mkdirSync(join(home, 'libtorch.partial.4711/libtorch/lib'), { recursive: true });
  mkdirSync(join(home, 'downloads'));
  const partial = join(home, 'downloads', `${sha256(archive).slice(0, 16)}-libtorch+cpu.zip.partial`);
  symlinkSync('/dev/full', partial);
  await expect(installArchive()).rejects.toThrow(
    /The disk of .* is full .*What was done until here is kept\.\n {2}make room/s,
  );
  expect(existsSync(join(home, 'libtorch'))).toBe(false);
  rmSync(partial);
  await installArchive();
  expect(readdirSync(home).sort()).toEqual(['downloads', 'libtorch']);
});

test('nothing is written outside of the folder', async () => {
  const archive = zipOf([...libtorch, { name: '../escaped', content: 'x' }]);
  await serve(archive);
  vi.stubEnv('ONECYCLE_LIBTORCH_SHA256', sha256(archive));
  await expect(installArchive()).rejects.toThrow('outside of its folder: ../escaped');
  expect(existsSync(join(home, 'escaped'))).toBe(false);
  expect(existsSync(join(home, 'libtorch'))).toBe(false);
});

test('an archive that is cut off, or is none, is told', async () => {
  for (const archive of [zipOf(libtorch).subarray(0, 400), Buffer.from('<html>sign in first</html>')]) {
    const asked = await serve(archive);
    vi.stubEnv('ONECYCLE_LIBTORCH_SHA256', sha256(archive));
    await expect(installArchive()).rejects.toThrow(
      /Could not unpack .*no zip archive, or its end is missing/s,
    );
    expect(asked).toHaveLength(1);
    server?.close();
  }
});

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  "PyTorch's own archive for the CPU has a known hash",
  () => {
    vi.stubEnv('ONECYCLE_LIBTORCH_URL', undefined);
    expect(chooseArchive()).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  },
);
