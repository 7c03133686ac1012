import { Tensor, torch } from '@onecycle/torch';
import { checkCount, checkNumber, checkOptions } from '../../base/index.js';
import { type Fusion, revivable, Transform } from '../../data/index.js';
import { runOrder } from '../maths/index.js';
import { TensorImage, TensorMask } from '../tensors/index.js';

/** What can do the conversion of pictures and some of what follows in one pass; null where it cannot. */
type Fuse = (next: readonly Transform[]) => Fusion | null;
let fuse: Fuse = () => null;

/** Sets what does pictures' conversion and the steps behind it in one pass, with the same numbers. */
export function registerFusion(registered: Fuse): void {
  fuse = registered;
}

/** Pictures from 0 … 255 to 0 … 1, masks to whole numbers. fastai: `IntToFloatTensor`. */
export class IntToFloatTensor extends Transform<TensorImage | TensorMask, TensorImage | TensorMask> {
  override order = runOrder.intToFloat;
  override makesNew = true;

  constructor(
    readonly div = 255,
    readonly divMask = 1,
  ) {
    super();
    checkNumber('div', div, { above: 0 });
    checkCount('divMask', divMask, 1);
  }

  override accepts(x: unknown): x is TensorImage | TensorMask {
    return x instanceof TensorImage || x instanceof TensorMask;
  }

  encodes(x: TensorImage | TensorMask): TensorImage | TensorMask {
    using plain = torch.scope(
      (): Tensor => (x instanceof TensorMask ? x.long().floorDivide(this.divMask) : x.float().div(this.div)),
    );
    return x.retype(plain);
  }

  override decodes(x: TensorImage | TensorMask): TensorImage | TensorMask {
    if (x instanceof TensorMask || x.dtype === 'uint8') return x;
    using plain = torch.scope((): Tensor => x.clamp(0, 1).mul(this.div).byte());
    return x.retype(plain);
  }

  /** On the CPU, what follows up to the normalization is done in one pass over the 8-bit pictures. */
  override fuse(next: readonly Transform[]): Fusion | null {
    return (this.div === 255 ? fuse(next) : null) ?? this.#alone();
  }

  /** This step by itself, off the main thread: one operator, with the values of `encodes`. */
  #alone(): Fusion {
    return {
      length: 1,
      accepts: (x) => this.accepts(x) && x.dtype === 'uint8' && x.device === 'cpu',
      encodes: () => null,
      encodesAsync: (x) => {
        if (x instanceof TensorImage) return called('aten::div.Scalar', x, this.div);
        return this.divMask === 1 ? called('aten::to.dtype', x, 'int64') : null;
      },
    };
  }

  override settings(): Record<string, unknown> {
    return { div: this.div, divMask: this.divMask };
  }
}

async function called(operator: string, ...args: unknown[]): Promise<Tensor> {
  const result = await torch.callAsync(operator, ...args);
  if (result instanceof Tensor) return result;
  throw new TypeError(`${operator} gave no tensor`);
}

revivable('IntToFloatTensor', IntToFloatTensor, ({ div, divMask }) => [div, divMask]);

/** Pictures from 0 … 255 to 0 … 1. fastai: `IntToFloatTensor`. */
export const intToFloatTensor = (options: { div?: number; divMask?: number } = {}): IntToFloatTensor => {
  checkOptions(options, { div: true, divMask: true }, 'intToFloatTensor');
  return new IntToFloatTensor(options.div, options.divMask);
};
