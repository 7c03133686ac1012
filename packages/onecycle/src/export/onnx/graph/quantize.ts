import { type DType, type Tensor, torch } from '@onecycle/torch';
import { dataTypeOf, int, type OnnxBuilder } from './builder.js';

/** Smaller constants than this keep their precision: biases, norms, the last layer of a small model. */
const SMALLEST = 1024;

/** Depthwise convolutions have few numbers, and predictions suffer most where these are rounded. */
const isDepthwise = ({ ndim, shape }: Tensor): boolean => ndim > 2 && shape[1] === 1;

/**
 * A weight in 8 bits, symmetric, with a scale for each output channel, and the DequantizeLinear that makes numbers of it again: the
 * form (QDQ) in which ONNX runtimes find it. Source: the ONNX Runtime's `quantize_static` with `per_channel`, weights alone.
 *
 * @param axis the dimension of the output channels
 */
export function quantized(
  builder: OnnxBuilder,
  tensor: Tensor,
  name: string,
  axis: number,
  dtype: DType,
): string {
  if (tensor.ndim < 2 || tensor.numel() < SMALLEST || isDepthwise(tensor))
    return torch.scope(() => builder.constant(tensor.detach().to(dtype), name));
  return torch.noGrad(() =>
    torch.scope(() => {
      const others = tensor.shape.map((_, dim) => dim).filter((dim) => dim !== axis);
      const largest = tensor.detach().double().abs().amax(others, { keepdim: true });
      // A channel of zeros has any scale.
      const scale = torch.where(largest.eq(0), torch.onesLike(largest), largest.div(127)).float();
      const whole = tensor.detach().double().div(scale.double()).round().clamp(-127, 127).to('int8');
      const inputs = [
        builder.constant(whole, name),
        builder.constant(scale.flatten(), `${name}.scale`),
        builder.constant(torch.zeros([scale.numel()], { dtype: 'int8' }), `${name}.zero`),
      ];
      const numbers = builder.node('DequantizeLinear', inputs, { axis: int(axis) });
      // Scales of 16 bits came with version 19 only.
      const converted =
        dtype === 'float32' ? numbers : builder.node('Cast', numbers, { to: int(dataTypeOf(dtype)) });
      return converted[0] ?? '';
    }),
  );
}
