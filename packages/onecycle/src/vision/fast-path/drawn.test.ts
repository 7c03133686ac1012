import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Rng } from '../../data/index.js';
import { AffineCoordTfm, LightingTfm, RandomResizedCropGPU } from '../augment/index.js';
import { type AugmentationOptions, changeRows, isRegular, specOf } from '../maths/index.js';
import {
  augmentBatch,
  augmentDrawn,
  augmentDrawnByOperators,
  type DrawnPass,
  drawingStages,
  type PassSettings,
  passSettings,
} from '../native/index.js';
import { lightTensor, mapsOf, mapTensor } from '../tensors/index.js';

const n = 5;
const [height, width] = [23, 31];
const pictures = torch.randint(0, 256, [n, 3, height, width], { dtype: 'uint8' });

/** What stands together; the settings are as far as they go. */
type Geometry = ConstructorParameters<typeof AffineCoordTfm>[0];
const warpBy = (options: AugmentationOptions<'warp'>) => specOf('warp', options);
const geometries: [string, Geometry][] = [
  ['nothing', {}],
  ['flip', { affine: [specOf('flip', {})] }],
  ['dihedral', { affine: [specOf('dihedral', { p: 0.8 }), specOf('dihedral', { p: 1 })] }],
  ['rotate', { affine: [specOf('rotate', { maxDeg: 179, p: 0.9 })], padMode: 'zeros' }],
  ['zoom', { affine: [specOf('zoom', { minZoom: 0.4, maxZoom: 3, p: 0.7 })], padMode: 'border' }],
  [
    'zoom of a batch',
    { affine: [specOf('zoom', { p: 0.7, batch: true }), specOf('rotate', { batch: true })] },
  ],
  ['warp', { coordinate: [warpBy({ magnitude: 0.3, p: 0.9 })], alignCorners: false }],
  [
    'warps',
    {
      affine: [specOf('rotate', {})],
      coordinate: [warpBy({ p: 1 }), warpBy({ magnitude: 0.1, batch: true })],
    },
  ],
  ['warps that fold', { coordinate: [warpBy({ magnitude: 1.4, p: 1 })] }],
  [
    'all',
    {
      affine: [specOf('flip', {}), specOf('rotate', { p: 0.75 }), specOf('zoom', { p: 0.75 })],
      coordinate: [warpBy({ p: 0.75 })],
      size: [16, 20],
    },
  ],
];

/** A pass whose stages all draw from the same stream. */
function pass(settings: PassSettings, rng: Rng) {
  const words: number[] = [];
  for (const _ of drawingStages) rng.addWords(words);
  return { words, settings: passSettings(settings) };
}

test.each(geometries)('native threads draw the maps that TypeScript draws: %s', (name, options = {}) => {
  const tfm = new AffineCoordTfm(options);
  const { padMode, alignCorners } = tfm;
  const size = tfm.size === undefined ? { height, width } : { height: 16, width: 20 };
  let folded = 0;
  for (let seed = 0; seed < 60; seed++) {
    const rng = new Rng(seed * 2 ** 31, 3, seed).fork(seed);
    const maps = mapsOf(
      n,
      tfm.draw(n, height, width, { rng: new Rng(seed * 2 ** 31, 3, seed).fork(seed), splitIdx: 0 }),
    );
    const changes = changeRows([...tfm.affine, ...tfm.coordinate]) ?? [];
    const sampling = { size, padMode, alignCorners };
    torch.scope(() => {
      const drawn = augmentDrawn(pictures, pass({ sampling: { ...sampling, changes } }, rng));
      if (!maps.every(isRegular)) {
        folded++;
        expect(drawn.shape).toEqual([0]);
        return;
      }
      const given = augmentBatch(pictures, { sampling: { ...sampling, maps: mapTensor(maps) } });
      expect(torch.equal(drawn, given)).toBe(true);
    });
  }
  expect(folded > 0).toBe(name === 'warps that fold');
});

test.each([
  ['brightness', [specOf('brightness', {})]],
  ['too bright', [specOf('brightness', { maxLighting: 3, p: 1 })]],
  ['contrast of a batch', [specOf('contrast', { batch: true })]],
  ['saturation', [specOf('saturation', { maxLighting: 0.9, p: 0.9 })]],
  ['all', [specOf('brightness', {}), specOf('contrast', {}), specOf('saturation', { p: 1 })]],
] as const)('native threads draw the light that TypeScript draws: %s', (_, specs) => {
  const tfm = new LightingTfm(specs);
  for (let seed = 0; seed < 60; seed++) {
    const rng = () => new Rng(seed, seed);
    const lights = tfm.draw(n, { rng: rng(), splitIdx: 0 });
    torch.scope(() => {
      const given = augmentBatch(pictures, { lights: lightTensor(lights) });
      const drawn = augmentDrawn(pictures, pass({ lights: { changes: changeRows(specs) ?? [] } }, rng()));
      expect(torch.equal(drawn, given)).toBe(true);
    });
  }
});

