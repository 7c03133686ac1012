import { expect, test } from 'vitest';
import { bsFor } from './arguments.js';
import { clock, percent } from './format.js';
import { parse } from './options.js';

test('without options the demo fine-tunes the embedded weights on Paper Pets at 128 pixels', () => {
  const options = parse([]);
  expect(options).toMatchObject({
    data: undefined,
    arch: 'resnet18',
    weights: '@onecycle/resnet18-tiny',
    bs: undefined,
    size: 128,
    seed: 42,
  });
  expect(options?.labelRegex.exec('great_pyrenees_17.jpg')?.[1]).toBe('great_pyrenees');
});

test('a batch has 16 pictures, or fewer where four fifths of the pictures would make no four of them', () => {
  expect([2, 10, 20, 39, 80, 720].map(bsFor)).toEqual([2, 2, 4, 7, 16, 16]);
});

test('pictures of one’s own are seen at 224 pixels where weights are learned, and the short form passes once over small pictures', () => {
  expect(parse(['--weights', 'w.safetensors', '--data', 'pets', '--arch', 'resnet34'])).toMatchObject({
    data: 'pets',
    arch: 'resnet34',
    size: 224,
    epochs: undefined,
  });
  expect(parse(['--data', 'pets'])).toMatchObject({ weights: 'default', size: 224 });
  expect(parse(['--arch', 'resnet34'])).toMatchObject({ weights: 'none', size: 128 });
  expect(parse(['--weights', 'none', '--data', 'pets'])).toMatchObject({ weights: 'none', size: 128 });
  expect(parse(['--seed', '0'])).toMatchObject({ seed: 0 });
  expect(parse(['--short'])).toMatchObject({ short: true, epochs: undefined, size: 64 });
});

test('a wrong option says what it needs', () => {
  expect(() => parse(['--epochs', 'many'])).toThrow("--epochs needs a positive whole number, not 'many'");
  expect(() => parse(['--lr=-1'])).toThrow("--lr needs a positive number, not '-1'");
  expect(() => parse(['--label-regex', '('])).toThrow('Invalid regular expression');
  expect(() => parse(['--pictures', 'x'])).toThrow('--pictures');
  expect(parse(['--help'])).toBeUndefined();
});

test('numbers as people read them', () => {
  expect(percent(0.0625)).toBe('6.3\u00a0%');
  expect(clock(161_400)).toBe('2:41 minutes');
});
