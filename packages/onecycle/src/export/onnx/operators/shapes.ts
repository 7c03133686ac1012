import { BatchSize, type GraphSize } from '@onecycle/torch';
import type { Call, Rule, Rules } from '../graph/index.js';
import { int, ints, text } from '../graph/index.js';

/** The same elements in the shape of the result. */
const reshape: Rule = (call) => call.emit('Reshape', [call.x('self'), call.shapeInput(call.result(), true)]);

const same: Rule = (call) => call.x('self');

const transposed = (call: Call, order: readonly number[]): string =>
  order.every((dim, i) => dim === i)
    ? call.x('self')
    : call.emit('Transpose', [call.x('self')], { perm: ints(order) });

const transpose: Rule = (call) => {
  const rank = call.rank('self');
  const [a, b] = [call.dim('dim0', rank), call.dim('dim1', rank)];
  return transposed(
    call,
    Array.from({ length: rank }, (_, dim) => (dim === a ? b : dim === b ? a : dim)),
  );
};

const expand: Rule = (call) => call.emit('Expand', [call.x('self'), call.shapeInput(call.result(), false)]);

const select: Rule = (call) =>
  call.emit('Gather', [call.x('self'), call.scalar(call.number('index'), 'int64')], {
    axis: int(call.dim('dim', call.rank('self'))),
  });

/** Parts of one dimension; an end beyond all dimensions is the end. */
function part(call: Call, dim: number, start: GraphSize, end: GraphSize, step = 1): string {
  const input = (size: GraphSize) =>
    size instanceof BatchSize ? call.shapeInput([size], false) : call.whole([size]);
  return call.emit('Slice', [
    call.x('self'),
    input(start),
    input(end),
    call.whole([dim]),
    call.whole([step]),
  ]);
}

const slice: Rule = (call) => {
  const start = call.constant('start') === null ? 0 : call.size('start');
  const end = call.constant('end') === null ? 2 ** 40 : call.size('end');
  const last = typeof end === 'number' ? Math.min(end, 2 ** 40) : end;
  return part(call, call.dim('dim', call.rank('self')), start, last, call.number('step'));
};

const narrow: Rule = (call) => {
  const [start, length] = [call.size('start'), call.size('length')];
  if (typeof start !== 'number') throw call.unmapped('its start follows the batch');
  const end =
    length instanceof BatchSize ? new BatchSize(length.slope, length.offset + start) : start + length;
  return part(call, call.dim('dim', call.rank('self')), start, end);
};

/** Into the parts that came out when it was recorded. */
const split: Rule = (call) => {
  const dim = call.dim('dim', call.rank('self'));
  const sizes = call.step.results.map(({ shape }) => {
    const size = shape[dim];
    if (typeof size === 'number') return size;
    throw call.unmapped('it divides the batch');
  });
  return call.emitAll('Split', [call.x('self'), call.whole(sizes)], { axis: int(dim) }, sizes.length);
};

const unbind: Rule = (call) => {
  const dim = call.dim('dim', call.rank('self'));
  return call.step.results.map((_, i) =>
    call.emit('Gather', [call.x('self'), call.scalar(i, 'int64')], { axis: int(dim) }),
  );
};

const cat: Rule = (call) => {
  const rank = call.result().length;
  return call.emit('Concat', call.all('tensors', call.dtype), { axis: int(call.dim('dim', rank)) });
};

const stack: Rule = (call) => {
  const dim = call.dim('dim', call.result().length);
  const parts = call.all('tensors', call.dtype).map((x) => call.emit('Unsqueeze', [x, call.whole([dim])]));
  return call.emit('Concat', parts, { axis: int(dim) });
};

