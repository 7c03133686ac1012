import type { Tensor } from '@onecycle/torch';
import { checkOptions, counted, is } from '../../base/index.js';
import { notebook } from '../../display/index.js';
import { checkIsLearner } from '../events/index.js';
import { checkBatches } from '../state/index.js';
import { LRFinder, type LrFinderOptions, lrFinderNames } from './lr-finder.js';
import { type LrFindResult, plotLrFind } from './plot.js';
import type { RateFindable } from './rate-findable.js';
import { snapshot } from './snapshot.js';
import { type SuggestFunction, valley } from './suggestions.js';

/** Suggestion functions, by the names under which their results come back. */
export type SuggestFunctions = Readonly<Record<string, SuggestFunction>>;

/** Options of `learn.lrFind`. */
export interface LrFindOptions<S extends SuggestFunctions = SuggestFunctions> extends LrFinderOptions {
  /** Default `{ valley }`; null only records the curve. */
  suggest?: S | null;
  /** Whether a notebook shows the plot at once. Default true. */
  showPlot?: boolean;
}

/** A learning rate for each suggestion function. */
export type SuggestedLrs<S> = { [Name in keyof S]: number };

/**
 * Trains on up to `numIt` batches with a growing learning rate, puts everything back as it was (but for `learn.recorder.lrFind`, and state that callbacks of one's own keep), and suggests learning
 * rates from the curve, which `learn.recorder.plotLrFind()` shows.
 *
 * Source: fastai's lr_find; Smith 2015.
 *
 * @throws if the loss diverged before there was a curve to read (the message says what to try), or Ctrl-C was pressed
 */
export async function lrFind<B extends readonly Tensor[]>(
  learn: RateFindable<B>,
  options?: LrFindOptions<{ valley: SuggestFunction }>,
): Promise<{ valley: number }>;
export async function lrFind<B extends readonly Tensor[], S extends SuggestFunctions>(
  learn: RateFindable<B>,
  options: LrFindOptions<S>,
): Promise<SuggestedLrs<S>>;
export async function lrFind<B extends readonly Tensor[]>(
  learn: RateFindable<B>,
  given: LrFindOptions = {},
): Promise<Record<string, number>> {
  checkIsLearner('lrFind', learn);
  checkOptions(given, { suggest: true, showPlot: is.flag, ...lrFinderNames }, 'learn.lrFind');
  const { suggest = { valley }, showPlot = true, ...options } = given;
  checkSuggestions(suggest);
  const { startLr = 1e-7, numIt = 100 } = options;
  const finder = new LRFinder(options);
  const { train } = learn.dls;
  checkBatches(train, { count: learn.strategy.count(train), size: learn.strategy.size });
  // Of the number that was asked for, as in fastai, though the finder makes 6 of less.
  const epochs = Math.floor(numIt / Math.max(1, learn.strategy.count(learn.dls.train))) + 1;
  const curve = await mockTraining(learn, finder, epochs);
  const result: LrFindResult = { ...curve, suggestions: {} };
  learn.recorder.lrFind = result;
  const show = async () => showPlot && notebook()?.update(await plotLrFind(result).mimeBundle());
  if (suggest === null) {
    await show();
    return {};
  }

  const [lrs, losses] = readable(curve, Math.floor(finder.numIt / 10));
  if (losses.length === 0) {
    const diverged = finder.diverged || curve.losses.some(Number.isNaN);
    throw new Error(
      !diverged
        ? `lrFind made ${curve.losses.length} iterations, of which the first tenth and the last 5 do not count: ask for more with { numIt: 100 }.`
        : diverging(curve.losses, Math.min(...[startLr].flat())),
    );
  }
  result.suggestions = Object.fromEntries(
    Object.entries(suggest).map(([name, suggestLr]) => [name, suggestLr(lrs, losses)]),
  );
  await show();
  return Object.fromEntries(Object.entries(result.suggestions).map(([name, { lr }]) => [name, lr]));
}

/** Rates below it move the loss by less than its batches differ: a search that diverges there says nothing of rates. */
const HARMLESS = 1e-5;

function diverging(losses: readonly number[], startLr: number): string {
  if (losses.length > 0 && losses.every(Number.isNaN)) {
    return 'The loss is NaN from the first batch on, whatever the learning rate: look at the data with learn.dls.showBatch(), and at the loss.';
  }
  const what = `The loss diverged after ${counted(losses.length, 'batch', 'batches')}, before there was a curve to read a learning rate from`;
  if (startLr > HARMLESS) {
    return `${what}: begin lower, with lrFind({ startLr: ${Number((startLr / 1000).toPrecision(2))} }).`;
  }
  return `${what}. At rates this low it is not the rate: the losses of the batches differ more than that, as they do where the model has learned the data already (after a fineTune, say). Search on with lrFind({ stopDiv: false }), or with larger batches.`;
}

function checkSuggestions(suggest: unknown): void {
  if (suggest === null) return;
  const isRecord = typeof suggest === 'object' && !Array.isArray(suggest);
  const wrong = isRecord && Object.entries(suggest).find(([, f]) => typeof f !== 'function');
  if (isRecord && !wrong) return;
  throw new TypeError(
    `lrFind({ suggest }) takes functions by name, { valley, steep }, or null${wrong ? `: '${wrong[0]}' is none` : ''}`,
  );
}

/** The finder's curve; the learner is as it was. */
async function mockTraining<B extends readonly Tensor[]>(
  learn: RateFindable<B>,
  finder: LRFinder,
  epochs: number,
): Promise<Pick<LrFindResult, 'lrs' | 'losses'>> {
  const putBack = snapshot(learn);
  const { haltOnNan } = learn;
  learn.haltOnNan = false;
  try {
    await learn.noLogging(() => learn.fit(epochs, { cbs: finder }));
    const { lrs, losses } = learn.recorder;
    if (learn.stopRequested)
      throw new Error(`lrFind was interrupted after ${losses.length} of ${finder.numIt} batches`);
    return { lrs, losses };
  } finally {
    learn.haltOnNan = haltOnNan;
    putBack();
  }
}

/** The part of the curve that suggestions are read from: without its start, its end, and what follows a NaN. */
function readable(
  { lrs, losses }: Pick<LrFindResult, 'lrs' | 'losses'>,
  skipStart: number,
): [number[], number[]] {
  const middle = losses.slice(skipStart, -5);
  const gap = middle.findIndex(Number.isNaN);
  const end = gap === -1 ? middle.length : gap;
  return [lrs.slice(skipStart, skipStart + end), middle.slice(0, end)];
}
