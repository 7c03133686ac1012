import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { create, Header } from 'tar';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Path } from '../collections/index.js';
import { extractTar } from './extract.js';
import { withLock } from './lock.js';
import { registerDataSet, untarData } from './untar-data.js';
import { fileNameOf } from './urls.js';

let root = '';
let closeServer: (() => void) | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'onecycle-untar-'));
  vi.stubEnv('ONECYCLE_HOME', join(root, 'home'));
  vi.stubEnv('ONECYCLE_DATA_MIRROR', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  closeServer?.();
  closeServer = undefined;
  await rm(root, { recursive: true, force: true });
});

/** An archive `pets.tgz` of a folder `pets` with two files. */
async function petsArchive(): Promise<string> {
  await mkdir(join(root, 'src/pets/images'), { recursive: true });
  await writeFile(join(root, 'src/pets/images/pug_1.jpg'), 'a pug');
  // What does not compress makes the archive long enough to be interrupted.
  await writeFile(
    join(root, 'src/pets/noise.bin'),
    Buffer.from(Array.from({ length: 200_000 }, (_, i) => ((i * i) % 251) ^ (i >> 3))),
  );
  const file = join(root, 'pets.tgz');
  await create({ gzip: true, file, cwd: join(root, 'src'), portable: true }, ['pets']);
  return file;
}

async function checkOf(file: string) {
  const bytes = await readFile(file);
  return {
    size: bytes.length,
    md5: createHash('md5')
      .update(bytes.subarray(0, 2 ** 20))
      .digest('hex'),
  };
}

/** A tar archive of one entry, as bad as one likes. */
function oneEntry(fields: {
  path: string;
  type?: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'SparseFile' | 'ContinuationFile';
  mode?: number;
  linkpath?: string;
}) {
  const content = Buffer.from('evil');
  const isFile = (fields.type ?? 'File') === 'File';
  const block = Buffer.alloc(512);
  const header = new Header({
    mode: 0o644,
    uid: 0,
    gid: 0,
    type: 'File',
    mtime: new Date(0),
    ...fields,
    size: isFile ? content.length : 0,
  });
  header.encode(block, 0);
  const body = isFile ? Buffer.concat([content, Buffer.alloc(512 - content.length)]) : Buffer.alloc(0);
  return gzipSync(Buffer.concat([block, body, Buffer.alloc(1024)]));
}

function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  closeServer = () => {
    server.closeAllConnections();
    server.close();
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

const quiet = { progress: false };

test('a file: URL is extracted once and found again ever after', async () => {
  const url = String(pathToFileURL(await petsArchive()));
  const path = await untarData(url, quiet);
  expect(String(path)).toBe(join(root, 'home/data/pets'));
  expect(await readFile(join(String(path), 'images/pug_1.jpg'), 'utf8')).toBe('a pug');
  await rm(join(root, 'pets.tgz'));
  expect(String(await untarData(url, quiet))).toBe(String(path));
  expect(await readdir(join(root, 'home/data'))).toEqual(['pets']);
  await expect(untarData(url, { ...quiet, force: true })).rejects.toThrow(
    `there is no file ${join(root, 'pets.tgz')}`,
  );
  expect(path.exists()).toBe(true);
});

test('a mirror is a folder, a file: URL or an address; its archives are checked', async () => {
  const archive = await petsArchive();
  const url = 'https://example.invalid/somewhere/pets.tgz';
  for (const place of [root, String(pathToFileURL(root))]) {
    vi.stubEnv('ONECYCLE_DATA_MIRROR', place);
    expect((await untarData(url, { ...quiet, force: true })).ls()).toHaveLength(2);
  }
  const bytes = await readFile(archive);
  const asked: string[] = [];
  const address = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end(bytes);
  });
  vi.stubEnv('ONECYCLE_DATA_MIRROR', `${address}/sets/`);
  const check = await checkOf(archive);
  expect((await untarData(url, { ...quiet, force: true, check })).ls()).toHaveLength(2);
  expect(asked).toEqual(['/sets/pets.tgz']);
  vi.stubEnv('ONECYCLE_DATA_MIRROR', root);
  const wrong = { ...check, md5: '0'.repeat(32) };
  await expect(untarData(url, { ...quiet, force: true, check: wrong })).rejects.toThrow(
    `${archive}: the file is not the one that was expected: its beginning has another hash`,
  );
});

