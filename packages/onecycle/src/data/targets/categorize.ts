import { Tensor, torch } from '@onecycle/torch';
import { checkOptions, is } from '../../base/index.js';
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
import { numbersOf, typed } from './small-tensors.js';

/** Options of {@link Categorize}. */
export interface CategorizeOptions extends CategoryMapOptions {
  /** The classes, where they shall not be taken from the training items. */
  vocab?: Iterable<Label>;
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
    checkOptions(options, { vocab: is.orNull(is.items), sort: is.flag, addNa: is.flag }, 'Categorize');
    super();
    const { vocab, sort = true, addNa = false } = options;
    this.options = { sort, addNa };
    if (vocab) this.map = new CategoryMap(vocab, this.options);
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
    checkOptions(options, { vocab: is.orNull(is.items), addNa: is.flag }, 'MultiCategorize');
    super();
    const { vocab, addNa = false } = options;
    this.addNa = addNa;
    if (vocab) this.map = new CategoryMap(vocab, { sort: false, addNa });
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

const vocabOf = ({ vocab, addNa }: Described) => ({ vocab: asLabels(vocab), addNa: addNa === true });
register('Categorize', (json) => new Categorize({ ...vocabOf(json), sort: json.sort === true }));
register('MultiCategorize', (json) => new MultiCategorize(vocabOf(json)));
