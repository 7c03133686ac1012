import type { Sheet } from './paper.js';
import type { RandomStream } from './random.js';

/** A place to be: what lies behind the pet, where the ground begins (as a part of the height), and whether grass may grow. */
export interface Scene {
  back: string;
  ground: number;
  outdoors: boolean;
}

/** Cuts a place for a picture of the given size. */
export type Setting = (width: number, height: number, sheet: Sheet, rng: RandomStream) => Scene;
