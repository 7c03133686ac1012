import type { Breed, Coat } from './breeds.js';
import { pick, varied } from './color.js';
import type { RandomStream } from './random.js';

/** One pet of a breed: what it looks like in this picture and what it is doing. */
export interface Individual {
  breed: Breed;
  coat: Coat;
  eyeColor: string;
  /** White blaze and chest, where the breed has them at times. */
  white: boolean;
  brindle: boolean;
  /** Where the face points: −1 left, 1 right. */
  turn: number;
  eyes: 'open' | 'closed';
  tongue: boolean;
  collar: string | undefined;
}

const collars = [
  '#c8364a',
  '#2f7fb8',
  '#e0a72e',
  '#3f9a6a',
  '#8a56b0',
  '#e86f3a',
  '#f0eee6',
  '#2d3140',
] as const;

/** Draws an individual of a breed. */
export function individual(breed: Breed, rng: RandomStream): Individual {
  const coat = pick(breed.coats, rng);
  const { width, height } = breed.head;
  const about = (value: number, spread = 0.04) => value * rng.normal(1, spread);
  return {
    breed: {
      ...breed,
      head: { ...breed.head, width: about(width), height: about(height), jaw: about(breed.head.jaw, 0.05) },
      ears: { ...breed.ears, size: about(breed.ears.size, 0.09), spread: about(breed.ears.spread, 0.05) },
      eyes: { ...breed.eyes, size: about(breed.eyes.size, 0.07) },
      body: {
        girth: about(breed.body.girth, 0.06),
        legs: about(breed.body.legs, 0.07),
        length: about(breed.body.length, 0.06),
      },
    },
    coat: {
      main: varied(coat.main, rng),
      second: varied(coat.second, rng),
      light: varied(coat.light, rng, 5),
      nose: varied(coat.nose, rng, 5),
    },
    eyeColor: varied(pick(breed.eyes.colors, rng), rng, 8),
    white: rng.uniform() < breed.whiteChance,
    brindle: breed.pattern === 'bull' && rng.uniform() < 0.3,
    turn: rng.uniform(-1, 1),
    eyes: rng.uniform() < 0.1 ? 'closed' : 'open',
    tongue: breed.kind === 'dog' && rng.uniform() < 0.35,
    collar: rng.uniform() < 0.4 ? pick(collars, rng) : undefined,
  };
}
