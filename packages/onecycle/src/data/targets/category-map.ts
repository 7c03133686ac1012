import { checkOptions, counted, is, isItems, thereAre, wrongKind } from '../../base/index.js';
import { L } from '../collections/index.js';
import type { Label } from '../transforms/index.js';

/** Options of {@link CategoryMap}. */
export interface CategoryMapOptions {
  /** Whether the classes are sorted (texts by code point); otherwise they stay in order of first appearance. */
  sort?: boolean;
  /** Whether a class `#na#` comes first, which unknown labels fall into. Default false. */
  addNa?: boolean;
}

/** The class that unknown labels fall into with `addNa`. */
export const na = '#na#';

/** The classes and their numbers. fastai: `CategoryMap`. */
export class CategoryMap {
  readonly items: L<Label>;
  readonly #numbers: Map<Label, number>;
  readonly #addNa: boolean;

  constructor(labels: Iterable<Label>, options: CategoryMapOptions = {}) {
    checkOptions(options, { sort: is.flag, addNa: is.flag }, 'CategoryMap');
    if (!isItems(labels)) throw wrongKind('CategoryMap', 'the classes as a list', labels);
    const { sort = true, addNa = false } = options;
    const distinct = L.from(labels)
      .filter((label) => !Number.isNaN(label))
      .unique({ sort });
    this.items = addNa ? L.of<Label>(na, ...distinct.filter((label) => label !== na)) : distinct;
    this.#numbers = this.items.val2idx();
    this.#addNa = addNa;
  }

  /** The label's number; an unknown one has 0 with `addNa`, and otherwise throws. */
  number(label: Label): number {
    const number = this.#numbers.get(label);
    if (number !== undefined) return number;
    return this.#addNa ? 0 : (this.numbers([label])[0] ?? 0);
  }

  /** The labels' numbers. Throws, naming them, where some are not in the vocabulary. */
  numbers(labels: readonly Label[]): number[] {
    const unknown = labels.filter((label) => !this.#numbers.has(label));
    if (unknown.length > 0) {
      const [named, are] = [
        unknown.map((label) => `'${label}'`).join(', '),
        unknown.length > 1 ? 's are' : ' is',
      ];
      throw new Error(
        `label${are} not in the vocabulary: ${named}; it has the ${counted(this.items.length, 'class', 'classes')} of the training items. ` +
          'Have every class among those, or give the vocab',
      );
    }
    return labels.map((label) => this.#numbers.get(label) ?? 0);
  }

  /** The class with this number. Throws where there is none. */
  label(index: number): Label {
    const label = this.items[index];
    if (label === undefined) throw new RangeError(`no class number ${index}: ${thereAre(this.items.length)}`);
    return label;
  }
}
