import { expect, test } from 'vitest';
import { describeModel } from './model-file.js';

/** A field of bytes, as Protocol Buffers have it. */
function field(number: number, content: Uint8Array | string): number[] {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const length: number[] = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      length.push(rest);
      break;
    }
    length.push((rest % 128) + 128);
  }
  return [number * 8 + 2, ...length, ...bytes];
}

const metadata = {
  classes: '["cat","dog"]',
  task: 'single-label',
  layout: 'nchw',
  channels: '3',
  height: '32',
  width: '48',
  architecture: 'resnet18',
  transforms: '{"afterItem":1}',
};

/** A model of a version, a graph of some length, and metadata. */
const modelOf = (entries: Record<string, string>): Uint8Array =>
  Uint8Array.from([
    ...[1 * 8, 9],
    ...field(7, new Uint8Array(70_000)),
    ...Object.entries(entries).flatMap(([key, value]) =>
      field(14, Uint8Array.from([...field(1, key), ...field(2, value)])),
    ),
  ]);

test('metadata are read past the graph', () => {
  expect(describeModel(modelOf(metadata))).toEqual({
    classes: ['cat', 'dog'],
    task: 'single-label',
    threshold: 0.5,
    layout: 'nchw',
    height: 32,
    width: 48,
    architecture: 'resnet18',
    transforms: { afterItem: 1 },
  });
  expect(describeModel(modelOf({ ...metadata, task: 'multi-label', threshold: '0.3' })).threshold).toBe(0.3);
});

test.each<[string, Record<string, string>, RegExp]>([
  ['of another exporter', {}, /says no classes: onecycle-web takes ONNX files that onecycle exported/],
  ['for segmentation', { ...metadata, task: 'segmentation' }, /this model's task is segmentation/],
  ['in grey', { ...metadata, channels: '1' }, /takes pictures of 1 channel/],
])('a model %s is refused', (_, entries, message) => {
  expect(() => describeModel(modelOf(entries))).toThrow(message);
});

test('what is no model is refused', () => {
  const text = new TextEncoder().encode('<!doctype html><p>not found');
  expect(() => describeModel(text)).toThrow(/no ONNX file/);
  expect(() => describeModel(modelOf(metadata).subarray(0, 60_000))).toThrow(/does not go on to its end/);
});
