import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  brightness,
  contrast,
  flip,
  imagenetStats,
  intToFloatTensor,
  loadNpy,
  normalize,
  PilImage,
  Pipeline,
  Rng,
  randomResizedCropGPU,
  resize,
  rotate,
  setupAugTfms,
  TensorImage,
  ToTensor,
  torch,
  warp,
  zoom,
} from 'onecycle';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { python } from './lib/job.mjs';

const missing = python('data.py', { modules: ['torch', 'PIL'] }).missing();
const peer = fileURLToPath(new URL('peers/data.py', import.meta.url));

test.skipIf(missing)('the data pipeline and its peer compute the same numbers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'onecycle-peer-'));
  try {
    const rng = new Rng(4);
    const files = [];
    for (const [i, [width, height]] of [[500, 375] as const, [333, 500] as const].entries()) {
      const data = Uint8Array.from(
        { length: 3 * width * height },
        (_, k) => (k / (300 + 50 * i) + 30 * Math.sin(k / 90) + 20 * rng.uniform()) & 255,
      );
      files.push(join(folder, `${i}.jpg`));
      const image = sharp(data, { raw: { width, height, channels: 3 } });
      await image.jpeg({ quality: 92 }).toFile(join(folder, `${i}.jpg`));
    }

    const valid = { rng: new Rng(0), splitIdx: 1 as const };
    const presized = await Promise.all(
      files.map(async (file) =>
        new ToTensor().encodes(await resize(460).encodes(await PilImage.create(file), valid)),
      ),
    );
    const [geometry] = setupAugTfms([
      flip({ p: 1, draw: [1, 0] }),
      warp({ p: 1, drawX: [-0.15, 0.1], drawY: [0.2, -0.05] }),
      rotate({ p: 1, draw: [8, -5] }),
      zoom({ p: 1, draw: [1.05, 1.1], drawX: [0.2, 0.7], drawY: [0.9, 0.4] }),
    ]);
    if (!geometry || !('draw' in geometry) || typeof geometry.draw !== 'function')
      throw new Error('no geometry');
    const { matrices, warps } = geometry.draw(2, 460, 460, { rng, splitIdx: 0 });
    const crop = { top: 11, left: 7, height: 431, width: 431 };
    const cropped = randomResizedCropGPU(224, { minScale: 0.75, ratio: [1, 1] });
    cropped.draw = () => crop;
    const [light, more] = [
      [0.45, 0.58],
      [1.2, 0.85],
    ];
    const pipeline = new Pipeline(
      [
        intToFloatTensor(),
        geometry,
        cropped,
        ...setupAugTfms([brightness({ p: 1, draw: light }), contrast({ p: 1, draw: more })]),
        normalize(imagenetStats),
      ],
      { splitIdx: 0 },
    );
    const ours = pipeline.encode(TensorImage.from(torch.stack(presized)));

    const plan = {
      files,
      draws: {
        matrix: matrices.map((m: number[]) => [m.slice(0, 3), m.slice(3, 6)]),
        warp: warps,
        crop: [crop.top, crop.left, crop.height, crop.width],
        brightness: light,
        contrast: more,
      },
    };
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
    const interpreter = process.env.PYTHON ?? '/usr/bin/python3';
    const run = spawnSync(interpreter, [peer, 'check', join(folder, 'plan.json'), join(folder, 'out.npy')]);
    expect(run.status, String(run.stderr)).toBe(0);
    const theirs = await loadNpy(join(folder, 'out.npy'));
    if (!(ours instanceof TensorImage)) throw new Error('a picture is expected');
    expect(ours.shape).toEqual(theirs.shape);
    const difference = ours.sub(theirs).abs();
    // Normalized numbers are some 4.5 times as large as those in 0 … 1.
    expect(Number(difference.max().item())).toBeLessThan(1e-3);
    expect(Number(difference.mean().item())).toBeLessThan(1e-5);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
