import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Tensor, torch } from '@onecycle/torch';
import { decodePicture } from '../vision/index.js';

/** What can be told of a picture without knowing what it shows. */
export interface PictureFacts {
  file: string;
  width: number;
  height: number;
  /** Of the file's bytes. */
  sha256: string;
  /** 64 bits in two halves: of a grid of 8 × 9 greys, whether each is brighter than its right neighbour (dHash, Krawetz 2013). */
  hash: readonly [number, number];
  /** 16 × 16 greys, 0 to 255, to compare pictures that have nearly the same hash. */
  thumbnail: Float32Array;
  /** Mean and standard deviation of the greys, 0 to 255. */
  brightness: number;
  contrast: number;
  /** Variance of the Laplacian of the greys at a longer side of 256, divided by theirs: how much of the picture is fine detail. */
  sharpness: number;
}

/** Reads a picture, and throws as `decodePicture` does. */
export async function measure(file: string): Promise<PictureFacts> {
  const bytes = await readFile(file);
  using pixels = await decodePicture(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const [, height = 1, width = 1] = pixels.shape;
  return torch.scope(() => {
    const weights = torch.tensor([0.299, 0.587, 0.114]).reshape([3, 1, 1]);
    const grey = pixels.float().mul(weights).sum(0).reshape([1, 1, height, width]);
    const pooled = (rows: number, columns: number) => torch.adaptiveAvgPool2d(grey, [rows, columns]);
    const scale = Math.min(1, 256 / Math.max(width, height));
    const small = pooled(Math.max(3, Math.round(height * scale)), Math.max(3, Math.round(width * scale)));
    const laplacian = torch.tensor([0, 1, 0, 1, -4, 1, 0, 1, 0], { dtype: 'float32' }).reshape([1, 1, 3, 3]);
    const variance = Number(small.var().item());
    return {
      file,
      width,
      height,
      sha256,
      hash: differenceHash(pooled(8, 9)),
      thumbnail: Float32Array.from(pooled(16, 16).flatten().toTypedArray(), Number),
      brightness: Number(small.mean().item()),
      contrast: Math.sqrt(variance),
      sharpness: variance > 0 ? Number(torch.conv2d(small, laplacian).var().item()) / variance : 0,
    };
  });
}

function differenceHash(greys: Tensor): [number, number] {
  const brighter = greys
    .narrow(3, 0, 8)
    .gt(greys.narrow(3, 1, 8))
    .flatten();
  const bits = Array.from(brighter.toTypedArray(), Number);
  const half = (from: number) =>
    bits.slice(from, from + 32).reduce((sum, bit) => ((sum << 1) | bit) >>> 0, 0);
  return [half(0), half(32)];
}

/** In how many bits two hashes differ, 0 to 64. */
export const hashDistance = (a: PictureFacts['hash'], b: PictureFacts['hash']): number =>
  ones(a[0] ^ b[0]) + ones(a[1] ^ b[1]);

function ones(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
