import { torch } from '@onecycle/torch';
import { checkNumber, checkOptions, extent, is, withoutUndefined } from '../base/index.js';
import {
  type Figure,
  type FigureOptions,
  figureOptions,
  type OverlayOptions,
  overlayOptions,
  type Picture,
  pictureGrid,
  Table,
  toFixedEven,
  verdictColor,
} from '../display/index.js';
import { type Findings, isFlat, numbersOf } from './findings.js';

/** Options of `ClassificationInterpretation.topLosses`. */
export interface TopLossesOptions {
  /** The largest losses, or the smallest. Default true. */
  largest?: boolean;
}

/** Options of `ClassificationInterpretation.plotTopLosses`. */
export interface PlotTopLossesOptions extends TopLossesOptions, FigureOptions, OverlayOptions {
  /** Pictures per row; default: as square a grid as possible. */
  ncols?: number;
  /**
   * Whether each picture lies below a map of the places that spoke for the class that was predicted (`gradCam`), with the `alpha` and
   * the `colorMap` that are given beside it. Default false.
   */
  heatmap?: boolean;
}

/** The `k` largest (or smallest) losses and the items they belong to; see `ClassificationInterpretation`. */
export function topLosses(
  findings: Findings,
  k: number,
  options: TopLossesOptions,
): { losses: number[]; indices: number[] } {
  checkOptions(options, { largest: is.flag }, 'topLosses');
  checkNumber('k', k);
  const rows = topRows(findings, k, options.largest ?? true);
  return {
    losses: rows.map((row) => findings.losses[row] ?? Number.NaN),
    indices: itemsOf(findings, rows),
  };
}

/** The pictures of the largest (or smallest) losses, a table where the items are none; see `ClassificationInterpretation`. */
export async function plotTopLosses(
  findings: Findings,
  k: number,
  options: PlotTopLossesOptions,
): Promise<Figure | Table> {
  const names = {
    ...figureOptions,
    ...overlayOptions,
    largest: is.flag,
    ncols: is.count(1),
    heatmap: is.flag,
  } as const;
  checkOptions(options, names, 'plotTopLosses');
  checkNumber('k', k);
  const { largest = true, heatmap: withMaps = false, alpha, colorMap, ...figure } = options;
  const rows = topRows(findings, k, largest);
  const facts = rows.map((row) => factOf(findings, row));
  const indices = itemsOf(findings, rows);
  const pictures = await (withMaps
    ? picturesBelowMaps(findings, rows, withoutUndefined({ alpha, colorMap }))
    : findings.pictures(indices));
  if (!pictures) {
    const columns = ['item', 'prediction', 'actual', 'loss', 'probability'];
    return new Table(
      columns,
      facts.map((fact, i) => [indices[i], fact.prediction, fact.actual, fact.loss, fact.probability]),
    );
  }
  return pictureGrid(
    pictures.map((picture, i) => ({ ...picture, ...titleOf(facts[i]) })),
    { title: 'Prediction / Actual / Loss / Probability', ...figure },
  );
}

/** Rows in the order of their losses; what is not a number counts as larger than any. */
function topRows({ losses }: Findings, k: number, largest: boolean): number[] {
  const count = Math.max(0, Math.min(k, losses.length));
  return torch.scope(() => {
    const [, rows] = torch.tensor([...losses], { dtype: 'float32' }).topk(count, { largest });
    return numbersOf(rows);
  });
}

const itemsOf = ({ items }: Findings, rows: readonly number[]): number[] =>
  rows.map((row) => items[row] ?? row);

/** Pictures of some rows, each below the map of what was predicted; undefined where the items are no pictures. */
async function picturesBelowMaps(
  findings: Findings,
  rows: readonly number[],
  options: OverlayOptions,
): Promise<Picture[] | undefined> {
  const { maps, decoded } = findings;
  if (!maps)
    throw new Error('these findings have no model to ask where it looked: make them with fromLearner(learn)');
  const targets = rows.map((row) => (isFlat(decoded) ? decoded[row] : undefined));
  const found = await maps(itemsOf(findings, rows), targets);
  if (found.some(({ picture }) => picture === undefined)) return undefined;
  return Promise.all(found.map((map) => map.over(options)));
}

/** What is said of a row. */
interface Fact {
  prediction: string;
  actual: string;
  loss: number;
  probability: number;
}

function factOf({ vocab, targs, decoded, preds, losses }: Findings, row: number): Fact {
  const names = (labels: number | readonly number[] | undefined) =>
    typeof labels === 'number'
      ? (vocab[labels] ?? '')
      : vocab.filter((_, c) => (labels?.[c] ?? 0) > 0).join(';') || 'none';
  return {
    prediction: names(decoded[row]),
    actual: names(targs[row]),
    loss: losses[row] ?? Number.NaN,
    probability: extent(preds[row] ?? [])[1],
  };
}

function titleOf(fact: Fact | undefined): Pick<Picture, 'title' | 'color'> {
  if (!fact) return {};
  const { prediction, actual, loss, probability } = fact;
  return {
    title: `${prediction} / ${actual}\n${toFixedEven(loss, 2)} / ${toFixedEven(probability, 2)}`,
    color: verdictColor(prediction === actual),
  };
}
