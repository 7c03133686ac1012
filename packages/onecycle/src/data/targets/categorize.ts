import { Tensor, torch } from '@onecycle/torch';
import { checkOptions, counted, thereAre } from '../../base/index.js';
import { L } from '../collections/index.js';
import {
  type BatchRead,
  type BatchReaderOffer,
  type Described,
  type Label,
  register,
  type SetupSource,
  type TensorBase,
  TensorCategory,
  TensorMultiCategory,
  Transform,
} from '../transforms/index.js';
import { CategoryMap, type CategoryMapOptions } from './category-map.js';
import { asLabel, asLabels } from './labels.js';
import { lookalikes } from './lookalikes.js';

/** Options of {@link Categorize}. */
export interface CategorizeOptions extends CategoryMapOptions {
  /** The classes, where they shall not be taken from the training items. */
  vocab?: Iterable<Label>;
}

/** The numbers of a small tensor. */
const numbersOf = (x: Tensor): number[] =>
  torch.scope(() => Array.from(x.reshape([-1]).to('cpu').toTypedArray(), Number));

/** `values` under the name of `type`; the plain handle is given back. */
function typed<T extends Tensor>(type: new (source: Tensor) => T, values: Tensor): T {
  const result = new type(values);
  values.dispose();
  return result;
}

/** What the transforms from labels to numbers share: a vocabulary, given or taken from the training items. */
abstract class VocabTransform<I> extends Transform<I, TensorBase> {
  override order = 1;
  override makesNew = true;
  #map: CategoryMap | undefined;
  #hasLearned = false;

