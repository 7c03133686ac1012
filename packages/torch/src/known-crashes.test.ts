import { describe, expect, test } from 'vitest';
import { torch } from './index.js';
import { guardOf, knownCrashes } from './known-crashes.js';

const x = torch.ones([1, 1, 4, 4]);

describe.skipIf(!torch.version.startsWith('1.13'))('libtorch 1.13 would end the process', () => {
  test('paddings of another number than the operator reads', () => {
    expect(() => torch.reflectionPad2d(x, [])).toThrow(/^reflection_pad2d: padding needs 4 numbers, got 0/);
    expect(() => torch.reflectionPad1d(x, [1])).toThrow(/padding needs 2 numbers, got 1/);
    expect(torch.reflectionPad2d(x, [1, 1, 1, 1]).shape).toEqual([1, 1, 6, 6]);
    expect(torch.replicationPad2d(x, 1).shape).toEqual([1, 1, 6, 6]);
  });

  test('unpooling to where nothing is', () => {
    const indices = torch.zeros([1, 1, 4, 4], { dtype: 'int64' });
    expect(() => torch.maxUnpool2d(x, indices, [])).toThrow(/output_size needs 2 numbers/);
    expect(() => torch.maxUnpool2d(x, indices.at(0), [8, 8])).toThrow(/the indices need the input's shape/);
    expect(torch.maxUnpool2d(x, indices, [8, 8]).shape).toEqual([1, 1, 8, 8]);
  });

  test('recurrent layers without their weights, and statistics that nobody gave', () => {
    const [h, y] = [torch.ones([1, 1, 2]), torch.ones([1, 1, 2])];
    expect(() => torch.ops.aten?.lstm?.(y, [h, h], [], true, 1, 0, false, false, false)).toThrow(
      /params needs 4 tensors/,
    );
    expect(() => torch.ops.aten?.native_batch_norm?.(y, null, null, null, null, false, 0.1, 1e-5)).toThrow(
      /running_mean/,
    );
    const indices = torch.tensor([0, 1]);
    expect(() =>
      torch.ops.aten?.embedding_bag?.(torch.ones([4, 3]), indices, torch.tensor([0]), false, 7),
    ).toThrow(/mode is 0/);
    const volume = torch.ones([1, 1, 3, 3, 3]);
    expect(() =>
      torch.ops.aten?.slow_conv3d?.(volume, torch.ones([1, 1, 1, 1, 1]), [1, 1, 1], null, [], []),
    ).toThrow(/stride needs 3/);
  });

  test('noise for fewer elements than there are', () => {
    expect(() => torch.rreluWithNoise(x, torch.ones([1]), 0.1, 0.3, true)).toThrow(
      /the noise needs the input's shape/,
    );
    expect(torch.rreluWithNoise(x, torch.ones([1, 1, 4, 4]), 0.1, 0.3, true).shape).toEqual([1, 1, 4, 4]);
  });

  test('bins for fewer coordinates than the points have', () => {
    expect(() => torch.histogramdd(torch.ones([4, 3]), [])).toThrow(
      /one entry for each of the 3 coordinates/,
    );
  });

  test('factors and sizes beyond counting', () => {
    expect(() => torch.pixelShuffle(x, 2 ** 33)).toThrow(/upscale_factor is too large/);
    expect(torch.pixelShuffle(torch.ones([1, 4, 2, 2]), 2).shape).toEqual([1, 1, 4, 4]);
    expect(() => torch.sumToSize(x, [-(2 ** 60)])).toThrow(/at least 0/);
  });
});

test('every entry says what brings it about, and names an operator', () => {
  for (const [name, { when, guard }] of knownCrashes()) {
    expect(when).not.toBe('');
    expect(torch.hasOp(`aten::${name}`)).toBe(true);
    expect(guardOf(`aten::${name}`)).toBe(guard);
  }
});