test('a broken download goes on where it stopped, within a call and across calls', async () => {
  const archive = await petsArchive();
  const bytes = await readFile(archive);
  const ranges: (string | undefined)[] = [];
  let breaks = 2;
  const address = await serve((request, response) => {
    const { range } = request.headers;
    ranges.push(range);
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    response.writeHead(range ? 206 : 200, { 'content-length': bytes.length - from, etag: '"one"' });
    if (breaks-- > 0) {
      response.write(bytes.subarray(from, from + 1000));
      // The break comes when the client has put what it got on the disk, however long that takes.
      const part = join(root, 'home/archive', `${fileNameOf(`${address}/pets.tgz`)}.part`);
      const arrived = setInterval(() => {
        if ((statSync(part, { throwIfNoEntry: false })?.size ?? 0) < from + 1000) return;
        clearInterval(arrived);
        response.destroy();
      }, 5);
    } else {
      response.end(bytes.subarray(from));
    }
  });
  const path = await untarData(`${address}/pets.tgz`, { ...quiet, check: await checkOf(archive) });
  expect(await readFile(join(String(path), 'noise.bin'))).toEqual(
    await readFile(join(root, 'src/pets/noise.bin')),
  );
  expect(ranges[0]).toBe(undefined);
  expect(ranges.slice(1).every((range) => /^bytes=\d+-$/.test(range ?? ''))).toBe(true);
  expect(ranges).toHaveLength(3);
  expect(await readdir(join(root, 'home/archive'))).toEqual([]);
});

test('where the server has another file by now, the download begins anew', async () => {
  const archive = await petsArchive();
  const bytes = await readFile(archive);
  const address = await serve((request, response) => {
    expect(request.headers['if-range']).toBe('"old"');
    response.writeHead(200, { 'content-length': bytes.length, etag: '"new"' });
    response.end(bytes);
  });
  const url = `${address}/pets.tgz`;
  const part = join(root, 'home/archive', `${fileNameOf(url)}.part`);
  await mkdir(join(root, 'home/archive'), { recursive: true });
  await writeFile(part, 'the beginning of an older file');
  await writeFile(`${part}.etag`, '"old"');
  expect((await untarData(url, quiet)).ls()).toHaveLength(2);
});

test("calls at the same time with the same address, or file name, do not get in one another's way", async () => {
  const bytes = await readFile(await petsArchive());
  const address = await serve((_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 1000));
    setTimeout(() => response.end(bytes.subarray(1000)), 50);
  });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const calls = ['a', 'b', 'c'].map((dest) => {
    const url = `${address}/${dest === 'c' ? 'other' : 'same'}/pets.tgz`;
    return untarData(url, { ...quiet, dest: join(root, dest) });
  });
  for (const path of await Promise.all(calls)) expect(path.ls()).toHaveLength(2);
  expect(await readdir(join(root, 'home/archive'))).toEqual([]);
});

test('offline and not cached: the error names the cache and the ways out', async () => {
  const address = await serve((_, response) => response.writeHead(404).end());
  const failing = untarData(`${address}/pets.tgz`, quiet);
  await expect(failing).rejects.toThrow('the server answered 404 Not Found');
  await expect(failing).rejects.toThrow(join(root, 'home/data'));
  await expect(failing).rejects.toThrow('ONECYCLE_DATA_MIRROR');
  await expect(untarData('https://x/y.zip', quiet)).rejects.toThrow('needs the address of a .tgz');
});