  protected get map(): CategoryMap {
    if (!this.#map) throw new Error(`${this.name} has no vocabulary yet: call setup first, or give a vocab`);
    return this.#map;
  }

  protected set map(map: CategoryMap) {
    this.#map = map;
    this.vocab = map.items;
    this.c = map.items.length;
  }

  /** The labels of one item. Throws where they are none. */
  protected abstract labelsOf(item: unknown): Label[];

  protected abstract mapOf(labels: readonly Label[]): CategoryMap;

  override async setup(source: SetupSource): Promise<void> {
    if (this.#map) return;
    const items = await source.items();
    const labels = items.flatMap((item, i) => {
      try {
        return this.labelsOf(item);
      } catch (error) {
        throw source.blame?.(i, error) ?? error;
      }
    });
    this.map = this.mapOf(labels);
    for (const { labels, by } of lookalikes(this.map.items))
      console.warn(
        `the classes '${labels[0]}' and '${labels[1]}' look the same and are two: ${by}. Where they are one, give them one label`,
      );
    this.#hasLearned = true;
  }

  /** One without a vocabulary. */
  protected abstract blank(): VocabTransform<I>;

  override anew(): VocabTransform<I> {
    return this.#hasLearned ? this.blank() : this;
  }

  override decodable(x: unknown): x is TensorBase {
    return x instanceof Tensor;
  }
}

/**
 * A label becomes its class's number, and back. The classes are the distinct labels of the training items, sorted,
 * or those of `vocab` (sorted as well, unless `sort` is false). fastai: `Categorize`.
 */
export class Categorize extends VocabTransform<Label> {
  override loss: Described = { type: 'CrossEntropyLossFlat' };
  readonly options: CategoryMapOptions;

  constructor(options: CategorizeOptions = {}) {
    checkOptions(options, { vocab: true, sort: true, addNa: true }, 'Categorize');
    super();
    const { vocab, sort = true, addNa = false } = options;
    this.options = { sort, addNa };
    if (vocab !== undefined) this.map = new CategoryMap(vocab, this.options);
  }

  protected override labelsOf(item: unknown): Label[] {
    return [asLabel(item, this.options.addNa)];
  }

  protected override mapOf(labels: readonly Label[]): CategoryMap {
    return new CategoryMap(labels, this.options);
  }

  protected override blank(): Categorize {
    return new Categorize(this.options);
  }

  /** The class's number. Throws where it is no label, or one that is not in the vocabulary. */
  #number(label: unknown): number {
    return this.map.number(asLabel(label, this.options.addNa));
  }

  encodes(label: Label): TensorCategory {
    return typed(TensorCategory, torch.tensor(this.#number(label)));
  }

  /** The labels of a batch become one tensor at once, where no other transform has to do with their numbers. */
  override batchReader: BatchReaderOffer = (_own, rest) => {
    if (this.encodes !== Categorize.prototype.encodes) return null;
    using sample = typed(TensorCategory, torch.tensor(0));
    if (rest.some(({ transform }) => transform.accepts(sample))) return null;
    return { isKept: false, read: (labels) => this.#readAll(labels) };
  };

  #readAll(labels: readonly unknown[]): BatchRead {
    const numbers: number[] = [];
    const failures: BatchRead['failures'][number][] = [];
    for (let position = 0; position < labels.length; position++)
      try {
        numbers.push(this.#number(labels[position]));
      } catch (error) {
        failures.push({ position, error: error instanceof Error ? error : new Error(String(error)) });
      }
    if (numbers.length === 0) return { batch: null, failures };
    return { batch: typed(TensorCategory, torch.tensor(numbers, { dtype: 'int64' })), failures };
  }

  override decodes(x: Tensor): Label {
    return this.map.label(Number(x.item()));
  }

  override settings(): Record<string, unknown> {
    return { vocab: this.vocab, ...this.options };
  }

  override toJSON(): Described {
    // The vocabulary has its order, and #na# with it.
    return { type: 'Categorize', vocab: this.vocab, sort: false, addNa: this.options.addNa };
  }
}

/**
 * Several labels become their classes' numbers, and back. The classes are all labels of the training items, sorted,
 * or `vocab` in its own order. fastai: `MultiCategorize`.
 */
export class MultiCategorize extends VocabTransform<readonly Label[]> {
  override loss: Described = { type: 'BCEWithLogitsLossFlat' };
  readonly addNa: boolean;

  constructor(options: Omit<CategorizeOptions, 'sort'> = {}) {
    checkOptions(options, { vocab: true, addNa: true }, 'MultiCategorize');
    super();
    const { vocab, addNa = false } = options;
    this.addNa = addNa;
    if (vocab !== undefined) this.map = new CategoryMap(vocab, { sort: false, addNa });
  }

  protected override labelsOf(item: unknown): Label[] {
    return asLabels(item, this.addNa);
  }

  protected override mapOf(labels: readonly Label[]): CategoryMap {
    return new CategoryMap(labels, { addNa: this.addNa });
  }

  protected override blank(): MultiCategorize {
    return new MultiCategorize({ addNa: this.addNa });
  }

  encodes(labels: readonly Label[]): TensorMultiCategory {
    return typed(
      TensorMultiCategory,
      torch.tensor(this.map.numbers(asLabels(labels, this.addNa)), { dtype: 'int64' }),
    );
  }

  override decodes(x: Tensor): L<Label> {
    return L.from(numbersOf(x), (index) => this.map.label(index));
  }

  override settings(): Record<string, unknown> {
    return { vocab: this.vocab, addNa: this.addNa };
  }
}

/**
 * Classes' numbers become zeros and ones, a place for each of the `c` classes, and back; -1 is the last class. Throws,
 * naming the number, where there is no such class. fastai: `OneHotEncode`.
 */
export class OneHotEncode extends Transform<Tensor, TensorMultiCategory> {
  override order = 2;
  override makesNew = true;
  #hasLearned = false;

  constructor(options: { c?: number } = {}) {
    checkOptions(options, { c: true }, 'OneHotEncode');
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

  constructor({ vocab }: { vocab: Iterable<Label> }) {
    super();
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

const vocabOf = ({ vocab, addNa }: Described) => ({ vocab: asLabels(vocab), addNa: addNa === true });
register('Categorize', (json) => new Categorize({ ...vocabOf(json), sort: json.sort === true }));
register('MultiCategorize', (json) => new MultiCategorize(vocabOf(json)));
register('OneHotEncode', ({ c }) => new OneHotEncode(typeof c === 'number' ? { c } : {}));
register('EncodedMultiCategorize', ({ vocab }) => new EncodedMultiCategorize({ vocab: asLabels(vocab) }));
