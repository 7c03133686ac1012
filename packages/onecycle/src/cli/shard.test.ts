import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary.js';
import { run } from './command.js';

let folder: string;
let pictures: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  // A name that is hard on addresses and patterns.
  pictures = join(folder, 'pétits #1 100%');
  for (const label of ['cat', 'dog']) {
    mkdirSync(join(pictures, label), { recursive: true });
    const first = join(pictures, label, '0.jpg');
    await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c08040' } })
      .jpeg()
      .toFile(first);
    for (let i = 1; i < 100; i++) await copyFile(first, join(pictures, label, `${i}.jpg`));
  }
});

async function shard(...args: string[]) {
  const said = { out: '', err: '' };
  const code = await run(['shard', ...args], {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

test('pictures that cannot be read end it before anything is written, or are left out and named', async () => {
  const broken = join(folder, 'broken');
  mkdirSync(join(broken, 'cat'), { recursive: true });
  const bytes = await readFile(join(pictures, 'cat', '0.jpg'));
  for (const name of ['good', 'cut']) writeFileSync(join(broken, 'cat', `${name}.jpg`), bytes);
  truncateSync(join(broken, 'cat', 'cut.jpg'), bytes.length >> 1);
  writeFileSync(join(broken, 'cat', 'empty.jpg'), '');
  const out = join(folder, 'shards');
  const refused = await shard(broken, '--out', out);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toMatch(/^error: 2 of 3 pictures cannot be read:\n.*cut\.jpg: .*\n.*empty\.jpg: .*\n/);
  expect(refused.err).toContain('leave them out with --on-error skip');
  expect(readdirSync(folder)).not.toContain('shards');
  const skipped = await shard(broken, '--out', out, '--on-error', 'skip');
  expect(skipped).toMatchObject({ code: 0, out: `1 picture in ${out}/pictures-000000.tar\n` });
  expect(skipped.err).toMatch(/2 of 3 pictures cannot be read and are left out:\n.*cut\.jpg/);
  truncateSync(join(broken, 'cat', 'good.jpg'), 50);
  const none = await shard(broken, '--out', join(folder, 'none'), '--on-error', 'skip');
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('3 of 3 pictures cannot be read')]);
  const full = await shard(pictures, '--out', pictures);
  expect([full.code, full.err]).toEqual([1, expect.stringContaining('is not empty')]);
});

const command = fileURLToPath(new URL('../../bin/onecycle.mjs', import.meta.url));

test.each<[NodeJS.Signals, number | null]>([
  ['SIGKILL', null],
  ['SIGINT', 130],
])('%s in the middle leaves no folder that looks whole, and the next run writes it', async (signal, code) => {
  const place = join(folder, signal);
  mkdirSync(place);
  const out = join(place, 'shards');
  // A shard for each picture: each waits for the disk.
  const args = [command, 'shard', pictures, '--out', out, '--max-count', '1'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const ended = once(child, 'close');
  const begun = () => {
    const [made] = readdirSync(place);
    return made !== undefined && (made === 'shards' || readdirSync(join(place, made)).length > 2);
  };
  while (child.exitCode === null && !begun()) await setTimeout(5);
  child.kill(signal);
  expect(await ended).toEqual(code === null ? [null, signal] : [code, null]);
  expect(readdirSync(place)).not.toContain('shards');
  if (code !== null) {
    expect(said).toContain('interrupted: nothing was written');
    expect(readdirSync(place)).toEqual([]);
  }
  expect(await shard(pictures, '--out', out)).toMatchObject({
    code: 0,
    out: `200 pictures in ${out}/pictures-000000.tar\n`,
  });
});
