import { body, type Pose } from './body.js';
import type { Breed } from './breeds.js';
import { pick } from './color.js';
import { foreground } from './foreground.js';
import { head } from './head.js';
import { individual } from './individual.js';
import { placed, Sheet } from './paper.js';
import type { RandomStream } from './random.js';
import { scene } from './scene.js';

/** A picture of a pet as SVG, with what the JPEG needs to know. */
export interface Drawing {
  svg: string;
  width: number;
  height: number;
  /** JPEG quality, 1 to 100. */
  quality: number;
}

/** Composes a pet of a breed in a place, in some pose and light; equal streams give equal pictures. */
export function drawPet(breed: Breed, rng: RandomStream): Drawing {
  const { width, height } = size(rng);
  const light = lightFrom(rng, width, height);
  const sheet = new Sheet(light.shadow);
  const { back, ground, outdoors } = scene(width, height, sheet, rng);
  const pet = individual(breed, rng);
  const pose: Pose = pick(['sit', 'sit', 'stand', 'lie'], rng);
  const { svg: trunk, box } = body(pet, pose, sheet, rng);
  const face = placed(head(pet, sheet, rng), 0, 0, rng.normal(0, 7));
  const { x, y, scale, turn } = composition(box, rng.uniform() < 0.5, width, height, ground, rng);
  const mirror = rng.uniform() < 0.5 ? -1 : 1;
  const figure = placed(trunk + face, x, y, turn, mirror * scale, scale);
  const front = foreground(outdoors, width, height, sheet, rng);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${back}${figure}${front}${light.tint}</svg>`;
  return { svg, width, height, quality: 50 + rng.int(46) };
}

function size(rng: RandomStream): { width: number; height: number } {
  const aspect = Math.exp(rng.uniform(-0.4, 0.4));
  const side = rng.uniform(300, 420);
  const fit = (value: number) => Math.round(Math.min(600, Math.max(200, value)));
  return { width: fit(side * Math.sqrt(aspect)), height: fit(side / Math.sqrt(aspect)) };
}

/** Where the head goes and how large the pet is: the whole pet on its ground, or a portrait. */
function composition(
  [left, top, right, bottom]: readonly [number, number, number, number],
  portrait: boolean,
  width: number,
  height: number,
  ground: number,
  rng: RandomStream,
) {
  const turn = rng.normal(0, 3);
  if (portrait) {
    const scale = (Math.min(width, height) * rng.uniform(0.44, 0.6)) / 100;
    return { x: width * rng.uniform(0.4, 0.6), y: height * rng.uniform(0.42, 0.56), scale, turn };
  }
  const scale =
    Math.min((width * 0.94) / (right - left), (height * 0.92) / (bottom - top)) * rng.uniform(0.82, 1);
  const feet = Math.min(height * rng.uniform(Math.max(0.86, ground), 0.98), height - 4);
  const room = Math.max(0, width - (right - left) * scale);
  const x = room * rng.uniform(0.15, 0.85) + ((right - left) * scale) / 2;
  return { x: x - ((left + right) / 2) * scale, y: feet - bottom * scale, scale, turn };
}

/** A colour that light lays over everything, and how much of it at most: day, haze, lamp, moon, a dim room, dusk. */
const tints: readonly [Tint, ...Tint[]] = [
  ['#ffffff', 0],
  ['#ffffff', 0.16],
  ['#ffb35c', 0.24],
  ['#3f63b8', 0.22],
  ['#0d0a1c', 0.26],
  ['#ff8f6b', 0.18],
];
type Tint = readonly [color: string, most: number];

/** Where light comes from, and the tint it gives. */
function lightFrom(rng: RandomStream, width: number, height: number) {
  const angle = rng.uniform(0.15, 0.85) * Math.PI;
  const length = rng.uniform(2, 5);
  const shadow = {
    x: Math.cos(angle) * length,
    y: Math.sin(angle) * length,
    shade: Number(rng.uniform(0.18, 0.34).toFixed(2)),
  };
  const [color, most] = pick(tints, rng);
  const tint = `<rect width="${width}" height="${height}" fill="${color}" fill-opacity="${rng.uniform(0, most).toFixed(3)}"/>`;
  return { shadow, tint };
}
