import { readFileSync } from 'node:fs';
import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { convnextTiny, mobilenetV2, resnet18 } from '../models/index.js';
import { ownNames } from './names.js';
import { stateIn } from './state-in.js';

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

test.each(['module.', '_orig_mod.', 'net.', 'model.', 'student.encoder.', 'module._orig_mod.'])(
  'the prefix %s that all keys share comes off',
  (prefix) => {
    const own = resnet18().stateDict();
    const wrapped = new Map([...own].map(([key, tensor]) => [`${prefix}${key}`, tensor]));
    expect([...ownNames('resnet18', wrapped, new Set(own.keys())).keys()]).toEqual([...own.keys()]);
  },
);

test('a prefix comes off beside keys of other parts, and before names are translated', () => {
  const own = resnet18().stateDict();
  const wrapped = new Map([...own].map(([key, tensor]) => [`model.${key}`, tensor]));
  wrapped.set('criterion.weight', torch.zeros([1]));
  expect([...ownNames('resnet18', wrapped, new Set(own.keys())).keys()]).toEqual([
    ...own.keys(),
    'criterion.weight',
  ]);
  const expected = new Set(mobilenetV2().stateDict().keys());
  const timm = new Map(timmMobilenetV2Names().map((key) => [`net.${key}`, torch.zeros([1])]));
  expect(new Set(ownNames('mobilenet_v2', timm, expected).keys())).toEqual(expected);
});

test('a state dict is found itself or in one wrapper of any name', () => {
  const state = new Map([['a.weight', torch.ones([2])]]);
  const optimizer = new Map<unknown, unknown>([
    ['state', new Map([[0, new Map([['exp_avg', torch.zeros([1])]])]])],
  ]);
  const found = (loaded: unknown) => [...stateIn(loaded, 'x.pth').keys()];
  for (const loaded of [
    state,
    new Map([['state_dict', state]]),
    new Map<string, unknown>([
      ['epoch', 3],
      ['weights_of_mine', state],
      ['optimizer', optimizer],
    ]),
    new Map([['checkpoint', new Map([['net', state]])]]),
    new Map([
      ['ema', state],
      ['model', state],
    ]),
  ])
    expect(found(loaded)).toEqual(['a.weight']);
  expect(() =>
    found(
      new Map([
        ['teacher', state],
        ['student', state],
      ]),
    ),
  ).toThrow("x.pth holds several state dicts ('teacher', 'student')");
  const loop = new Map<string, unknown>();
  loop.set('again', loop);
  for (const none of [loop, new Map([['epoch', 3]]), [state], null])
    expect(() => found(none)).toThrow('x.pth holds no state dict');
});
