import { type nn, Tensor, torch } from '@onecycle/torch';
import { checkOptions, counted, is } from '../../base/index.js';
import { type Chart, chart, type Grid, lineChart, subplots } from '../../display/index.js';
import { Callback } from '../events/index.js';

/** What one batch's activations of one layer come to. */
export interface LayerStats {
  mean: number;
  std: number;
  /** The share of activations at or below 0.05. */
  nearZero: number;
  /** Counts of 40 equal bins over [0, 10], where asked for. */
  hist?: number[];
}

/** Options of {@link activationStats}. */
export interface ActivationStatsOptions {
  /** The layers. Default: all that have parameters of their own. */
  modules?: readonly nn.AnyModule[];
  /** Looks at every so many training batches. Default 1. */
  every?: number;
  /** Also histograms, for `colorDim`. Default false. */
  withHist?: boolean;
}

const BINS = 40;
const HIGHEST = 10;

/**
 * Keeps mean, standard deviation and the share of near-zero activations of layers, batch by batch, to see whether a
 * training is healthy. Source: fastai's ActivationStats.
 */
export class ActivationStats extends Callback {
  override order = -20;
  override runValid = false;
  override onlyFits = true;
  /** Per training batch looked at, per layer. */
  stats: LayerStats[][] = [];
  modules: readonly nn.AnyModule[] = [];
  #handles: { remove(): void }[] = [];
  #batch: LayerStats[] = [];

  constructor(readonly options: ActivationStatsOptions = {}) {
    super();
    checkOptions(
      options,
      { modules: is.orNull(is.items), every: is.count(1), withHist: is.flag },
      'activationStats',
    );
  }

  override beforeFit(): void {
    this.stats = [];
    const { modules } = this.options;
    this.modules =
      modules ?? this.learn.model.modules().filter((module) => [...module.ownParameters()].length > 0);
  }

  override beforeBatch(): void {
    if (this.learn.trainIter % (this.options.every ?? 1) !== 0) return;
    this.#batch = [];
    this.#handles = this.modules.map((module, i) =>
      module.registerForwardHook((_module: unknown, _args: unknown, out: unknown) => {
        if (out instanceof Tensor) this.#batch[i] = measure(out, this.options.withHist ?? false);
      }),
    );
  }

  override afterPred(): void {
    if (this.#handles.length > 0) this.stats.push(this.#batch);
    this.#remove();
  }

  override afterFit(): void {
    this.#remove();
  }

  #remove(): void {
    for (const handle of this.#handles.splice(0)) handle.remove();
  }

  /** One layer's statistics over the batches; −1 is the last layer. */
  layerStats(layer: number): { mean: number[]; std: number[]; nearZero: number[] } {
    const stats = this.#ofLayer(layer);
    return {
      mean: stats.map(({ mean }) => mean),
      std: stats.map(({ std }) => std),
      nearZero: stats.map(({ nearZero }) => nearZero),
    };
  }

  /** Three charts: mean, standard deviation and share near zero of a layer's activations. */
  plotLayerStats(layer: number): Grid {
    const { mean, std, nearZero } = this.layerStats(layer);
    const grid = subplots(1, 3, { figsize: [12, 3] });
    const titled: [string, number[]][] = [
      ['mean', mean],
      ['std', std],
      ['% near zero', nearZero.map((share) => 100 * share)],
    ];
    for (const [i, [title, y]] of titled.entries())
      grid.at(0, i).show(lineChart([{ y }], { x: 'batch', title }));
    return grid;
  }

  /** The "colourful dimension": a layer's histograms side by side, batch by batch, darker where there are more. */
  colorDim(layer: number): Chart {
    const values = this.#ofLayer(layer).flatMap(({ hist }, batch) => {
      if (!hist)
        throw new Error(
          'there are no histograms: make the callback with activationStats({ withHist: true })',
        );
      return hist.map((count, bin) => ({
        batch,
        activation: (bin * HIGHEST) / BINS,
        count: Math.log1p(count),
      }));
    });
    return chart(
      {
        data: { values },
        mark: 'rect',
        encoding: {
          x: { field: 'batch', type: 'ordinal', axis: { labels: false, ticks: false } },
          y: {
            field: 'activation',
            type: 'ordinal',
            sort: 'descending',
            axis: { labels: false, ticks: false },
          },
          color: { field: 'count', type: 'quantitative', legend: null, scale: { scheme: 'viridis' } },
        },
      },
      { figsize: [10, 5] },
    );
  }

  #ofLayer(layer: number): LayerStats[] {
    const { length } = this.modules;
    return this.stats.map((batch) => {
      const stats = batch.at(layer);
      if (!stats)
        throw new Error(
          `there are no statistics of layer ${layer}: ${counted(length, 'layer was', 'layers were')} looked at`,
        );
      return stats;
    });
  }
}

function measure(out: Tensor, withHist: boolean): LayerStats {
  return torch.noGrad(() =>
    torch.scope(() => {
      const x = out.detach().float();
      const stats = {
        mean: Number(x.mean()),
        std: Number(x.std()),
        nearZero: Number(x.le(0.05).float().mean()),
      };
      if (!withHist) return stats;
      return { ...stats, hist: Array.from(x.cpu().histc(BINS, 0, HIGHEST).toTypedArray(), Number) };
    }),
  );
}

/** See {@link ActivationStats}. */
export const activationStats = (options: ActivationStatsOptions = {}): ActivationStats =>
  new ActivationStats(options);
