import { type Nested, Tensor, torch } from '@onecycle/torch';
import { TensorImage } from '../tensors/index.js';

/** A picture as numbers: a tensor, or rows of pixels in nested arrays. */
export type PictureNumbers = Tensor | readonly Nested<number>[];

export const isNumbers = (x: unknown): x is PictureNumbers => x instanceof Tensor || Array.isArray(x);

/**
 * RGB bytes of numbers, as decoders give them: uint8 [3, height, width], rows of interleaved pixels in memory.
 *
 * - The axes are height, width and, where there are 1, 3 or 4 of them, channels, as numpy and Pillow order them; those of
 *   a `TensorImage` are channels, height, width. So are those of another tensor that reads as a picture no other way.
 * - Whole numbers are bytes, fractions 0 … 1 shares of 255, other fractions bytes that are cut off. Alpha is left out, as
 *   by Pillow's `convert('RGB')`.
 *
 * @throws {TypeError} for shapes that are no picture's
 * @throws {RangeError} for numbers that are no bytes
 */
export function rgbOfNumbers(numbers: PictureNumbers): Tensor {
  return torch.scope((): Tensor => {
    const given = numbers instanceof Tensor ? numbers : torch.tensor(numbers);
    const pixels = bytes(interleaved(given.detach().cpu(), given instanceof TensorImage));
    const colours = pixels.narrow(2, 0, Math.min(3, pixels.size(2)));
    return colours.expand([-1, -1, 3]).contiguous().permute([2, 0, 1]);
  });
}

const isChannels = (size: number | undefined): boolean => size === 1 || size === 3 || size === 4;

/** As [height, width, channels]. */
function interleaved(x: Tensor, isImage: boolean): Tensor {
  const { shape } = x;
  if (!shape.includes(0)) {
    if (shape.length === 2) return x.unsqueeze(2);
    const isPlanar = isImage || !isChannels(shape[2]);
    if (shape.length === 3 && isChannels(shape[isPlanar ? 0 : 2])) return isPlanar ? x.permute([1, 2, 0]) : x;
  }
  throw new TypeError(
    `a picture is [height, width] or [height, width, channels] with 1, 3 or 4 channels, or a TensorImage [channels, height, width], not [${shape.join(', ')}]`,
  );
}

function bytes(x: Tensor): Tensor {
  if (x.dtype === 'uint8') return x;
  if (x.dtype === 'bool') return x.byte().mul(255);
  const [least, most] = [Number(x.min()), Number(x.max())];
  // Of NaN, which is in the largest and the smallest of numbers, both are false.
  if (!(least >= 0 && most <= 255))
    throw new RangeError(`the numbers of a picture are 0 … 255, or fractions 0 … 1, not ${least} … ${most}`);
  const isShare = x.isFloatingPoint() && most <= 1;
  return isShare ? x.float().mul(255).round().byte() : x.byte();
}
