import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { F, nn, torch } from '../index.js';
import { checkOptions, counted, isClass, kindOf, nearest, thereAre } from './index.js';

const x = torch.ones([2, 3]);
const target = torch.tensor([0, 1]);

/** Calls as plain JavaScript writes them. */
const given = (options: object) => options as never;

describe('an option that there is not is named, with the one that was meant', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'F',
      () => F.crossEntropy(x, target, given({ labelsmoothing: 0.1 })),
      /F\.crossEntropy has no option 'labelsmoothing': did you mean 'labelSmoothing'\?/,
    ],
    [
      "Python's spelling",
      () => F.crossEntropy(x, target, given({ ignore_index: 1 })),
      /did you mean 'ignoreIndex'/,
    ],
    [
      'a layer',
      () => new nn.Conv2d(1, 1, 3, given({ strides: 2 })),
      /Conv2d has no option 'strides': did you mean 'stride'/,
    ],
    [
      'a transposed one',
      () => new nn.ConvTranspose2d(1, 1, 3, given({ paddingMode: 'zeros' })),
      /ConvTranspose2d has no option 'paddingMode'/,
    ],
    [
      'a layer that shares its constructor',
      () => new nn.MaxPool2d(2, given({ ceil_mode: true })),
      /MaxPool2d has no option 'ceil_mode': did you mean 'ceilMode'/,
    ],
    [
      'an activation',
      () => new nn.LeakyReLU(given({ slope: 0.1 })),
      /LeakyReLU has no option 'slope': did you mean 'negativeSlope'/,
    ],
    [
      'one without options of its own',
      () => new nn.ReLU(given({ inPlace: true, x: 1 })),
      /ReLU has no option 'inPlace': did you mean 'inplace'/,
    ],
    [
      'a loss',
      () => new nn.CrossEntropyLoss(given({ weights: x })),
      /CrossEntropyLoss has no option 'weights': did you mean 'weight'/,
    ],
    [
      'one that only reduces',
      () => new nn.MSELoss(given({ reduce: 'none' })),
      /MSELoss has no option 'reduce': its options are reduction/,
    ],
    [
      'a dropout',
      () => new nn.Dropout(0.5, given({ p: 0.1 })),
      /Dropout has no option 'p': its options are inplace/,
    ],
    [
      'an initialisation',
      () => nn.init.kaimingNormal_(torch.ones([2, 2]), given({ fan: 'fan_out' })),
      /has no option 'fan'/,
    ],
    [
      'torch.tensor',
      () => torch.tensor([1], given({ dype: 'int64' })),
      /tensor has no option 'dype': did you mean 'dtype'/,
    ],
    ['a method', () => x.to(given({ devise: 'cpu' })), /to has no option 'devise': did you mean 'device'/],
    ['backward', () => x.sum().backward(given({ retain_graph: true })), /did you mean 'retainGraph'/],
    ['autocast', () => torch.autocast(given({ dtyp: 'bfloat16' }), () => 1), /autocast has no option 'dtyp'/],
    ['unique', () => x.unique(given({ returnCount: true })), /did you mean 'returnCounts'/],
    ['printing', () => torch.setPrintOptions(given({ precison: 2 })), /did you mean 'precision'/],
    [
      'an operator',
      () => x.sum(1, given({ keepDims: true })),
      /sum: no overload takes .*: there is no option 'keepDims', did you mean 'keepdim'\?/,
    ],
    [
      'a factory',
      () => torch.zeros([1], given({ requireGrad: true })),
      /zeros: no overload .*: there is no option 'requireGrad', did you mean 'requiresGrad'/,
    ],
    [
      'moving a module',
      () => new nn.ReLU().to(given({ type: 'float64' })),
      /Module\.to has no option 'type'/,
    ],
    [
      'a state dict',
      () => new nn.ReLU().loadStateDict(new Map(), given({ stric: false })),
      /did you mean 'strict'/,
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  test('what is no object of options is not taken for one', () => {
    expect(() => F.dropout(x, 0.3 as never)).toThrow(
      /F\.dropout takes its options as an object, \{ p: … \}, not a number/,
    );
    expect(() => new nn.CrossEntropyLoss(x as never)).toThrow(
      /takes its options as an object, .* not a Tensor/,
    );
    expect(() => new nn.Conv2d(1, 1, 3, 2 as never)).toThrow(/Conv2d takes its options as an object/);
    expect(() => F.mseLoss(x, x, null as never)).toThrow(/not null/);
  });

  test('both spellings of an operator are taken, and undefined is as if it was not given', () => {
    expect(x.sum(1, { keepdim: true }).shape).toEqual([2, 1]);
    expect(torch.std(x, 1, given({ keepdim: undefined })).shape).toEqual([2]);
    expect(new nn.Conv2d(1, 1, 3, { stride: 2, bias: false }).bias).toBeNull();
  });
});

