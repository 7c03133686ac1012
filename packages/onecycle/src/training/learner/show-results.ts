import { type Tensor, torch } from '@onecycle/torch';
import { checkOptions, is, type OptionNames } from '../../base/index.js';
import { DataLoader, disposeMembers, isPicture, type L, showSamples, textOf } from '../../data/index.js';
import {
  type Figure,
  type FigureOptions,
  figureOptions,
  pictureGrid,
  type Table,
  verdictColor,
} from '../../display/index.js';
import { getPreds, type Predicting, targetDecoder } from '../predict/index.js';

/** Options of `learn.showResults`. */
export interface ShowResultsOptions<B extends readonly Tensor[]> extends FigureOptions {
  /** 0 for the training data, 1 (the default) for the validation data. */
  dsIdx?: number;
  /** Other data. */
  dl?: DataLoader<B>;
  /** At most so many items. Default 9. */
  maxN?: number;
  ncols?: number;
  /** Whether the items are drawn at random. Default true. */
  shuffle?: boolean;
}

const showResultsNames: OptionNames<ShowResultsOptions<Tensor[]>> = {
  dsIdx: true,
  dl: is.instance('a data loader', DataLoader),
  maxN: is.count(1),
  ncols: is.count(1),
  shuffle: is.flag,
  ...figureOptions,
};

/**
 * Items of a batch with their targets and, below, what the model makes of them, in green where the two agree. Data that
 * are no pictures come as a table.
 */
export async function showResults<B extends readonly Tensor[]>(
  learn: Predicting<B>,
  options: ShowResultsOptions<B>,
): Promise<Figure | Table> {
  checkOptions<ShowResultsOptions<B>>(options, showResultsNames, 'learn.showResults');
  const {
    dsIdx = 1,
    maxN = 9,
    ncols = 3,
    shuffle = true,
    dl = learn.dls.at(dsIdx).new<B>({ shuffle }),
    ...figure
  } = options;
  const batch = await dl.oneBatch();
  const made: unknown[] = [...batch];
  try {
    const { preds, targs, decoded } = await learn.noBar(() =>
      getPreds(learn, { dl: [batch], withDecoded: true }),
    );
    made.push(preds, targs, decoded);
    return torch.scope(() => shown(learn, dl.decodeBatch(batch, { maxN }), decoded, { ncols, ...figure }));
  } finally {
    disposeMembers(made);
  }
}

/** The items of a batch, decoded, with what the model made of them. */
function shown<B extends readonly Tensor[]>(
  learn: Predicting<B>,
  items: L<unknown[]>,
  decoded: Tensor,
  { ncols, ...figure }: FigureOptions & { ncols: number },
): Figure | Table {
  const decode = targetDecoder(learn.dls);
  const samples = items.map((sample, row) => [...sample, decode(decoded.select(0, row))]);
  const { nInp } = learn.dls;
  const pictures = samples.flatMap((sample) => {
    const picture = sample.find(isPicture);
    const [target, predicted] = sample.slice(nInp).map(textOf);
    const color = verdictColor(target === predicted);
    return picture ? [{ ...picture.toPicture(), title: `${target}\n${predicted}`, color }] : [];
  });
  if (pictures.length < samples.length) return showSamples(samples, nInp);
  return pictureGrid(pictures, {
    title: 'Target / Prediction',
    ...figure,
    ncols: Math.min(ncols, pictures.length),
  });
}
