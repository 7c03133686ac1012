import { parseArgs } from 'node:util';

import { positive, readArguments, whole, wholeOrZero } from './arguments.js';

/** What the demo is asked to do. */
export interface DemoOptions {
  /** The user's pictures; undefined for Paper Pets. */
  data: string | undefined;
  /** Finds the label in a file's name. */
  labelRegex: RegExp;
  arch: string;
  /** Learned weights: a file, a repository of the Hugging Face hub, a name, `default`, or `none` to train from scratch. */
  weights: string;
  /** Undefined: as many as fit into the demo's four minutes. */
  epochs: number | undefined;
  bs: number | undefined;
  size: number;
  lr: number | undefined;
  seed: number;
  out: string;
  /** Few pictures and few steps, to see whether everything runs. */
  short: boolean;
}

const usage = `npm run demo -- [options]

  --data <folder>         your own pictures instead of Paper Pets
  --label-regex <regex>   finds the label in a file's name (default '^(.+)_\\d+')
  --weights <file|hub>    the learned weights to start from; 'default' are the hub's for the architecture, 'none' trains
                          from scratch (default: the hub's for your own pictures; for Paper Pets those that come with
                          the library for resnet18, and none for others)
  --arch <name>           resnet18 (default), resnet34, resnet50, …
  --epochs <n>            how often to pass over the pictures (default: 4 for your own pictures; for Paper Pets what fits
                          into four minutes)
  --size <pixels>         side of the pictures that the model sees
  --bs <n>                pictures in a batch (default 16, or fewer of few pictures)
  --lr <rate>             learning rate instead of the one that the curve suggests
  --seed <n>              another seed splits, shuffles and augments differently (default 42)
  --out <folder>          where pictures and page go (default runs/demo)
  --short                 few pictures, one epoch: whether it runs, not what it learns`;

/** Reads the command line; a wrong one ends the process with a sentence and exit code 2. */
export const readOptions = (args: readonly string[]): DemoOptions => readArguments(args, parse, usage);

/** @throws if an option is unknown or no number where one is needed; undefined where help is wanted */
export function parse(args: readonly string[]): DemoOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      'label-regex': { type: 'string', default: '^(.+)_\\d+' },
      weights: { type: 'string' },
      arch: { type: 'string', default: 'resnet18' },
      epochs: { type: 'string' },
      size: { type: 'string' },
      bs: { type: 'string' },
      lr: { type: 'string' },
      seed: { type: 'string', default: '42' },
      out: { type: 'string', default: 'runs/demo' },
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { data, arch, out, short } = values;
  const embedded = arch === 'resnet18' ? '@onecycle/resnet18-tiny' : 'none';
  const weights = values.weights ?? (data === undefined ? embedded : 'default');
  const isLarge = data !== undefined && weights !== 'none';
  return {
    data,
    labelRegex: new RegExp(values['label-regex']),
    arch,
    weights,
    epochs: values.epochs === undefined ? undefined : whole('epochs', values.epochs),
    bs: values.bs === undefined ? undefined : whole('bs', values.bs),
    size: whole('size', values.size ?? (short ? '64' : isLarge ? '224' : '128')),
    lr: values.lr === undefined ? undefined : positive('lr', values.lr),
    seed: wholeOrZero('seed', values.seed),
    out,
    short,
  };
}
