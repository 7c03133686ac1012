import { type Tensor, torch } from '@onecycle/torch';
import type { Affine, Call, Rule, Rules } from '../graph/index.js';
import { float, int, ints } from '../graph/index.js';

/** A layer's weight and bias with the batch norms beside it folded in. The weight's first dimension is that of the outputs. */
function folded(call: Call): { weight: Tensor; bias: Tensor | null; isFolded: boolean } {
  const weight = call.constantTensor('weight');
  const bias = call.has('bias') ? call.constantTensor('bias') : null;
  const [before, after] = [call.to.norms.before.get(call.step), call.to.norms.after.get(call.step)];
  if (!before && !after) return { weight, bias, isFolded: false };
  return torch.noGrad(() => {
    // In double precision, so that the product of many folded layers stays close.
    let [w, b] = [weight.double(), bias?.double() ?? torch.zeros([weight.size(0)], { dtype: 'float64' })];
    if (before) [w, b] = [w.mul(before.scale), b.add(w.matmul(before.shift))];
    if (after) [w, b] = [w.mul(rows(after, w.ndim)), b.mul(after.scale).add(after.shift)];
    return { weight: w.to(weight.dtype), bias: b.to(weight.dtype), isFolded: true };
  });
}

const rows = ({ scale }: Affine, ndim: number): Tensor =>
  scale.reshape([-1, ...Array<number>(ndim - 1).fill(1)]);

/** ONNX wants the padding at all beginnings, then at all ends. */
const pads = (padding: readonly number[]): number[] => [...padding, ...padding];

const convolution =
  (dims: number): Rule =>
  (call) => {
    const { weight, bias, isFolded } = folded(call);
    const kernel = weight.shape.slice(2);
    const dilation = call.ints('dilation', dims);
    const inputs = [call.x('input'), call.weight(weight, call.label('weight'), 0, isFolded)];
    if (bias) inputs.push(call.add(bias, isFolded ? `${call.label('weight')}.bias` : call.label('bias')));
    return call.emit('Conv', inputs, {
      kernel_shape: ints(kernel),
      strides: ints(call.ints('stride', dims)),
      pads: ints(paddingOf(call, dims, kernel, dilation)),
      dilations: ints(dilation),
      group: int(call.number('groups')),
    });
  };

/** `'same'` pads one more at the end where the number is odd. */
function paddingOf(
  call: Call,
  dims: number,
  kernel: readonly number[],
  dilation: readonly number[],
): number[] {
  const padding = call.constant('padding');
  if (padding === 'valid') return Array<number>(2 * dims).fill(0);
  if (padding !== 'same') return pads(call.ints('padding', dims));
  const total = kernel.map((size, i) => (size - 1) * (dilation[i] ?? 1));
  const first = total.map((size) => Math.floor(size / 2));
  return [...first, ...total.map((size, i) => size - (first[i] ?? 0))];
}

const transposedConvolution: Rule = (call) => {
  const weight = call.constantTensor('weight');
  const dims = weight.ndim - 2;
  const inputs = [call.x('input'), call.weight(weight, call.label('weight'), 1)];
  if (call.has('bias')) inputs.push(call.x('bias'));
  return call.emit('ConvTranspose', inputs, {
    kernel_shape: ints(weight.shape.slice(2)),
    strides: ints(call.ints('stride', dims)),
    pads: ints(pads(call.ints('padding', dims))),
    output_padding: ints(call.ints('output_padding', dims)),
    dilations: ints(call.ints('dilation', dims)),
    group: int(call.number('groups')),
  });
};

const linear: Rule = (call) => {
  const { weight, bias, isFolded } = folded(call);
  const label = call.label('weight');
  const biasName = () => bias && call.add(bias, isFolded ? `${label}.bias` : call.label('bias'));
  if (call.rank('input') === 2) {
    const inputs = [call.x('input'), call.weight(weight, label, 0, isFolded)];
    const name = biasName();
    return call.emit('Gemm', name ? [...inputs, name] : inputs, { transB: int(1) });
  }
  const product = call.emit('MatMul', [call.x('input'), call.weight(weight.t(), `${label}.T`, 1, isFolded)]);
  const name = biasName();
  return name ? call.emit('Add', [product, name]) : product;
};

const batchNorm: Rule = (call) => {
  if (call.flag('training'))
    throw call.unmapped('it uses the statistics of the batch; set the module to eval()');
  const constants = ['weight', 'bias', 'running_mean', 'running_var'].map((name) =>
    call.has(name)
      ? call.x(name)
      : call.add(
          torch.full([call.constantTensor('running_mean').numel()], name === 'weight' ? 1 : 0, {
            dtype: 'float32',
          }),
          name,
        ),
  );
  return call.emit('BatchNormalization', [call.x('input'), ...constants], {
    epsilon: float(call.number('eps')),
  });
};

