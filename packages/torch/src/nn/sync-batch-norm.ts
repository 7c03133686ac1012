import { customFunction } from '../autograd/index.js';
import type { ProcessGroup } from '../distributed/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';

/** With whom a batch norm shares its statistics. */
export interface NormSharing {
  group: ProcessGroup;
  /** Whether the batch in hand counts; not where it only fills the place of one that is not there. Default: always. */
  counts?: () => boolean;
}

/** What is normalised by. */
interface Normed {
  readonly eps: number;
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly runningMean: Tensor | null;
  readonly runningVar: Tensor | null;
}

/** The mean and the biased variance of each channel over the batches of all processes, and how many values that were. */
interface Statistics {
  mean: Tensor;
  variance: Tensor;
  count: number;
}

/** All axes of `x` but that of the channels. */
const others = (x: Tensor): number[] => x.shape.map((_, i) => i).filter((i) => i !== 1);
const perChannel = (x: Tensor, ndim: number): Tensor => x.reshape([1, -1, ...Array(ndim - 2).fill(1)]);

/** By the parallel formula of Chan, Golub and LeVeque 1979, which loses no digits where means are large. */
function statistics(x: Tensor, group: ProcessGroup, isCounted: boolean): Statistics {
  const channels = x.shape[1] ?? 1;
  const own = isCounted ? x.numel() / channels : 0;
  const [variance, mean] = own > 0 ? torch.varMean(x, others(x), false) : [zeros(x), zeros(x)];
  const all = group.allGatherSync(
    torch.cat([
      mean.double(),
      variance.double(),
      torch.tensor([own], { dtype: 'float64', device: x.device }),
    ]),
  );
  const counts = all.map((part) => Number(part.at(2 * channels).item()));
  const count = counts.reduce((sum, n) => sum + n, 0);
  const parts = all.map((part, i) => ({
    n: counts[i] ?? 0,
    mean: part.slice(0, 0, channels),
    variance: part.slice(0, channels, 2 * channels),
  }));
  const sum = (values: Tensor[]) => values.reduce((total, value) => total.add(value));
  const shared = sum(parts.map(({ n, mean }) => mean.mul(n / count)));
  const spread = sum(
    parts.map(({ n, mean, variance }) => variance.add(mean.sub(shared).square()).mul(n / count)),
  );
  return { mean: shared.float(), variance: spread.float(), count };
}

const zeros = (x: Tensor): Tensor => torch.zeros([x.shape[1] ?? 1], { device: x.device });

/**
 * Batch normalisation over the batches of all processes of a group: statistics in the forward pass and two sums in the
 * backward pass are exchanged. Source: PyTorch's SyncBatchNorm.
 *
 * @param average the share of the batch in the running statistics
 */
export function syncBatchNorm(given: Tensor, norm: Normed, sharing: NormSharing, average: number): Tensor {
  const { eps, runningMean, runningVar } = norm;
  const { group, counts = () => true } = sharing;
  const isCounted = counts();
  // Under autocast what comes in has 16 bits.
  const x = given.float();
  const { mean, variance, count } = torch.noGrad(() => statistics(x.detach(), group, isCounted));
  torch.noGrad(() => {
    runningMean?.lerp_(mean, average);
    // Running variances are unbiased.
    runningVar?.lerp_(variance.mul(count / Math.max(1, count - 1)), average);
  });
  const inverse = variance.add(eps).rsqrt();
  const normalise = customFunction<Tensor>(
    (input) => ({
      outputs: [input.sub(perChannel(mean, input.ndim)).mul(perChannel(inverse, input.ndim))],
      saved: [input],
    }),
    ([gradient], [input]) => {
      if (!gradient || !input) return [null];
      const normal = input.sub(perChannel(mean, input.ndim)).mul(perChannel(inverse, input.ndim));
      const axes = others(input);
      const sums = torch.stack([gradient.sum(axes), gradient.mul(normal).sum(axes)]);
      group.allReduceSync(sums);
      const scale = perChannel(inverse, input.ndim);
      // What is not in the statistics changes nothing by way of them.
      if (!isCounted) return [gradient.mul(scale)];
      const [ofGradient, ofProduct] = [sums.select(0, 0), sums.select(0, 1)].map((sum) =>
        perChannel(sum.div(count), input.ndim),
      );
      if (!ofGradient || !ofProduct) return [null];
      return [gradient.sub(ofGradient).sub(normal.mul(ofProduct)).mul(scale)];
    },
  );
  const [normal = x] = normalise(x);
  const { weight, bias } = norm;
  const shifted =
    weight && bias ? normal.mul(perChannel(weight, x.ndim)).add(perChannel(bias, x.ndim)) : normal;
  return given.dtype === x.dtype ? shifted : shifted.to({ dtype: given.dtype });
}
