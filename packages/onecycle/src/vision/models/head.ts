import { nn, type Tensor } from '@onecycle/torch';
import {
  checkCount,
  checkOptions,
  checkShare,
  counted,
  is,
  type OptionNames,
  shown,
  wrongKind,
} from '../../base/index.js';

/** Options of {@link createHead}. */
export type HeadOptions = {
  /** Widths of the hidden layers. Default `[512]`. */
  linFtrs?: number[] | undefined;
  /** Dropped share before the last linear layer, half of it before the others; or one a layer. Default 0.5. */
  ps?: number | number[] | undefined;
  /** Whether maxima stand beside the means of the map, which doubles the features. Default true. */
  concatPool?: boolean | undefined;
  /** Whether the head pools at all; false for a body that gives `[N, features]`. Default true. */
  pool?: boolean | undefined;
  /** Whether a batch norm comes first. Default true. */
  firstBn?: boolean | undefined;
  /** Whether a batch norm comes last. Default false. */
  bnFinal?: boolean | undefined;
  /** Whether linear layers come before their batch norm and dropout. Default false. */
  linFirst?: boolean | undefined;
  /** Squeezes the output into this range by a sigmoid. */
  yRange?: [number, number] | undefined;
};

/** The names of {@link HeadOptions}. */
export const headOptionNames = {
  linFtrs: is.orNull(is.items),
  ps: true,
  concatPool: is.flag,
  pool: is.flag,
  firstBn: is.flag,
  bnFinal: is.flag,
  linFirst: is.flag,
  yRange: is.orNull(is.pair),
} as const satisfies OptionNames<HeadOptions>;

/** fastai's batch norm of features: weight 1, bias 0.001. */
function batchNorm(features: number): nn.BatchNorm1d {
  const norm = new nn.BatchNorm1d(features);
  if (norm.bias) nn.init.constant_(norm.bias, 1e-3);
  return norm;
}

/** sigmoid(x) stretched to [low, high]. */
export class SigmoidRange extends nn.Module {
  constructor(
    readonly low: number,
    readonly high: number,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return x
      .sigmoid()
      .mul(this.high - this.low)
      .add(this.low);
  }

  override extraRepr(): string {
    return `low=${this.low}, high=${this.high}`;
  }
}

type LinearGroup = { bn: boolean; p: number; act: nn.ReLU | null; linFirst: boolean };

/** Batch norm, dropout, linear layer and activation, in fastai's order (`LinBnDrop`). */
function linBnDrop(into: number, out: number, { bn, p, act, linFirst }: LinearGroup): nn.Link[] {
  const norm: nn.Link[] = bn ? [batchNorm(linFirst ? out : into)] : [];
  const drop: nn.Link[] = p !== 0 ? [new nn.Dropout(p)] : [];
  const linear: nn.Link[] = [new nn.Linear(into, out, { bias: !bn }), ...(act ? [act] : [])];
  return linFirst ? [...linear, ...norm, ...drop] : [...norm, ...drop, ...linear];
}

/**
 * The classifier that goes on a body: pooling, then linear layers with batch norm and dropout.
 * `[N, nf, H, W]` → `[N, nOut]`. Source: fastai's `create_head`.
 *
 * @param nf channels of the body's output, before concat pooling doubles them
 */
export function createHead(nf: number, nOut: number, options: HeadOptions = {}): nn.Sequential {
  checkOptions(options, headOptionNames, 'createHead');
  const { concatPool = true, pool = true, firstBn = true, bnFinal = false, linFirst = false } = options;
  const linFtrs = options.linFtrs ?? [512];
  checkCount('nf', nf, 1);
  checkCount('nOut', nOut, 1);
  for (const width of linFtrs) checkCount('each of linFtrs', width, 1);
  if (options.yRange) checkLimits(options.yRange);
  const features = pool && concatPool ? nf * 2 : nf;
  const widths = [features, ...linFtrs, nOut];
  const rates = dropRates(options.ps ?? 0.5, widths.length - 1);
  const layers: nn.Link[] = [];
  if (pool)
    layers.push(concatPool ? new nn.AdaptiveConcatPool2d() : new nn.AdaptiveAvgPool2d(1), new nn.Flatten());
  if (linFirst) layers.push(new nn.Dropout(rates.shift() ?? 0));
  for (const [i, p] of rates.entries()) {
    const act = i < linFtrs.length ? new nn.ReLU({ inplace: true }) : null;
    layers.push(...linBnDrop(at(widths, i), at(widths, i + 1), { bn: i > 0 || firstBn, p, act, linFirst }));
  }
  if (linFirst) layers.push(new nn.Linear(at(widths, widths.length - 2), nOut));
  if (bnFinal) layers.push(new nn.BatchNorm1d(nOut, { momentum: 0.01 }));
  if (options.yRange) layers.push(new SigmoidRange(...options.yRange));
  return new nn.Sequential(...layers);
}

function checkLimits(yRange: readonly [number, number]): void {
  const [low, high, ...more] = Array.isArray(yRange) ? yRange : [];
  if (!(Number.isFinite(low) && Number.isFinite(high) && Number(low) < Number(high) && more.length === 0))
    throw new RangeError(`yRange is [low, high], two numbers, not ${shown(yRange)}`);
}

function dropRates(ps: number | number[], layers: number): number[] {
  const given = typeof ps === 'number' ? [ps] : ps;
  if (!Array.isArray(given)) throw wrongKind('createHead: ps', 'a share, or a list of them', ps);
  for (const p of given) checkShare('ps', p);
  const [only] = given;
  if (given.length === 1 && only !== undefined) return [...Array<number>(layers - 1).fill(only / 2), only];
  if (given.length !== layers)
    throw new Error(
      `ps has ${counted(given.length, 'value')} for ${counted(layers, 'linear layer')} of the head`,
    );
  return [...given];
}

const at = (values: readonly number[], i: number): number => {
  const value = values[i];
  if (value === undefined) throw new RangeError(`no width ${i} in [${values.join(', ')}]`);
  return value;
};
