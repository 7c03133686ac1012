import { checkOptions, is, wrongKind } from '../../base/index.js';
import { type Chart, lineChart } from '../../display/index.js';
import type { Suggestion } from './suggestions.js';

/** What a learning-rate finder found. */
export interface LrFindResult {
  /** The learning rate of every iteration. */
  lrs: readonly number[];
  /** The smoothed loss after every iteration. */
  losses: readonly number[];
  /** What the suggestion functions made of it, by name. */
  suggestions: Readonly<Record<string, Suggestion>>;
}

/**
 * The loss over the learning rate, with the suggestions marked. `skipEnd` leaves out that many points at the end, where the
 * loss explodes; default 5. Source: fastai's plot_lr_find.
 */
export function plotLrFind(found: LrFindResult, options: { skipEnd?: number } = {}): Chart {
  if (!Array.isArray(found?.lrs) || !Array.isArray(found.losses) || !found.suggestions)
    throw wrongKind('plotLrFind', 'what a search for a learning rate found, learn.recorder.lrFind', found);
  checkOptions(options, { skipEnd: is.count(0) }, 'plotLrFind');
  const { lrs, losses, suggestions } = found;
  const { skipEnd = 5 } = options;
  const shown = Math.max(losses.length - skipEnd, 0);
  const marks = Object.entries(suggestions).map(([name, { point }]) => ({
    name,
    x: point.lr,
    y: point.loss,
  }));
  return lineChart([{ x: lrs.slice(0, shown), y: losses.slice(0, shown) }], {
    x: 'Learning Rate',
    y: 'Loss',
    xScale: 'log',
    marks,
  });
}
