import { type DType, type Tensor, torch } from '@onecycle/torch';
import { type BatchResult, Metric, type MetricValue } from './metric.js';

/** What turns the model's output into what a metric works on. */
export interface AccumOptions {
  /** Takes the index of the largest value along this axis. */
  argmax?: number;
  /** 'binarySoftmax' keeps the probability of the last class. */
  activation?: 'sigmoid' | 'softmax' | 'binarySoftmax';
  /** Makes values at or above it 1, others 0. */
  thresh?: number;
  /** Whether predictions and targets become one long list. Default true. */
  flatten?: boolean;
}

/**
 * Collects predictions and targets of a whole pass, on the CPU, and computes once at its end.
 *
 * Source: fastai's AccumMetric.
 */
export class AccumMetric extends Metric {
  private preds: Tensor[] = [];
  private targets: Tensor[] = [];

  constructor(
    readonly name: string,
    readonly func: (preds: Tensor, targets: Tensor) => MetricValue,
    readonly options: AccumOptions = {},
  ) {
    super();
  }

  reset(): void {
    for (const tensor of [...this.preds, ...this.targets]) tensor.dispose();
    this.preds = [];
    this.targets = [];
  }

  accumulate({ pred, yb }: BatchResult): void {
    const [target] = yb;
    if (!target) throw new Error(`The metric ${this.name} needs targets, and this batch has none.`);
    const { flatten = true } = this.options;
    const decided = this.decide(pred.detach());
    const [x, y] = flatten ? [decided.reshape([-1]), target.reshape([-1])] : [decided, target];
    if (x.shape[0] !== y.shape[0]) {
      throw new Error(
        `The metric ${this.name} got predictions of shape [${pred.shape.join(', ')}] and targets of shape [${target.shape.join(', ')}], which do not match item by item.`,
      );
    }
    this.preds.push(torch.keep(own(x)));
    this.targets.push(torch.keep(own(y)));
  }

  get value(): MetricValue {
    if (this.preds.length === 0) return Number.NaN;
    return torch.noGrad(() => torch.scope(() => this.func(torch.cat(this.preds), torch.cat(this.targets))));
  }

  override state(): unknown {
    const written = (tensor: Tensor) => ({ dtype: tensor.dtype, values: tensor.tolist() });
    return { preds: this.preds.map(written), targets: this.targets.map(written) };
  }

  override restoreState(state: unknown): void {
    this.reset();
    const saved: Record<string, unknown> = { ...(typeof state === 'object' ? state : null) };
    const read = (list: unknown): Tensor[] =>
      (Array.isArray(list) ? list : [])
        .filter(isWritten)
        .map(({ dtype, values }) => torch.keep(torch.tensor(values, { dtype })));
    this.preds = read(saved.preds);
    this.targets = read(saved.targets);
  }

  override merge(states: readonly unknown[]): boolean {
    const all = states.map((state) => ({ ...(typeof state === 'object' ? state : null) }) as Collected);
    this.restoreState({
      preds: all.flatMap(({ preds = [] }) => preds),
      targets: all.flatMap(({ targets = [] }) => targets),
    });
    return true;
  }

  private decide(pred: Tensor): Tensor {
    const { argmax, activation, thresh } = this.options;
    const chosen = argmax === undefined ? pred : pred.argmax(argmax);
    const active =
      activation === undefined
        ? chosen
        : activation === 'sigmoid'
          ? chosen.sigmoid()
          : activation === 'softmax'
            ? torch.softmax(chosen, -1)
            : torch.softmax(chosen, -1).select(-1, -1);
    return thresh === undefined ? active : active.ge(thresh);
  }
}

/** What `state` gives. */
interface Collected {
  preds?: unknown[];
  targets?: unknown[];
}

const isWritten = (value: unknown): value is { dtype: DType; values: number[] } =>
  typeof value === 'object' && value !== null && 'dtype' in value && 'values' in value;

/** A copy on the CPU that shares nothing with the batch. */
const own = (x: Tensor): Tensor => (x.device === 'cpu' ? x.detach().clone() : x.detach().cpu());

/** The values of a tensor in one list. */
export const values = (x: Tensor): number[] => [...x.double().contiguous().toTypedArray()].map(Number);

/** The values of a matrix row by row. */
export function rows(x: Tensor): number[][] {
  const width = x.shape.at(-1) ?? 1;
  const all = values(x);
  return Array.from({ length: all.length / width }, (_, row) => all.slice(row * width, (row + 1) * width));
}
