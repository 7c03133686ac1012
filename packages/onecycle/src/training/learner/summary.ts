import { type nn, type Tensor, torch } from '@onecycle/torch';
import { disposeMembers } from '../../data/index.js';
import { batchEvents, type CallbackLearner, type Event } from '../events/index.js';
import { sum } from '../metrics/index.js';
import type { OptFunc } from '../optimizer/index.js';

interface Layer {
  type: string;
  params: number | null;
  trainable: boolean;
  shape: number[];
  /** Whether the output has the input's shape but for the batch. */
  same: boolean;
}

const WIDTH = 76;

/**
 * A table of the model's layers in the order in which they run, as fastai prints it: type, output shape (once per
 * shape), number of parameters, whether they train; then totals, optimizer, loss and callbacks.
 */
export async function summary<B extends readonly Tensor[]>(
  learn: CallbackLearner<B> & { readonly optFunc: OptFunc },
): Promise<string> {
  const batch = await learn.dls.train.oneBatch();
  try {
    const xb = batch.slice(0, learn.dls.nInp);
    const bs = xb[0]?.shape[0] ?? 1;
    const layers = layerInfo(learn.model, xb);
    const total = sum(layers.map(({ params }) => params ?? 0));
    const training = sum(layers.map(({ params, trainable }) => (trainable ? (params ?? 0) : 0)));
    const count = (n: number) => n.toLocaleString('en-US');
    const { frozenIdx } = learn.opt;
    return [
      `${learn.model.constructor.name} (Input shape: ${xb.map((x) => shapeText(x.shape, bs)).join(', ')})`,
      '='.repeat(WIDTH),
      row('Layer (type)', 'Output Shape', 'Param #', 'Trainable'),
      '='.repeat(WIDTH),
      ...layerRows(layers, bs),
      '_'.repeat(WIDTH),
      '',
      `Total params: ${count(total)}`,
      `Total trainable params: ${count(training)}`,
      `Total non-trainable params: ${count(total - training)}`,
      '',
      `Optimizer used: ${learn.optFunc.name}`,
      `Loss function: ${typeof learn.lossFunc === 'function' ? learn.lossFunc.name : learn.lossFunc.constructor.name}`,
      '',
      `Model ${frozenIdx === 0 ? 'unfrozen' : `frozen up to parameter group #${frozenIdx}`}`,
      '',
      'Callbacks:',
      ...learn.cbs.toSorted((a, b) => a.order - b.order).map((cb) => `  - ${cb}`),
      '',
    ].join('\n');
  } finally {
    disposeMembers(batch);
  }
}

/** Runs one item through the model and notes every layer without children. */
function layerInfo(model: nn.Module<Tensor[]>, xb: readonly Tensor[]): Layer[] {
  const layers: Layer[] = [];
  const leaves = model.modules().filter((module) => module.children().length === 0);
  const hooks = leaves.map((module) =>
    module.registerForwardHook((_module, args, out) => {
      const first: unknown = args[0];
      const output = isTensor(out) ? out.shape : [];
      const input = isTensor(first) ? first.shape : [];
      const own = [...module.ownParameters()].map(([, parameter]) => parameter);
      layers.push({
        type: module.constructor.name,
        params: own.length === 0 ? null : sum(own.map((parameter) => parameter.numel())),
        trainable: own[0]?.requiresGrad ?? false,
        shape: output,
        same: String(input.slice(1)) === String(output.slice(1)),
      });
    }),
  );
  const { training } = model;
  try {
    // Before the first fit the model may still be elsewhere than the data.
    const device = model.parameters()[0]?.device ?? 'cpu';
    const one = (x: Tensor) => x.narrow(0, 0, 1).to(device);
    torch.noGrad(() => torch.scope(() => void model.eval().forward(...xb.map(one))));
  } finally {
    model.train(training);
    for (const hook of hooks) hook.remove();
  }
  return layers;
}

const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'numel' in value;

const shapeText = (shape: readonly number[], bs: number): string => [bs, ...shape.slice(1)].join(' x ');

const row = (...cells: string[]): string =>
  cells
    .map((text, i) => text.padEnd(i < 2 ? 20 : 10))
    .join(' ')
    .trimEnd();

function layerRows(layers: readonly Layer[], bs: number): string[] {
  return layers.flatMap((layer, i) => {
    const before = layers[i - 1];
    const newShape = !before || (!layer.same && String(before.shape) !== String(layer.shape));
    const head = newShape ? [...(i > 0 ? ['_'.repeat(WIDTH)] : []), row('', shapeText(layer.shape, bs))] : [];
    const params =
      layer.params === null ? ['', ''] : [String(layer.params), layer.trainable ? 'True' : 'False'];
    return [...head, row(layer.type, '', ...params)];
  });
}

type Line = Event | { open: string } | { close: string } | { text: string };

const loop: Line[] = [
  { open: 'Start Fit' },
  'beforeFit',
  { open: 'Start Epoch Loop' },
  'beforeEpoch',
  { open: 'Start Train' },
  'beforeTrain',
  { open: 'Start Batch Loop' },
  ...batchEvents,
  { close: 'End Batch Loop' },
  { close: 'End Train' },
  'afterCancelTrain',
  'afterTrain',
  { open: 'Start Valid' },
  'beforeValidate',
  { open: 'Start Batch Loop' },
  { text: '**CBs same as train batch**' },
  { close: 'End Batch Loop' },
  { close: 'End Valid' },
  'afterCancelValidate',
  'afterValidate',
  { close: 'End Epoch Loop' },
  'afterCancelEpoch',
  'afterEpoch',
  { close: 'End Fit' },
  'afterCancelFit',
  'afterFit',
];

/** The training loop as an indented text, each event with the callbacks that hear it. */
export function trainingLoopText(callbacksOf: (event: Event) => readonly string[]): string {
  let indent = 0;
  return loop
    .map((line) => {
      if (typeof line !== 'string') {
        if ('close' in line) indent -= 1;
        const text = 'open' in line ? line.open : 'close' in line ? line.close : line.text;
        const shown = `${'  '.repeat(indent)}${text}`;
        if ('open' in line) indent += 1;
        return shown;
      }
      return `${'  '.repeat(indent)} - ${line.padEnd(20)}: [${callbacksOf(line).join(', ')}]`;
    })
    .join('\n');
}
