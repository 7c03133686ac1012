import { revivable, Transform } from '../../data/index.js';
import { runOrder } from '../maths/index.js';
import type { TensorImage, TensorMask } from '../tensors/index.js';
import { PilImage } from './pil-image.js';

/** From a picture to a tensor of 8-bit numbers, without copying. fastai: `ToTensor`. */
export class ToTensor extends Transform<PilImage, TensorImage | TensorMask> {
  override order = runOrder.toTensor;
  override makesNew = true;

  override accepts(x: unknown): x is PilImage {
    return x instanceof PilImage;
  }

  override decodable(_x: unknown): _x is TensorImage | TensorMask {
    return false;
  }

  encodes(x: PilImage): TensorImage | TensorMask {
    return new x.tensorKind(x);
  }
}

revivable('ToTensor', ToTensor, () => []);

/** A picture as a tensor: an item transform. */
export const toTensor = (): ToTensor => new ToTensor();
