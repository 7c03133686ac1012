import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aside, type Content, takeLock, tidy, writeTogether, writeWhole } from './index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onecycle-disk-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fresh = async (name: string): Promise<string> => {
  const path = join(folder, name);
  await mkdir(path);
  return path;
};

test('a file appears whole, through a link, with the permissions of the one before', async () => {
  const path = await fresh('whole');
  const [file, link] = [join(path, 'a.txt'), join(path, 'link')];
  await writeFile(file, 'old');
  await chmod(file, 0o640);
  await symlink(file, link);
  await writeWhole(link, 'new');
  expect([await readFile(file, 'utf8'), await readlink(link)]).toEqual(['new', file]);
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect((await readdir(path)).sort()).toEqual(['a.txt', 'link']);
});

test('what fails leaves the old file and nothing else; another file that cannot be read is not taken for this one', async () => {
  const path = await fresh('fails');
  const file = join(path, 'a.txt');
  await writeFile(file, 'old');
  const half = writeWhole(file, async (write) => {
    await write(Buffer.from('half'));
    throw new Error('enough');
  });
  await expect(half).rejects.toThrow('enough');
  const reads = aside(file, async () => void (await readFile(join(path, 'none'))));
  await expect(reads).rejects.toThrow(/ENOENT.*none/);
  expect([await readdir(path), await readFile(file, 'utf8')]).toEqual([['a.txt'], 'old']);
  await expect(writeWhole(join(path, 'no/a.txt'), '')).rejects.toThrow(
    /no\/a\.txt could not be written: its folder is not there/,
  );
});

test('a name may be as long as the system takes', async () => {
  const path = await fresh('long');
  const name = `${'n'.repeat(250)}.txt`;
  await writeWhole(join(path, name), 'long');
  expect(await readdir(path)).toEqual([name]);
  await expect(writeWhole(join(path, `${name}${name}`), '')).rejects.toThrow(/its name is too long/);
});

test('what a killed process has left goes, what a living one writes stays', async () => {
  const path = await fresh('left');
  const ended = spawn(process.execPath, ['-e', '']);
  await once(ended, 'exit');
  let draft = '';
  await aside(join(path, 'seen'), async (made) => {
    draft = basename(made);
    await writeFile(made, '');
  });
  const of = (name: string, pid: unknown) =>
    draft.replace('.seen.', `.${name}.`).replace(`-${process.pid}.`, `-${pid}.`);
  const [dead, other, living] = [of('a', ended.pid), of('b', ended.pid), of('a', process.pid)];
  for (const name of [dead, other, living, `.${hostname()}.tmp`]) await writeFile(join(path, name), '');
  await writeWhole(join(path, 'a'), 'a');
  expect((await readdir(path)).sort()).toEqual([`.${hostname()}.tmp`, other, living, 'a', 'seen'].sort());
  await tidy(path);
  expect((await readdir(path)).sort()).toEqual([`.${hostname()}.tmp`, living, 'a', 'seen'].sort());
});

test('a process that ends in between removes its draft and its temporary folder', async () => {
  const path = await fresh('ends');
  const program = `
    import { inTemporaryFolder, writeWhole } from ${JSON.stringify(new URL('../../dist/disk/index.js', import.meta.url).href)};
    await inTemporaryFolder('onecycle-ends', async () => {
      await writeWhole(${JSON.stringify(join(path, 'a'))}, async (write) => {
        await write(Buffer.from('half'));
        process.exit(3);
      });
    });`;
  const env = { ...process.env, TMPDIR: path };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env, stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([3, null]);
  expect(await readdir(path)).toEqual([]);
});

test('files that belong together appear together', async () => {
  const path = await fresh('together');
  const [a, b] = [join(path, 'a'), join(path, 'b')];
  await writeFile(b, 'old');
  const refused = writeTogether(
    new Map<string, Content>([
      [b, 'new'],
      [a, () => Promise.reject(new Error('enough'))],
    ]),
  );
  await expect(refused).rejects.toThrow('enough');
  expect([await readdir(path), await readFile(b, 'utf8')]).toEqual([['b'], 'old']);
  await writeTogether(
    new Map<string, Content>([
      [b, 'new'],
      [a, Buffer.from([1])],
    ]),
  );
  expect([await readFile(a), await readFile(b, 'utf8')]).toEqual([Buffer.from([1]), 'new']);
});

test('of many that take a lock at once one has it, also where a dead one has left it', async () => {
  const path = await fresh('locks');
  const file = join(path, 'lock');
  const isGone = (held: string) => held === 'dead';
  const take = () => Promise.all(Array.from({ length: 20 }, (_, i) => takeLock(file, `${i}`, isGone)));
  for (const left of [undefined, 'dead', '']) {
    await rm(file, { force: true });
    if (left !== undefined) await writeFile(file, left);
    const made = await take();
    expect(made.filter(Boolean)).toHaveLength(left === '' ? 0 : 1);
    expect(await readFile(file, 'utf8')).toBe(left === '' ? '' : String(made.indexOf(true)));
    expect(await readdir(path)).toEqual(['lock']);
  }
});

test('one that died while it took a lock over keeps nobody from it for long', async () => {
  const path = await fresh('turn');
  const file = join(path, 'lock');
  for (const name of ['lock', 'lock.turn']) await writeFile(join(path, name), 'dead');
  expect(await takeLock(file, 'mine', () => true)).toBe(false);
  await utimes(join(path, 'lock.turn'), 0, 0);
  await takeLock(file, 'mine', () => true);
  expect(await takeLock(file, 'mine', () => true)).toBe(true);
  expect(await readdir(path)).toEqual(['lock']);
});

describe('a disk that is full', () => {
  let disk: string | undefined;
  beforeAll(async () => {
    const path = await fresh('full');
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
      disk = path;
    } catch {
      // Nobody may mount one here.
    }
  });
  afterAll(() => {
    if (disk) execFileSync('umount', ['-l', disk]);
  });

  test('is said with file and remedy; the old file stays, and nothing is left behind', async (context) => {
    if (!disk) return context.skip('no disk can be mounted here');
    const file = join(disk, 'a.txt');
    await writeFile(file, 'old');
    await expect(writeWhole(file, 'x'.repeat(100_000))).rejects.toThrow(
      `${file} could not be written: the disk is full. A file of that name from before is as it was. To go on, make room, and call it again`,
    );
    expect([await readdir(disk), await readFile(file, 'utf8')]).toEqual([['a.txt'], 'old']);
    await writeFile(join(disk, 'fill'), 'x'.repeat(60_000));
    await expect(takeLock(join(disk, 'lock'), 'x'.repeat(5000), () => true)).rejects.toThrow('ENOSPC');
    expect((await readdir(disk)).sort()).toEqual(['a.txt', 'fill']);
  });
});
