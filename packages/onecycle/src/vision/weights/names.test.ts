import { readFileSync } from 'node:fs';
import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { convnextTiny, mobilenetV2, resnet18 } from '../models/index.js';
import { ownNames } from './names.js';

const shapes = (state: Iterable<readonly [string, { shape: number[] }]>) =>
  Object.fromEntries([...state].map(([key, { shape }]) => [key, shape]));

test('torchvision’s ConvNeXt comes under timm’s names', () => {
  const file = new URL('../models/fixtures/torchvision.json', import.meta.url);
  const theirs: Record<string, number[]> = JSON.parse(readFileSync(file, 'utf8')).convnext_tiny;
  const state = new Map(Object.entries(theirs).map(([key, shape]) => [key, torch.empty(shape)]));
  const own = convnextTiny().stateDict();
  const translated = ownNames('convnext_tiny', state, new Set(own.keys()));
  expect(new Set(translated.keys())).toEqual(new Set(own.keys()));
  expect(shapes(translated)).toEqual(shapes(own));
});

test('timm’s MobileNetV2 comes under torchvision’s names', () => {
  const own = mobilenetV2().stateDict();
  const timm = timmMobilenetV2Names();
  expect(timm.length).toBe(own.size);
  const translated = ownNames(
    'mobilenet_v2',
    new Map(timm.map((key) => [key, torch.zeros([1])])),
    new Set(own.keys()),
  );
  expect([...translated.keys()]).toEqual([...own.keys()]);
});

/** As timm lays the network out: stages of blocks, each with its convolutions and norms by name. */
function timmMobilenetV2Names(): string[] {
  const norm = (name: string) =>
    ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'].map((k) => `${name}.${k}`);
  const pair = (conv: string, bn: string) => [`${conv}.weight`, ...norm(bn)];
  const blocks = [1, 2, 3, 4, 3, 3, 1].flatMap((depth, stage) =>
    Array.from({ length: depth }, (_, i) => `blocks.${stage}.${i}`).flatMap((at) => [
      ...(stage === 0
        ? [...pair(`${at}.conv_dw`, `${at}.bn1`), ...pair(`${at}.conv_pw`, `${at}.bn2`)]
        : [
            ...pair(`${at}.conv_pw`, `${at}.bn1`),
            ...pair(`${at}.conv_dw`, `${at}.bn2`),
            ...pair(`${at}.conv_pwl`, `${at}.bn3`),
          ]),
    ]),
  );
  return [
    ...pair('conv_stem', 'bn1'),
    ...blocks,
    ...pair('conv_head', 'bn2'),
    'classifier.weight',
    'classifier.bias',
  ];
}

test('prefixes of wrappers come off', () => {
  const own = resnet18().stateDict();
  const wrapped = new Map([...own].map(([key, tensor]) => [`module.${key}`, tensor]));
  expect([...ownNames('resnet18', wrapped, new Set(own.keys())).keys()]).toEqual([...own.keys()]);
});
