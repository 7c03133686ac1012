import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadSafetensors, resnet18 } from 'onecycle';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';

const folder = await mkdtemp(join(tmpdir(), 'pretrain-'));
afterAll(() => rm(folder, { recursive: true }));

const script = (name: string) => fileURLToPath(new URL(`../dist/pretrain/${name}.js`, import.meta.url));
const run = (name: string, args: readonly string[]) =>
  promisify(execFile)(process.execPath, [script(name), ...args], { cwd: folder });

/** Two classes, one red and one blue, laid out as Tiny ImageNet is. */
async function tinyData(): Promise<string> {
  const data = join(folder, 'tiny-imagenet-200');
  const picture = (file: string, background: string) =>
    sharp({ create: { width: 64, height: 64, channels: 3, background } })
      .jpeg()
      .toFile(file);
  await mkdir(join(data, 'val', 'images'), { recursive: true });
  const rows: string[] = [];
  for (const [wnid, colour] of [
    ['n01', '#c03030'],
    ['n02', '#3030c0'],
  ] as const) {
    const images = join(data, 'train', wnid, 'images');
    await mkdir(images, { recursive: true });
    for (let i = 0; i < 8; i++) await picture(join(images, `${wnid}_${i}.JPEG`), colour);
    await picture(join(data, 'val', 'images', `val_${wnid}.JPEG`), colour);
    rows.push(`val_${wnid}.JPEG\t${wnid}\t0\t0\t62\t62`);
  }
  await writeFile(join(data, 'val', 'val_annotations.txt'), `${rows.join('\n')}\n`);
  return data;
}

test('trains in phases, goes on where it was, and exports a body', async () => {
  const data = await tinyData();
  const args = ['--data', data, '--out', 'run', '--bs', '4', '--phases', '32:1:1e-3,48:2:1e-3'];
  await run('train', args);
  const log = (await readFile(join(folder, 'run', 'log.jsonl'), 'utf8')).trim().split('\n');
  expect(log.map((line) => JSON.parse(line).epoch)).toEqual([0, 0, 1]);

  // A finished run has nothing left to do.
  expect((await run('train', args)).stdout.match(/had come to its end before/g)).toHaveLength(2);

  await expect(run('train', ['--data', data, '--phases', '64:12'])).rejects.toThrow(
    /'64:12' is not size:epochs:rate/,
  );

  await run('export', ['--run', 'run', '--out', 'body.safetensors']);
  const { tensors } = await loadSafetensors(join(folder, 'body.safetensors'));
  const expected = [...resnet18().stateDict().keys()].filter((key) => !/^fc\.|num_batches_tracked/.test(key));
  expect([...tensors.keys()].sort()).toEqual(expected.sort());
  expect(tensors.get('conv1.weight')?.dtype).toBe('float16');

  // Another run may begin with that body: at a rate of next to nothing it comes out as it went in.
  const more = ['--from', 'body.safetensors', '--out', 'more', '--phases', '48:1:1e-30'];
  await run('train', ['--data', data, '--bs', '4', ...more]);
  await run('export', ['--run', 'more', '--out', 'more.safetensors']);
  const again = (await loadSafetensors(join(folder, 'more.safetensors'))).tensors;
  expect(again.get('conv1.weight')?.tolist()).toEqual(tensors.get('conv1.weight')?.tolist());
});