const layerNorm: Rule = (call) => {
  const shape = call.ints('normalized_shape');
  const weight = call.has('weight') ? call.x('weight') : call.add(torch.ones(shape), 'ones');
  return call.emit(
    'LayerNormalization',
    [call.x('input'), weight, ...(call.has('bias') ? [call.x('bias')] : [])],
    {
      axis: int(-shape.length),
      epsilon: float(call.number('eps')),
    },
  );
};

/** Groups become the channels of an instance norm. */
const groupNorm: Rule = (call) => {
  const [batch = 0, channels = 0] = call.shape('input');
  const groups = call.number('num_groups');
  const grouped = call.emit('Reshape', [call.x('input'), call.shapeInput([batch, groups, -1], false)]);
  const unit = ['ones', 'zeros'].map((name, zero) =>
    call.add(torch.full([groups], zero ? 0 : 1, { dtype: 'float32' }), name),
  );
  const normal = call.emit('InstanceNormalization', [grouped, ...unit], {
    epsilon: float(call.number('eps')),
  });
  const back = call.emit('Reshape', [normal, call.shapeInput(call.shape('input'), true)]);
  return affine(call, back, Number(channels));
};

const instanceNorm: Rule = (call) => {
  if (!call.flag('use_input_stats')) throw call.unmapped('it uses running statistics');
  const channels = Number(call.shape('input')[1] ?? 0);
  const [weight, bias] = ['weight', 'bias'].map((name, zero) =>
    call.has(name)
      ? call.x(name)
      : call.add(torch.full([channels], zero ? 0 : 1, { dtype: 'float32' }), name),
  );
  return call.emit('InstanceNormalization', [call.x('input'), weight ?? '', bias ?? ''], {
    epsilon: float(call.number('eps')),
  });
};

/** x · weight + bias of every channel. */
function affine(call: Call, x: string, channels: number): string {
  const shape = [channels, ...Array<number>(call.rank('input') - 2).fill(1)];
  const part = (name: string) => call.add(call.constantTensor(name).reshape(shape), call.label(name));
  const scaled = call.has('weight') ? call.emit('Mul', [x, part('weight')]) : x;
  return call.has('bias') ? call.emit('Add', [scaled, part('bias')]) : scaled;
}

const softmax =
  (opType: string): Rule =>
  (call) =>
    call.emit(opType, [call.x('self', call.dtype)], { axis: int(call.dim('dim', call.rank('self'))) });

const product: Rule = (call) =>
  call.emit('MatMul', [call.x('self'), call.x(call.has('other') ? 'other' : 'mat2')]);

/** beta · self + alpha · mat1 · mat2 */
const addmm: Rule = (call) =>
  call.emit('Gemm', [call.x('mat1'), call.x('mat2'), call.x('self')], {
    alpha: float(call.number('alpha')),
    beta: float(call.number('beta')),
  });

const attention: Rule = (call) => {
  if (call.flag('is_causal') || call.number('dropout_p') > 0)
    throw call.unmapped('it is causal or drops out');
  const rank = call.rank('query');
  const width = Number(call.shape('query')[rank - 1]);
  const scale = call.constant('scale') === null ? width ** -0.5 : call.number('scale');
  const order = Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
  const key = call.emit('Transpose', [call.x('key')], { perm: ints(order) });
  const scores = call.emit('MatMul', [call.emit('Mul', [call.x('query'), call.scalar(scale)]), key]);
  const masked = call.has('attn_mask') ? call.emit('Add', [scores, call.x('attn_mask', call.dtype)]) : scores;
  return call.emit('MatMul', [call.emit('Softmax', [masked], { axis: int(-1) }), call.x('value')]);
};

export const layers: Rules = {
  conv1d: convolution(1),
  conv2d: convolution(2),
  conv3d: convolution(3),
  conv_transpose1d: transposedConvolution,
  conv_transpose2d: transposedConvolution,
  linear,
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  group_norm: groupNorm,
  instance_norm: instanceNorm,
  softmax: softmax('Softmax'),
  log_softmax: softmax('LogSoftmax'),
  matmul: product,
  mm: product,
  bmm: product,
  addmm,
  scaled_dot_product_attention: attention,
  embedding: (call) => call.emit('Gather', [call.x('weight'), call.x('indices')]),
};