interface Options {
  bs?: number;
  lrMax?: number;
  metrics?: string;
  minScale?: number;
  method: string;
}
const known = { bs: true, lrMax: true, metrics: true, minScale: true, method: true } as const;
/** A class that has options is one way to write them down; its other fields are held to the names. */
class Settings {
  bs = 16;
}

const check = (given: unknown) => checkOptions(given as Options, known, 'theCall');

test('options that there are pass, and none at all', () => {
  expect(() => check({ bs: 1, method: 'x' })).not.toThrow();
  expect(() => check({ bs: undefined })).not.toThrow();
  expect(() => check(Object.assign(Object.create(null), { bs: 1 }))).not.toThrow();
  expect(() => check(runInNewContext('({})'))).not.toThrow();
  expect(() => check(undefined)).not.toThrow();
  expect(() => check(new Settings())).not.toThrow();
  expect(() => check(Object.assign(new Settings(), { bss: 1 }))).toThrow("did you mean 'bs'?");
});

test.each([
  ['methd', 'method'],
  ['minscale', 'minScale'],
  ['lr_max', 'lrMax'],
  ['metric', 'metrics'],
  ['emthod', 'method'],
])('%s: did you mean %s', (wrong, right) => {
  expect(() => check({ [wrong]: 1 })).toThrow(`theCall has no option '${wrong}': did you mean '${right}'?`);
});

test('what is near nothing is told all that there is', () => {
  expect(() => check({ zebra: 1 })).toThrow(
    "theCall has no option 'zebra': its options are bs, lrMax, metrics, minScale, method",
  );
});

test.each([
  [3, 'a number'],
  ['text', 'a string'],
  [[1], 'an array'],
  [null, 'null'],
  [Map, 'the function Map'],
  [class Mine {}, 'the class Mine'],
  [new Map([['bs', 1]]), 'a Map'],
  [Promise.resolve({ bs: 1 }), 'a Promise'],
  [torch.ones([1]), 'a Tensor'],
])('%s is no object of options', (given, words) => {
  expect(() => check(given)).toThrow(`theCall takes its options as an object, { bs: … }, not ${words}`);
});

test('kinds, classes and near names', () => {
  expect([kindOf({}), kindOf(new Map()), kindOf(undefined), kindOf(new Error())]).toEqual([
    'an object',
    'a Map',
    'undefined',
    'an Error',
  ]);
  expect([isClass(class {}), isClass(() => 1), isClass(3)]).toEqual([true, false, false]);
  expect(nearest('reset34', ['resnet18', 'resnet34'])).toBe('resnet34');
  expect(nearest('x', ['figsize'])).toBeUndefined();
});

test('numbers stand in sentences as they are spoken', () => {
  expect([0, 1, 2].map((n) => counted(n, 'class', 'classes'))).toEqual(['0 classes', '1 class', '2 classes']);
  expect([1, 3].map((n) => counted(n, 'item is', 'items are'))).toEqual(['1 item is', '3 items are']);
  expect([1, 2].map(thereAre)).toEqual(['there is 1', 'there are 2']);
});
