import { describe, expect, test } from 'vitest';
import { type Tensor, torch } from '../index.js';
import { crashesOf, guardOf, knownCrashes, versionOf } from './known-crashes.js';

const x = torch.ones([1, 1, 4, 4]);

describe('libtorch would end the process', () => {
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

  test('windows of a fractional pool where no picture is', () => {
    const pool = (samples: Tensor) => torch.fractionalMaxPool2d(x, 2, 2, samples);
    expect(() => pool(torch.rand([1]))).toThrow(
      /random_samples needs the shape \[1,1,2\] for this input, and has \[1\]/,
    );
    expect(() => pool(torch.tensor([[[0.5, 1.5]]]))).toThrow(/from 0 on and below 1/);
    expect(() => pool(torch.tensor([[[0.5, Number.NaN]]]))).toThrow(/from 0 on and below 1/);
    expect(pool(torch.tensor([[[0.5, 0.25]]]))[0].shape).toEqual([1, 1, 2, 2]);
    expect(() => torch.fractionalMaxPool3d(torch.ones([1, 4, 4, 4]), 2, 2, torch.rand([1, 1, 2]))).toThrow(
      /needs the shape \[1,1,3\]/,
    );
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

  test('polynomials of an order without end', () => {
    const { chebyshevPolynomialT, hermitePolynomialH, legendrePolynomialP } = torch.special;
    const tooLarge = /: the order n is at most 1000000/;
    expect(() => legendrePolynomialP(x, 1e15)).toThrow(tooLarge);
    expect(() => hermitePolynomialH(x, torch.tensor([1, 2, 3, 1e15]))).toThrow(tooLarge);
    expect(() => chebyshevPolynomialT(2, torch.tensor([Number.NaN, 1e30]))).toThrow(tooLarge);
    expect(legendrePolynomialP(torch.tensor(0.5), 2).item()).toBe(-0.125);
    // An order that is small as a number is no tensor's id, and the other way round.
    expect(hermitePolynomialH(torch.tensor(1.5), torch.tensor(2)).item()).toBe(7);
    expect(chebyshevPolynomialT(x, 1_000_000).shape).toEqual(x.shape);
  });

  test('eigenvalues and singular values of what is not finite', () => {
    const y = torch.eye(3).put([1, 1], Number.POSITIVE_INFINITY);
    const refusal = /: the matrix has nan or infinite elements/;
    const { linalg } = torch;
    for (const call of [
      () => y.pinverse(),
      () => linalg.pinv(y),
      () => linalg.svd(y),
      () => linalg.svdvals(y.put([0, 0], Number.NaN)),
      () => y.svd(),
      () => linalg.eigvals(y),
      () => linalg.matrixRank(y),
      () => linalg.matrixRank(y, 0.1),
      () => linalg.cond(y),
      () => linalg.norm(y, 2),
      () => linalg.norm(y, 'nuc'),
      () => linalg.matrixNorm(y, -2),
      () => linalg.svdvals(y.to('complex64')),
    ])
      expect(call).toThrow(refusal);
    expect(linalg.norm(y.at(1), 2).item()).toBe(Number.POSITIVE_INFINITY);
    expect(linalg.norm(y, 2, [1]).shape).toEqual([3]);
    expect(linalg.matrixNorm(y, 1).shape).toEqual([]);
    const z = torch.eye(3).mul(1e30).requiresGrad_();
    expect(linalg.svdvals(z).sum().item()).toBeCloseTo(3e30, -25);
    expect(torch.zeros([0, 3]).pinverse().shape).toEqual([3, 0]);
  });

  test('counts, distances and statistics of another number than the operator takes them for', () => {
    const half = torch.full([2], 0.5);
    expect(() => torch.binomial(torch.tensor([3, Number.NaN]), half)).toThrow(/binomial: a count is nan/);
    expect(torch.binomial(torch.tensor([0, 0], { dtype: 'float32' }), half).tolist()).toEqual([0, 0]);
    expect(() => torch.gradient(x, { spacing: [2] })).toThrow(/spacing needs 4 entries/);
    expect(torch.gradient(x, { spacing: [2], dim: 3 })).toHaveLength(1);
    expect(torch.gradient(x, { spacing: [1, 2], dim: [2, 3] })).toHaveLength(2);
    expect(torch.gradient(torch.ones([3]), { spacing: 2 })).toHaveLength(1);
    const none = torch.ones([0]);
    expect(() => torch.batchNormUpdateStats(x, none, null, 0.1)).toThrow(/running_mean needs one entry/);
    expect(torch.batchNormUpdateStats(x, torch.ones([1]), null, 0.1)[0]?.shape).toEqual([1]);
    expect(() => torch.ops.aten?.native_batch_norm?.(x, none, null, null, null, true, 0.1, 1e-5)).toThrow(
      /weight needs one entry/,
    );
  });

  test('the least integer as the power of a matrix', () => {
    const least = -(2 ** 63);
    expect(() => torch.linalg.matrixPower(torch.eye(2), least)).toThrow(/the power n is too small/);
    expect(() => torch.eye(2).matrixPower(least)).toThrow(/the power n is too small/);
    expect(torch.linalg.matrixPower(torch.eye(2).mul(2), -2).at(0, 0).item()).toBe(0.25);
  });

  test('the least integers divided by -1', () => {
    const least = torch.tensor([7n, -(2n ** 63n)]);
    const small = torch.tensor([7, -(2 ** 31)], { dtype: 'int32' });
    for (const divide of [
      (y: Tensor) => y.floorDivide(-1),
      (y: Tensor) => y.remainder(-1n),
      (y: Tensor) => y.fmod_(-1),
      (y: Tensor) => y.div(-1, { roundingMode: 'trunc' }),
    ]) {
      expect(() => divide(least)).toThrow(/: the least int64, -9223372036854775808, divided by -1/);
      expect(() => divide(small)).toThrow(/: the least int32, -2147483648, divided by -1/);
    }
    expect(least.at(':1').floorDivide(-1).tolist()).toEqual([-7]);
    expect(small.div(-1).tolist()).toEqual([-7, 2 ** 31]);
    expect(small.floorDivide(2).tolist()).toEqual([3, -(2 ** 30)]);
    expect(torch.tensor([-1, 3]).remainder(2).tolist()).toEqual([1, 1]);
  });
});

test('every entry says what brings it about, and names an operator', () => {
  for (const [name, { when, guard }] of knownCrashes()) {
    expect(when).not.toBe('');
    expect(torch.hasOp(`aten::${name}`)).toBe(true);
    expect(guardOf(`aten::${name}`, () => undefined)).toBe(guard);
  }
});

test('a version that nobody has tried is guarded as the nearest older one', () => {
  const newest = Object.keys(crashesOf([2, 14]));
  expect(newest.length).toBeGreaterThan(50);
  for (const text of ['2.15.0', '3.0.0a0+git1234', '12.1', 'master'])
    expect(Object.keys(crashesOf(versionOf(text)))).toEqual(newest);
  expect(versionOf('2.13.0+cpu')).toEqual([2, 13]);
  expect(versionOf('1.13.1')).toEqual([1, 13]);
});
