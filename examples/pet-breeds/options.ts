import { parseArgs } from 'node:util';
import { readArguments, whole, wholeOrZero } from '../demo/arguments.js';

/** What `npm run chapter` is asked to do. */
export interface ChapterOptions {
  data: string | undefined;
  labelRegex: RegExp;
  /** Learned weights: a file, a repository of the Hugging Face hub, a name, `default`, or `none`. */
  weights: string;
  arch: string;
  deeper: string;
  deeperWeights: string;
  bs: number | undefined;
  size: number;
  seed: number;
  out: string;
  fp16: boolean;
  short: boolean;
}

const usage = `npm run chapter -- [options]

  --data <folder>         pictures with the breed in their names (default: Paper Pets)
  --weights <file|hub>    learned weights for the architecture (default: the hub's; 'none' starts from random numbers)
  --arch <name>           resnet18 (default), resnet34, …
  --deeper <name>         the architecture of the last run (default: the same)
  --deeper-weights <…>    its weights (default: the hub's, or where it is the same architecture the same weights)
  --label-regex <regex>   finds the label in a file's name (default '(.+)_\\d+.jpg$')
  --size <pixels>         side of the pictures that the model sees (default 224)
  --bs <n>                pictures in a batch (default 16, or fewer of few pictures)
  --seed <n>              default 42
  --out <folder>          where the report goes (default runs/chapter)
  --fp16                  mixed precision in every run, not only in the last
  --short                 one epoch a phase and small pictures: whether it runs, not what it learns`;

/** Reads the command line; a wrong one ends the process with a sentence and exit code 2. */
export const readOptions = (args: readonly string[]): ChapterOptions => readArguments(args, parse, usage);

function parse(args: readonly string[]): ChapterOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      weights: { type: 'string', default: 'default' },
      arch: { type: 'string', default: 'resnet18' },
      deeper: { type: 'string' },
      'deeper-weights': { type: 'string' },
      'label-regex': { type: 'string', default: '(.+)_\\d+.jpg$' },
      size: { type: 'string' },
      bs: { type: 'string' },
      seed: { type: 'string', default: '42' },
      out: { type: 'string', default: 'runs/chapter' },
      fp16: { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { data, weights, arch, out, fp16, short, deeper = arch } = values;
  return {
    data,
    labelRegex: new RegExp(values['label-regex']),
    weights,
    arch,
    deeper,
    deeperWeights: values['deeper-weights'] ?? (deeper === arch ? weights : 'default'),
    bs: values.bs === undefined ? undefined : whole('bs', values.bs),
    size: whole('size', values.size ?? (short ? '64' : '224')),
    seed: wholeOrZero('seed', values.seed),
    out,
    fp16,
    short,
  };
}
