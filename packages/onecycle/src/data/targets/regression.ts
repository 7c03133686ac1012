import { Tensor, torch } from '@onecycle/torch';
import { checkOptions, is, shown } from '../../base/index.js';
import { type Described, register, type SetupSource, Transform } from '../transforms/index.js';

/** A number, or several, as a float tensor, and back. fastai: `RegressionSetup`. */
export class RegressionSetup extends Transform<number | readonly number[], Tensor> {
  override makesNew = true;
  override loss: Described = { type: 'MSELossFlat' };
  #hasLearned = false;

  constructor(options: { c?: number } = {}) {
    checkOptions(options, { c: is.count(1) }, 'RegressionSetup');
    super();
    const { c } = options;
    if (c !== undefined) this.c = c;
  }

  override async setup(source: SetupSource): Promise<void> {
    if (this.c !== undefined || source.n === 0) return;
    const first = await source.item(0);
    this.c = Array.isArray(first) ? first.length : 1;
    this.#hasLearned = true;
  }

  override anew(): RegressionSetup {
    return this.#hasLearned ? new RegressionSetup() : this;
  }

  encodes(x: number | readonly number[]): Tensor {
    const values = [x].flat();
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new TypeError(`a target is a number, or a list of numbers, and not ${shown(values[wrong])}`);
    }
    return torch.tensor(x, { dtype: 'float32' });
  }

  override decodable(x: unknown): x is Tensor {
    return x instanceof Tensor;
  }

  override decodes(x: Tensor): number | number[] {
    const values = Array.from(x.reshape([-1]).to('cpu').toTypedArray(), Number);
    return x.ndim === 0 ? (values[0] ?? 0) : values;
  }

  override settings(): Record<string, unknown> {
    return { c: this.c };
  }

  override toJSON(): Described {
    return { type: 'RegressionSetup', c: this.c };
  }
}

register('RegressionSetup', ({ c }) => new RegressionSetup(typeof c === 'number' ? { c } : {}));
