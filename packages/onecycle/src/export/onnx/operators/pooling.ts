import type { Call, Rule, Rules } from '../graph/index.js';
import { int, ints, text } from '../graph/index.js';

const pads = (padding: readonly number[]): number[] => [...padding, ...padding];

/** What windows of both kinds have in common. The stride is that of the kernel where none is given. */
function windows(call: Call, dims: number) {
  const kernel = call.ints('kernel_size', dims);
  const given = call.ints('stride', dims);
  return {
    kernel_shape: ints(kernel),
    strides: ints(given.length > 0 ? given : kernel),
    pads: ints(pads(call.ints('padding', dims))),
    ceil_mode: int(call.flag('ceil_mode') ? 1 : 0),
  };
}

const maxPool =
  (dims: number): Rule =>
  (call) =>
    call.emit('MaxPool', [call.x('self')], {
      ...windows(call, dims),
      dilations: ints(call.ints('dilation', dims)),
    });

const averagePool =
  (dims: number): Rule =>
  (call) => {
    if (
      call.step.arguments.some(({ name }) => name === 'divisor_override') &&
      call.constant('divisor_override') !== null
    )
      throw call.unmapped('it has a divisor of its own');
    const isPadded = call.ints('padding', dims).some((size) => size > 0);
    if (isPadded && call.flag('ceil_mode')) throw call.unmapped('it pads and rounds sizes up');
    // PyTorch does not count what lies beyond the picture where sizes are rounded up; without padding nothing else is beyond.
    const count = isPadded && call.flag('count_include_pad') ? 1 : 0;
    return call.emit('AveragePool', [call.x('self')], {
      ...windows(call, dims),
      count_include_pad: int(count),
    });
  };

/** Pools to sizes that divide those of the map, which is one kernel for all windows. */
const adaptive =
  (opType: 'MaxPool' | 'AveragePool', dims: number): Rule =>
  (call) => {
    const sizes = call.sizes('self', call.rank('self') - dims);
    const wanted = call.step.results[0]?.shape.slice(-dims).map(Number) ?? [];
    // The places of the maxima, a second result, have no name: whoever wants them is refused.
    const result = (name: string) => (opType === 'MaxPool' ? [name, ''] : name);
    if (wanted.every((size) => size === 1)) return result(call.emit(`Global${opType}`, [call.x('self')]));
    const kernel = sizes.map((size, i) => size / (wanted[i] ?? 1));
    if (!kernel.every(Number.isInteger)) throw call.unmapped(`[${wanted}] does not divide [${sizes}]`);
    return result(call.emit(opType, [call.x('self')], { kernel_shape: ints(kernel), strides: ints(kernel) }));
  };

const reduce =
  (opType: string): Rule =>
  (call) => {
    const rank = call.rank('self');
    const hasDims = call.step.arguments.some(({ name }) => name === 'dim');
    const dims = hasDims ? call.dims('dim', rank) : Array.from({ length: rank }, (_, dim) => dim);
    const keepdims = int(hasDims && call.flag('keepdim') ? 1 : 0);
    const inputs = [call.x('self', call.dtype)];
    // Axes became an input with version 18, of the sum before.
    return call.to.builder.opset >= 18 || opType === 'ReduceSum'
      ? call.emit(opType, [...inputs, call.whole(dims)], { keepdims })
      : call.emit(opType, inputs, { keepdims, axes: ints(dims) });
  };

/** With a dimension the maximum comes with its place, which has no name here; of two tensors it is that of each pair. */
const extreme =
  (reduced: string, paired: string): Rule =>
  (call) =>
    call.has('other')
      ? call.emit(paired, [call.x('self'), call.x('other')])
      : call.step.results.length > 1
        ? [reduce(reduced)(call), ''].flat()
        : reduce(reduced)(call);

const resize =
  (mode: 'nearest' | 'linear'): Rule =>
  (call) => {
    const aligned = mode === 'linear' && call.flag('align_corners');
    const transformation =
      mode === 'nearest' ? 'asymmetric' : aligned ? 'align_corners' : 'pytorch_half_pixel';
    return call.emit(
      'Resize',
      [call.x(call.has('self') ? 'self' : 'input'), '', '', call.shapeInput(call.result(), false)],
      {
        mode: text(mode),
        coordinate_transformation_mode: text(transformation),
        nearest_mode: mode === 'nearest' ? text('floor') : undefined,
      },
    );
  };

export const pooling: Rules = {
  max_pool1d: maxPool(1),
  max_pool2d: maxPool(2),
  avg_pool1d: averagePool(1),
  avg_pool2d: averagePool(2),
  adaptive_avg_pool1d: adaptive('AveragePool', 1),
  adaptive_avg_pool2d: adaptive('AveragePool', 2),
  adaptive_max_pool1d: adaptive('MaxPool', 1),
  adaptive_max_pool2d: adaptive('MaxPool', 2),
  mean: reduce('ReduceMean'),
  sum: reduce('ReduceSum'),
  amax: reduce('ReduceMax'),
  amin: reduce('ReduceMin'),
  max: extreme('ReduceMax', 'Max'),
  min: extreme('ReduceMin', 'Min'),
  argmax: (call) =>
    call.emit('ArgMax', [call.x('self')], {
      axis: int(call.dim('dim', call.rank('self'))),
      keepdims: int(call.flag('keepdim') ? 1 : 0),
    }),
  upsample_nearest2d: resize('nearest'),
  upsample_bilinear2d: resize('linear'),
};
