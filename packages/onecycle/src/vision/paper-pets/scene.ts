import type { Rng } from '../../data/index.js';
import { pick } from './color.js';
import { room, studio } from './indoors.js';
import { autumn, beach, garden, meadow, night, snow } from './outdoors.js';
import type { Sheet } from './paper.js';

/** A place to be: what lies behind the pet, where the ground begins (as a part of the height), and whether grass may grow. */
export interface Scene {
  back: string;
  ground: number;
  outdoors: boolean;
}

/** Cuts a place for a picture of the given size. */
export type Setting = (width: number, height: number, sheet: Sheet, rng: Rng) => Scene;

/** Cuts one of eight places for a picture of the given size. */
export function scene(width: number, height: number, sheet: Sheet, rng: Rng): Scene {
  return pick([room, room, meadow, meadow, night, autumn, beach, snow, studio, garden], rng)(
    width,
    height,
    sheet,
    rng,
  );
}
