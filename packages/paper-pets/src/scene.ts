import { pick } from './color.js';
import { room, studio } from './indoors.js';
import { autumn, beach, garden, meadow, night, snow } from './outdoors.js';
import type { Sheet } from './paper.js';
import type { RandomStream } from './random.js';
import type { Scene } from './setting.js';

/** Cuts one of eight places for a picture of the given size. */
export function scene(width: number, height: number, sheet: Sheet, rng: RandomStream): Scene {
  return pick([room, room, meadow, meadow, night, autumn, beach, snow, studio, garden], rng)(
    width,
    height,
    sheet,
    rng,
  );
}
