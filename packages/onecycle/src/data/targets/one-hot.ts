import { Tensor, torch } from '@onecycle/torch';
import { checkOptions, counted, is, isItems, thereAre, wrongKind } from '../../base/index.js';
import { L } from '../collections/index.js';
import {
  type Described,
  type Label,
  register,
  type SetupSource,
  TensorMultiCategory,
  Transform,
} from '../transforms/index.js';
import { asLabels } from './labels.js';
import { numbersOf, typed } from './small-tensors.js';

/**
 * Classes' numbers become zeros and ones, a place for each of the `c` classes, and back; -1 is the last class. Throws,
 * naming the number, where there is no such class. fastai: `OneHotEncode`.
 */
export class OneHotEncode extends Transform<Tensor, TensorMultiCategory> {
  override order = 2;
  override makesNew = true;
  #hasLearned = false;

  constructor(options: { c?: number } = {}) {
    checkOptions(options, { c: is.count(1) }, 'OneHotEncode');
    super();
    const { c } = options;
    if (c !== undefined) this.c = c;
  }

  override setup(source: SetupSource): void {
    if (this.c !== undefined) return;
    const c = source.before.findLast((t) => t.vocab !== undefined)?.vocab?.length;
    if (c === undefined) {
      throw new Error(
        'OneHotEncode could not find the number of classes: give it as c, or put MultiCategorize before it',
      );
    }
    this.c = c;
    this.#hasLearned = true;
  }

  override anew(): OneHotEncode {
    return this.#hasLearned ? new OneHotEncode() : this;
  }

  override accepts(x: unknown): x is Tensor {
    return x instanceof Tensor;
  }

  encodes(indices: Tensor): TensorMultiCategory {
    const encoded = new Float32Array(this.c ?? 0);
    for (const index of numbersOf(indices)) {
      const place = index < 0 ? index + encoded.length : index;
      if (encoded[place] === undefined)
        throw new RangeError(`no class number ${index}: ${thereAre(encoded.length)}`);
      encoded[place] = 1;
    }
    return typed(TensorMultiCategory, torch.fromTypedArray(encoded, [encoded.length]));
  }

  override decodes(x: Tensor): TensorMultiCategory {
    return typed(TensorMultiCategory, torch.tensor(onesOf(x), { dtype: 'int64' }));
  }

  override settings(): Record<string, unknown> {
    return { c: this.c };
  }

  override toJSON(): Described {
    return { type: 'OneHotEncode', c: this.c };
  }
}

/** The places where there is a one. */
const onesOf = (x: Tensor): number[] => numbersOf(x).flatMap((value, i) => (Number(value) === 1 ? [i] : []));

/** Labels that are given as zeros and ones, one for each class of `vocab`. fastai: `EncodedMultiCategorize`. */
export class EncodedMultiCategorize extends Transform<readonly number[], TensorMultiCategory> {
  override order = 1;
  override makesNew = true;
  override loss: Described = { type: 'BCEWithLogitsLossFlat' };
  override vocab: L<Label>;
  override c: number;

  constructor(options: { vocab: Iterable<Label> }) {
    super();
    checkOptions(options, { vocab: true }, 'EncodedMultiCategorize');
    const vocab = options?.vocab;
    if (!isItems(vocab)) throw wrongKind('EncodedMultiCategorize', 'the classes, { vocab: […] }', vocab);
    this.vocab = L.from(vocab);
    this.c = this.vocab.length;
  }

  encodes(x: readonly number[]): TensorMultiCategory {
    if (x.length !== this.c)
      throw new Error(`${x.length} zeros and ones were given for ${counted(this.c, 'class', 'classes')}`);
    return typed(TensorMultiCategory, torch.tensor(x.map(Number), { dtype: 'float32' }));
  }

  override decodable(x: unknown): x is TensorMultiCategory {
    return x instanceof Tensor;
  }

  override decodes(x: TensorMultiCategory): L<Label> {
    return this.vocab.pick(onesOf(x));
  }

  override settings(): Record<string, unknown> {
    return { vocab: this.vocab };
  }
}

register('OneHotEncode', ({ c }) => new OneHotEncode(typeof c === 'number' ? { c } : {}));
register('EncodedMultiCategorize', ({ vocab }) => new EncodedMultiCategorize({ vocab: asLabels(vocab) }));
