import { createHash } from 'node:crypto';
import type { Tensor } from '@onecycle/torch';
import { withoutUndefined } from '../../base/index.js';
import { type DataLoader, type DataLoaders, Datasets, Path } from '../../data/index.js';
import type { CallbackLearner } from '../events/index.js';
import { ParamScheduler } from '../schedules/index.js';

/** What shapes a fit beside the state that a checkpoint puts back, as JSON holds it, by the names of messages. */
export type RunShape = Readonly<Record<string, unknown>>;

/** At how many differences a message stops. */
const SHOWN = 5;

/** Takes down what shapes the fit that is about to begin: data, targets, model, loss, optimizer and schedules. */
export function runShape<B extends readonly Tensor[]>(learn: CallbackLearner<B>): RunShape {
  const { dls, lossFunc, metrics, model, opt } = learn;
  const schedules = learn.callback(ParamScheduler)?.schedules ?? {};
  return plain({
    rates: opt.hypers.map(({ lr }) => lr),
    schedules: Object.fromEntries(
      Object.entries(schedules).map(([name, at]) => [name, [0, 0.25, 0.5, 0.75, 1].map((part) => at(part))]),
    ),
    // Rate and momentum are where the fit before left them; the schedules say where they go.
    optimizer: {
      steps: opt.steps.map(({ name }) => name),
      hypers: opt.hypers.map(({ lr, mom, ...rest }) => rest),
    },
    'frozen up to group': opt.frozenIdx,
    classes: dls.vocab,
    data: dls.newEmpty(),
    ...Object.fromEntries(dls.loaders.map((dl, i) => [`items of set ${i}`, itemsOf(dl, dls)])),
    'training mode': {
      shuffle: dls.train.shuffle,
      dropLast: dls.train.dropLast,
      ...withoutUndefined({ shuffleBuffer: dls.train.shuffleBuffer }),
    },
    loss: typeof lossFunc === 'function' ? lossFunc.name : (described(lossFunc) ?? lossFunc.constructor.name),
    metrics: metrics.map(({ name }) => name),
    model: {
      type: model.constructor.name,
      architecture: 'architecture' in learn ? learn.architecture : null,
    },
  });
}

/** What a loss writes into an exported file. */
const described = (loss: object): unknown =>
  'toJSON' in loss && typeof loss.toJSON === 'function' ? loss.toJSON() : null;

/** As it comes back from a file. */
const plain = (value: object): RunShape => JSON.parse(JSON.stringify(value));

/** The number of items and, where they have names or are rows of a table, a digest of them, wherever their folder lies. */
function itemsOf<B>(dl: DataLoader<B>, dls: DataLoaders<B>): { count: number; digest: string | null } {
  const { dataset } = dl;
  if (!(dataset instanceof Datasets)) return { count: dl.n, digest: null };
  const digest = createHash('sha256');
  const base = dls.path === undefined ? '' : `${dls.path}/`;
  for (const item of dataset.items) {
    const text = item instanceof Path ? String(item) : JSON.stringify(item);
    digest.update(`${text?.replaceAll(base || '\0', '')}\n`);
  }
  return { count: dl.n, digest: digest.digest('hex').slice(0, 16) };
}

/** What differs between two fits: `rates.0 was 0.1, is 0.2`; nothing where they are of one shape. */
export function differences(before: RunShape, now: RunShape): string[] {
  const found = [...differing(before, now, [])];
  const more = found.length > SHOWN ? [`and ${found.length - SHOWN} more`] : [];
  return [...found.slice(0, SHOWN), ...more];
}

function* differing(before: unknown, now: unknown, path: readonly string[]): Generator<string> {
  if (isRecord(before) && isRecord(now)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
      yield* differing(before[key], now[key], [...path, key]);
    }
  } else if (before !== now && !isUnnamedStep(before, path)) {
    yield `${path.join('.')} was ${JSON.stringify(before) ?? 'not there'}, is ${JSON.stringify(now) ?? 'not there'}`;
  }
}

/** Older files were written when the steps of optimizers had no names yet: of those they tell how many there were. */
const isUnnamedStep = (before: unknown, [part, list]: readonly string[]): boolean =>
  part === 'optimizer' && list === 'steps' && before === '';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
