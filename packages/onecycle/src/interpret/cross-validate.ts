import type { Tensor } from '@onecycle/torch';
import { checkCount, checkFunction, checkOptions, is, kindOf } from '../base/index.js';
import { type KFoldOptions, kFoldSplitter, type Splitter } from '../data/index.js';
import { type Cell, Table } from '../display/index.js';
import { Learner, type Value } from '../training/index.js';
import { ClassificationInterpretation } from './classification-interpretation.js';
import { type Findings, findingsOf } from './findings.js';

/** Mean and standard deviation (of a sample) of a number over the folds. */
export interface FoldScore {
  mean: number;
  std: number;
  /** Of each fold. */
  values: number[];
}

/** What {@link crossValidate} found. */
export interface CrossValidation {
  /** By the names of the table's columns: `valid_loss` and the learner's metrics. */
  scores: Record<string, FoldScore>;
  /** The same as a table, a row for each fold. */
  table: Table;
  /**
   * What is right and wrong about every item, each predicted by a model that has not been trained on it; items are counted as
   * the data block's `getItems` gives them.
   */
  interp: ClassificationInterpretation;
}

/**
 * Trains `k` times, each time with another part of the items for validation, so that every item is predicted by a model that has
 * not seen it.
 *
 * ```ts
 * const { table, interp } = await crossValidate(5, async (splitter) => {
 *   const dls = await new DataBlock({ ...pets, splitter }).dataloaders(path);
 *   const learn = await visionLearner(dls, resnet18, { metrics: errorRate });
 *   await learn.fineTune(3);
 *   return learn;
 * });
 * ```
 *
 * @param train makes data with the splitter of a fold (counted from 0), and a trained learner
 * @throws Error where `train` did not use the splitter, or the folds have different classes
 */
export async function crossValidate<I, B extends readonly Tensor[]>(
  k: number,
  train: (splitter: Splitter<I>, fold: number) => Promise<Learner<B>>,
  options: KFoldOptions<I> = {},
): Promise<CrossValidation> {
  checkOptions<KFoldOptions<I>>(options, { seed: is.seed, stratify: is.orNull(is.func) }, 'crossValidate');
  checkCount('k', k, 2);
  checkFunction('crossValidate(k, train)', train);
  const folds: { findings: Findings; valid: readonly number[]; values: Value[] }[] = [];
  let names: string[] = [];
  for (let fold = 0; fold < k; fold++) {
    const split = kFoldSplitter<I>(k, fold, options);
    let valid: number[] | undefined;
    const learn = await train(async (items) => {
      const parts = await split(items);
      [, valid] = parts;
      return parts;
    }, fold);
    const given: unknown = learn;
    if (!(given instanceof Learner))
      throw new TypeError(
        `crossValidate: train gave no learner for fold ${fold} but ${kindOf(given)}: return the one that it has trained`,
      );
    if (!valid)
      throw new Error(
        `crossValidate: fold ${fold} was trained on data that were not divided by the splitter that train was given`,
      );
    names = ['valid_loss', ...learn.metrics.map(({ name }) => name)];
    const values = await learn.noBar(() => learn.noLogging(() => learn.validate()));
    folds.push({ findings: await learn.noBar(() => findingsOf(learn, {})), valid, values });
  }
  const scores = Object.fromEntries(
    names.map((name, i) => [name, scoreOf(folds.map(({ values }) => Number(values[i] ?? Number.NaN)))]),
  );
  return { scores, table: tableOf(scores, k), interp: new ClassificationInterpretation(merged(folds)) };
}

function scoreOf(values: number[]): FoldScore {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)), values };
}

function tableOf(scores: Record<string, FoldScore>, k: number): Table {
  const columns = Object.values(scores);
  const rows: Cell[][] = Array.from({ length: k }, (_, fold) => [
    String(fold),
    ...columns.map(({ values }) => values[fold]),
  ]);
  rows.push(['mean', ...columns.map(({ mean }) => mean)], ['std', ...columns.map(({ std }) => std)]);
  return new Table(['fold', ...Object.keys(scores)], rows, { digits: 6 });
}

/** The findings of all folds as those of one pass over all items, in their order. */
function merged(folds: readonly { findings: Findings; valid: readonly number[] }[]): Findings {
  const [first] = folds;
  const vocab = first?.findings.vocab ?? [];
  const rows = folds.flatMap(({ findings, valid }) => {
    if (findings.vocab.join('\n') !== vocab.join('\n')) {
      throw new Error(
        `crossValidate: the folds have different classes (${vocab.join(', ')}; ${findings.vocab.join(', ')}): name them with categoryBlock({ vocab }), or divide with { stratify }`,
      );
    }
    return findings.items.map((local, row) => ({ findings, local, row, item: valid[local] ?? local }));
  });
  rows.sort((a, b) => a.item - b.item);
  const places = new Map(rows.map((place) => [place.item, place]));
  /** Asks every fold for its own items, and puts what it gives in the order of all. */
  const ofFolds = async <T>(
    items: readonly number[],
    ask: (findings: Findings, local: number[], at: number[]) => Promise<readonly T[] | undefined>,
  ): Promise<T[] | undefined> => {
    const found: T[] = [];
    for (const { findings } of folds) {
      const at = [...items.keys()].filter((i) => places.get(items[i] ?? -1)?.findings === findings);
      const local = at.map((i) => places.get(items[i] ?? -1)?.local ?? 0);
      const some = at.length > 0 ? await ask(findings, local, at) : [];
      if (!some) return undefined;
      some.forEach((one, i) => {
        found[at[i] ?? 0] = one;
      });
    }
    return found;
  };
  const all = <T>(pick: (findings: Findings) => readonly T[]): T[] =>
    rows.flatMap(({ findings, row }) => pick(findings).slice(row, row + 1));
  const flat = (pick: (findings: Findings) => Findings['targs']) =>
    all<number | readonly number[]>(pick) as number[] | (readonly number[])[];
  return {
    vocab,
    preds: all(({ preds }) => preds),
    targs: flat(({ targs }) => targs),
    decoded: flat(({ decoded }) => decoded),
    losses: all(({ losses }) => losses),
    items: rows.map(({ item }) => item),
    pictures: (items) => ofFolds(items, (findings, local) => findings.pictures(local)),
    maps: async (items, targets) =>
      (await ofFolds(items, async (findings, local, at) =>
        findings.maps?.(
          local,
          at.map((i) => targets[i]),
        ),
      )) ?? [],
  };
}