test('an archive that is not the expected one, cut off or no archive leaves nothing behind', async () => {
  const archive = await petsArchive();
  const bytes = await readFile(archive);
  let sent = bytes;
  const address = await serve((_, response) => response.end(sent));
  const url = `${address}/pets.tgz`;
  const { size } = await stat(archive);
  await expect(untarData(url, { ...quiet, check: { size: size + 1, md5: '' } })).rejects.toThrow(
    `it has ${size} bytes instead of ${size + 1}`,
  );
  for (const broken of [
    bytes.subarray(0, size - 500),
    Buffer.from('<html>no such bucket</html>'),
    Buffer.alloc(0),
  ]) {
    sent = broken;
    await expect(untarData(url, quiet)).rejects.toThrow(/could not extract .*pets\.tgz: /);
  }
  expect(await readdir(join(root, 'home/data'))).toEqual([]);
  expect(await readdir(join(root, 'home/archive'))).toEqual([]);
});

test.each([
  [{ path: '../evil.txt' }, 'leaves the folder'],
  [{ path: 'a/../../evil.txt' }, 'leaves the folder'],
  [{ path: 'a\\..\\..\\evil.txt' }, 'leaves the folder'],
  [{ path: '/tmp/onecycle-evil.txt' }, 'has an absolute path'],
  [{ path: 'C:/evil.txt' }, 'has an absolute path'],
  [{ path: 'link', type: 'SymbolicLink', linkpath: '/etc' }, 'is a SymbolicLink'],
  [{ path: 'link', type: 'Link', linkpath: '../../home/x' }, 'is a Link'],
  [{ path: 'device', type: 'CharacterDevice' }, 'is a CharacterDevice'],
  [{ path: 'holes.bin', type: 'SparseFile' }, "the entry 'holes.bin' is a sparse file of GNU tar"],
  [{ path: 'd/GNUSparseFile.0/holes.bin' }, 'is a sparse file of GNU tar'],
  [{ path: 'part', type: 'ContinuationFile' }, "the entry 'part' is a ContinuationFile"],
] as const)('an evil archive is refused: %j', async (fields, reason) => {
  await writeFile(join(root, 'evil.tgz'), oneEntry(fields));
  await expect(untarData(String(pathToFileURL(join(root, 'evil.tgz'))), quiet)).rejects.toThrow(reason);
  expect(await readdir(join(root, 'home/data'))).toEqual([]);
  expect(existsSync('/tmp/onecycle-evil.txt')).toBe(false);
  expect((await readdir(root)).sort()).toEqual(['evil.tgz', 'home']);
});

test('a data set that a program makes is whole or not there', async () => {
  let fails = true;
  registerDataSet('onecycle:drawn', async (folder) => {
    await folder.join('images').mkdir().join('a.txt').writeText('drawn');
    if (fails) throw new Error('out of paper');
  });
  await expect(untarData('onecycle:drawn')).rejects.toThrow('out of paper');
  expect(await readdir(join(root, 'home/data'))).toEqual([]);
  fails = false;
  expect(await (await untarData('onecycle:drawn')).join('a.txt').readText()).toBe('drawn');
});

test('calls at the same time do the work once', async () => {
  let made = 0;
  registerDataSet('onecycle:slow', async (folder) => {
    made++;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await folder.join('a.txt').writeText('x');
    await folder.join('b.txt').writeText('x');
  });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const paths = await Promise.all([
    untarData('onecycle:slow'),
    untarData('onecycle:slow'),
    untarData('onecycle:slow'),
  ]);
  expect(new Set(paths.map(String)).size).toBe(1);
  expect(made).toBe(1);
});

test('the lock of a process that died is taken over', async () => {
  const url = String(pathToFileURL(await petsArchive()));
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  await mkdir(join(root, 'home/data'), { recursive: true });
  const { hostname } = await import('node:os');
  const holder = JSON.stringify({ token: 'x', pid: child.pid, host: hostname() });
  await writeFile(join(root, 'home/data/.pets.lock'), holder);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect((await untarData(url, quiet)).ls()).toHaveLength(2);
});

test('the cache may be a link to another disk', async () => {
  const url = String(pathToFileURL(await petsArchive()));
  await mkdir(join(root, 'disk'));
  await symlink(join(root, 'disk'), join(root, 'home'));
  expect((await untarData(url, quiet)).ls()).toHaveLength(2);
});

