import type { RandomStream } from './random.js';

const SIDE = 128;

/** The grain of paper: a tile of grey noise that is laid softly over a picture. */
export function grain(rng: RandomStream): {
  input: Buffer;
  raw: { width: number; height: number; channels: 4 };
  tile: true;
  blend: 'soft-light';
} {
  const input = Buffer.alloc(SIDE * SIDE * 4);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const grey = Math.round(Math.min(255, Math.max(0, rng.normal(128, 19))));
    input.fill(grey, pixel * 4, pixel * 4 + 3);
    input[pixel * 4 + 3] = 255;
  }
  return { input, raw: { width: SIDE, height: SIDE, channels: 4 }, tile: true, blend: 'soft-light' };
}