test.each([
  ['small parts', [12, 9], { minScale: 0.08 }],
  ['wide parts', [12, 9], { minScale: 0.5, maxScale: 0.6, ratio: [2, 3] }],
  ['parts that never fit', 16, { minScale: 0.9, maxScale: 0.9, ratio: [9, 10] }],
  ['parts as they are', undefined, { minScale: 0.3, validScale: 0.7 }],
] as const)('native threads draw the parts that TypeScript draws: %s', (_, output, options) => {
  const tfm = new RandomResizedCropGPU(output, options);
  const { ratio, minScale, maxScale, validScale } = tfm.options;
  const size =
    output === undefined ? undefined : { height: output === 16 ? 16 : 12, width: output === 16 ? 16 : 9 };
  for (const splitIdx of [0, 1] as const)
    for (let seed = 0; seed < 60; seed++) {
      const rng = () => new Rng(7, seed, 2);
      const part = tfm.draw(height, width, { rng: rng(), splitIdx });
      const range =
        splitIdx === 1 ? { share: validScale } : { share: 1, areas: [minScale, maxScale] as const };
      torch.scope(() => {
        const given = augmentBatch(pictures, { crop: { ...part, size: size ?? part } });
        const drawn = augmentDrawn(pictures, pass({ crop: { ratio, size, ...range } }, rng()));
        expect(torch.equal(drawn, given)).toBe(true);
      });
    }
});

/** Without black and white, whose logits hang on the last bit. */
const greys = torch.randint(2, 254, [n, 3, height, width], { dtype: 'uint8' });

/** What operators do, here and on a GPU where there is one, against what native threads do. */
function expectAlike(drawn: DrawnPass): void {
  const threads = augmentDrawn(greys, drawn);
  for (const device of torch.cuda.isAvailable() ? ['cpu', 'cuda'] : ['cpu']) {
    const operators = augmentDrawnByOperators(greys.to(device), drawn).cpu();
    expect(operators.shape).toEqual(threads.shape);
    if (operators.ndim === 4) expect(Number(operators.sub(threads).abs().max().item())).toBeLessThan(2e-4);
  }
}

test.each(
  geometries.flatMap(([name, options]) =>
    (['a map', 'a map and a part of it', 'a map, and colours'] as const).map(
      (steps) => [name, steps, options] as const,
    ),
  ),
)('operators, which a GPU has, do what native threads do: %s, %s', (_, steps, options = {}) => {
  const tfm = new AffineCoordTfm(options);
  const { padMode, alignCorners } = tfm;
  const changes = changeRows([...tfm.affine, ...tfm.coordinate]) ?? [];
  const size = tfm.size === undefined ? { height, width } : { height: 16, width: 20 };
  const sampling = { changes, size, padMode, alignCorners };
  for (let seed = 0; seed < 20; seed++) {
    const settings: PassSettings = { sampling };
    if (steps === 'a map and a part of it')
      settings.crop = {
        ratio: [0.75, 1.3],
        share: 1,
        areas: [0.2, 1],
        size: seed % 3 === 0 ? undefined : { height: 4 + seed, width: 1 + (seed % 9) },
      };
    if (steps === 'a map, and colours') {
      const light = [
        specOf('brightness', { maxLighting: 0.7 }),
        ...(seed % 2 === 0 ? [specOf('saturation', { p: 0.9 })] : []),
      ];
      settings.lights = { changes: changeRows(light) ?? [] };
      settings.normalization = { mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.4] };
    }
    torch.scope(() => expectAlike(pass(settings, new Rng(seed, 8))));
  }
});

test('operators change colours, or cut out a part, of pictures that are not sampled along maps', () => {
  const all: PassSettings[] = [
    {},
    { normalization: { mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.4] } },
    { lights: { changes: changeRows([specOf('contrast', { p: 1 })]) ?? [] } },
    { crop: { ratio: [1, 1], share: 0.8, size: undefined } },
    { crop: { ratio: [1, 1], share: 1, areas: [0.3, 0.9], size: { height: 9, width: 9 } } },
  ];
  for (const settings of all) torch.scope(() => expectAlike(pass(settings, new Rng(5))));
});

test('what is given in place of a draw is not for native threads', () => {
  expect(changeRows([specOf('flip', { draw: 1 })])).toBeNull();
  expect(changeRows([specOf('rotate', {}), specOf('zoom', { drawX: [0.5] })])).toBeNull();
  expect(changeRows([specOf('warp', { drawY: () => [0.1] })])).toBeNull();
});