test.skipIf(process.platform !== 'linux')('sparse files that GNU tar makes are refused by name', async () => {
  await mkdir(join(root, 'src'));
  const holes = await open(join(root, 'src/holes.bin'), 'w');
  await holes.write('end', 10_000_000);
  await holes.close();
  for (const format of ['gnu', '--pax 0.0', '--pax 0.1', '--pax 1.0']) {
    const [, version] = format.split(' ');
    const how = version ? ['--format=pax', `--sparse-version=${version}`] : ['--format=gnu'];
    const file = join(root, 'holes.tar');
    execFileSync('tar', ['--sparse', ...how, '-cf', file, '-C', join(root, 'src'), 'holes.bin']);
    await expect(extractTar(file, root), format).rejects.toThrow("holes.bin' is a sparse file of GNU tar");
  }
});

test('set-user bits are dropped, other permissions and times kept; what is there is replaced', async () => {
  const file = join(root, 'mode.tgz');
  await writeFile(file, oneEntry({ path: 'tool', mode: 0o4755 }));
  for (let i = 0; i < 2; i++) await extractTar(file, root);
  const found = await stat(join(root, 'tool'));
  expect([found.mode & 0o7777, found.mtimeMs]).toEqual([0o755, 0]);
});

test('an archive has a budget of entries and of bytes', async () => {
  const file = await petsArchive();
  await mkdir(join(root, 'out'));
  await expect(extractTar(file, join(root, 'out'), { maxEntries: 2 })).rejects.toThrow(
    `could not extract ${file}: it has more than 2 entries (maxEntries)`,
  );
  await expect(extractTar(file, join(root, 'out'), { maxBytes: 1000 })).rejects.toThrow(
    'its files have more than 1,000 bytes (maxBytes)',
  );
});

test('a link that was in the folder before leads nowhere', async () => {
  await mkdir(join(root, 'out'));
  await mkdir(join(root, 'elsewhere'));
  await symlink(join(root, 'elsewhere'), join(root, 'out/pets'));
  await expect(extractTar(await petsArchive(), join(root, 'out'))).rejects.toThrow(
    'leaves the folder by a link',
  );
  expect(await readdir(join(root, 'elsewhere'))).toEqual([]);
});

test('what a process that died left half made is tidied, and nothing else', async () => {
  const url = String(pathToFileURL(await petsArchive()));
  const data = join(root, 'home/data');
  const left = '.pets.0f8fad5b-d9cb-469f-a165-70867728950e';
  for (const name of [left, '.pets.mine', '.petshop.0f8fad5b-d9cb-469f-a165-70867728950e'])
    await mkdir(join(data, name, 'images'), { recursive: true });
  await untarData(url, quiet);
  expect((await readdir(data)).sort()).toEqual([
    '.pets.mine',
    '.petshop.0f8fad5b-d9cb-469f-a165-70867728950e',
    'pets',
  ]);
});

test('a file that cannot be written ends the extraction', async () => {
  await mkdir(join(root, 'out/pets/images/pug_1.jpg'), { recursive: true });
  // A folder stands where a file is to be.
  await expect(extractTar(await petsArchive(), join(root, 'out'))).rejects.toThrow(
    /could not extract .*pug_1\.jpg/,
  );
});

test('paths and work that are none are told', async () => {
  const given = (value: unknown): never => value as never;
  const archive = new Path(root, 'a.tgz');
  await expect(extractTar(given(archive), root)).rejects.toThrow(
    'extractTar takes the paths of an archive and a folder as texts, not a Path',
  );
  await expect(extractTar('a.tgz', given(undefined))).rejects.toThrow('as texts, not undefined');
  const nothing = () => undefined;
  await expect(withLock(given(null), async () => 1, nothing)).rejects.toThrow(
    "withLock takes a file's path as text",
  );
  await expect(withLock(join(root, 'x.lock'), given(null), nothing)).rejects.toThrow(
    'withLock takes a function',
  );
  await expect(withLock(join(root, 'x.lock'), async () => 1, given(null))).rejects.toThrow(
    'withLock: onWait takes',
  );
  expect(existsSync(join(root, 'x.lock'))).toBe(false);
});
