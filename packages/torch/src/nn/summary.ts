import { shown } from '../options/index.js';
import type { Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { type AnyModule, checkModule, type Module } from './module.js';

/** One layer of a {@link ModelSummary}. */
export type SummaryRow = {
  /** Path of the module, such as `layer1.0.conv1`. */
  path: string;
  /** Class of the module. */
  layer: string;
  outputShape: number[];
  parameters: number;
  trainable: boolean;
};

/** What a model does to an input, layer by layer. Prints as a table. */
export class ModelSummary {
  constructor(
    readonly rows: SummaryRow[],
    readonly inputShape: number[],
    readonly totalParameters: number,
    readonly trainableParameters: number,
  ) {}

  toString(): string {
    const cells = this.rows.map((row) => [
      row.path,
      row.layer,
      row.outputShape.join(' x '),
      row.parameters.toLocaleString('en'),
      row.parameters === 0 ? '' : row.trainable ? 'yes' : 'no',
    ]);
    const table = [['layer', 'type', 'output shape', 'parameters', 'trainable'], ...cells];
    const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...table.map((row) => row[i]?.length ?? 0)));
    const line = (row: string[]) =>
      row
        .map((cell, i) => (i === 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd();
    const [head = [], ...body] = table;
    const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
    const frozen = this.totalParameters - this.trainableParameters;
    return [
      `input ${this.inputShape.join(' x ')}`,
      line(head),
      rule,
      ...body.map(line),
      rule,
      `${this.totalParameters.toLocaleString('en')} parameters, ${this.trainableParameters.toLocaleString('en')} ` +
        `trainable, ${frozen.toLocaleString('en')} frozen`,
    ].join('\n');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * Runs zeros of `inputShape` (batch included) through the model and lists its layers (modules without children) with
 * the shapes that come out. The model's mode and statistics stay as they are.
 */
export function summary(model: Module<[Tensor], unknown>, inputShape: number[]): ModelSummary {
  checkModule('summary', model);
  if (!Array.isArray(inputShape))
    throw new TypeError(`summary takes the shape of a batch, [N, C, H, W] say, not ${shown(inputShape)}`);
  const rows: SummaryRow[] = [];
  const leaves = [...model.namedModules()].filter(([, module]) => module.children().length === 0);
  const shadowed = leaves.map(([path, module]) => record(module, (out) => rows.push(row(path, module, out))));
  const modes = model.modules().map((module) => [module, module.training] as const);
  try {
    const [first] = model.parameters();
    model.eval();
    torch.scope(() => {
      torch.noGrad(() =>
        model.forward(
          torch.zeros(inputShape, { dtype: first?.dtype ?? null, device: first?.device ?? null }),
        ),
      );
    });
  } finally {
    for (const handle of shadowed) handle.remove();
    for (const [module, training] of modes) module.training = training;
  }
  const parameters = model.parameters();
  const total = count(parameters);
  return new ModelSummary(rows, inputShape, total, count(parameters.filter((p) => p.requiresGrad)));
}

const record = (module: AnyModule, see: (out: unknown) => void) =>
  module.registerForwardHook((_module, _args, out) => {
    see(out);
  });

const count = (tensors: readonly Tensor[]) => tensors.reduce((sum, tensor) => sum + tensor.numel(), 0);

function row(path: string, module: AnyModule, out: unknown): SummaryRow {
  const own = [...module.ownParameters()].map(([, parameter]) => parameter);
  const first = Array.isArray(out) ? out[0] : out;
  return {
    path,
    layer: module.constructor.name,
    outputShape: hasShape(first) ? [...first.shape] : [],
    parameters: count(own),
    trainable: own.some((parameter) => parameter.requiresGrad),
  };
}

const hasShape = (value: unknown): value is { shape: number[] } =>
  typeof value === 'object' && value !== null && 'shape' in value && Array.isArray(value.shape);