/** Pairs of numbers from the last dimension backwards. */
const pad =
  (mode?: string): Rule =>
  (call) => {
    const given = call.ints(call.step.arguments.some(({ name }) => name === 'pad') ? 'pad' : 'padding');
    const rank = call.rank('self');
    const side = (offset: number) =>
      Array.from({ length: rank }, (_, dim) => given[2 * (rank - 1 - dim) + offset] ?? 0);
    const wanted = mode ?? String(call.constant('mode'));
    const names: Record<string, string> = { constant: 'constant', reflect: 'reflect', replicate: 'edge' };
    const onnx = names[wanted];
    if (onnx === undefined) throw call.unmapped(`it pads by '${wanted}'`);
    const inputs = [call.x('self'), call.whole([...side(0), ...side(1)])];
    const hasValue = onnx === 'constant' && call.constant('value') !== null;
    if (hasValue) inputs.push(call.scalar(call.number('value')));
    return call.emit('Pad', inputs, { mode: text(onnx) });
  };

/** With one tensor of indices, for one dimension. */
const index: Rule = (call) => {
  const argument = call.step.arguments.find(({ name }) => name === 'indices');
  const indices = argument && 'tensors' in argument ? argument.tensors : [];
  const [only, ...others] = indices.filter((value) => value >= 0);
  if (only === undefined || others.length > 0 || call.to.dtypeOf(only, call.step) !== 'int64')
    throw call.unmapped('it picks by several lists, or by a mask');
  return call.emit('Gather', [call.x('self'), call.to.nameOf(only, call.step)], {
    axis: int(indices.indexOf(only)),
  });
};

/** New tensors whose size follows the batch; all others are computed while translating. */
const filled =
  (value?: number): Rule =>
  (call) =>
    call.emit('Expand', [
      call.scalar(value ?? call.number('fill_value')),
      call.shapeInput(call.result(), false),
    ]);

const convert: Rule = (call) => call.x('self', call.dtype);

export const shapes: Rules = {
  reshape,
  view: reshape,
  flatten: reshape,
  unflatten: reshape,
  squeeze: reshape,
  unsqueeze: reshape,
  view_as: reshape,
  reshape_as: reshape,
  contiguous: same,
  clone: same,
  detach: same,
  alias: same,
  permute: (call) => transposed(call, call.dims('dims', call.rank('self'))),
  transpose,
  t: (call) => transposed(call, call.rank('self') < 2 ? [0] : [1, 0]),
  numpy_T: (call) =>
    transposed(
      call,
      Array.from({ length: call.rank('self') }, (_, dim) => call.rank('self') - 1 - dim),
    ),
  expand,
  expand_as: expand,
  broadcast_to: expand,
  select,
  slice,
  narrow,
  chunk: split,
  split,
  split_with_sizes: split,
  unbind,
  cat,
  concat: cat,
  stack,
  pad: pad(),
  constant_pad_nd: pad('constant'),
  reflection_pad2d: pad('reflect'),
  replication_pad2d: pad('replicate'),
  index,
  index_select: (call) =>
    call.emit('Gather', [call.x('self'), call.x('index')], { axis: int(call.dim('dim', call.rank('self'))) }),
  zeros: filled(0),
  ones: filled(1),
  full: filled(),
  zeros_like: filled(0),
  ones_like: filled(1),
  full_like: filled(),
  new_zeros: filled(0),
  new_ones: filled(1),
  to: convert,
  _to_copy: convert,
  type_as: convert,
  pixel_shuffle: (call) =>
    call.emit('DepthToSpace', [call.x('self')], {
      blocksize: int(call.number('upscale_factor')),
      mode: text('CRD'),
    }),
};

/** What may give its argument's memory under another shape. */
export const views = new Set([
  'reshape',
  'view',
  'flatten',
  'unflatten',
  'squeeze',
  'unsqueeze',
  'view_as',
  'reshape_as',
  'contiguous',
  'detach',
  'alias',
  'permute',
  'transpose',
  't',
  'numpy_T',
  'expand',
  'expand_as',
  'broadcast_to',
  'select',
  'slice',
  'narrow',
  'chunk',
  'split',
  'split_with_sizes',
  'unbind',
  'to',
]);
