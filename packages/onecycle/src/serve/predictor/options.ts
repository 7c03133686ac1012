import { availableParallelism } from 'node:os';
import { checkOptions, is, kindOf } from '../../base/index.js';
import { defaultDevice } from '../../data/index.js';

/** Options of `createPredictor`. */
export interface PredictorOptions {
  /**
   * Worker threads, each with a model of its own. Default: as many as there are cores, at most 4; with a GPU one. A batch on
   * one core takes longer than on all, but several at once take less time in all.
   */
  workers?: number;
  /** Threads that each worker computes with. Default: the cores divided among the workers. */
  threads?: number;
  /** How many pictures go through the model together at most. Default 16. */
  maxBatch?: number;
  /**
   * How long a picture waits at most for others to go with while a worker is idle, in milliseconds. It waits only where
   * others are to be expected, since as many came lately. Default 10.
   */
  maxDelayMs?: number;
  /** How many pictures may wait; beyond it calls fail with an `OverloadedError`. Default 256. */
  maxQueue?: number;
  /** Where the model is. Default: `defaultDevice()`. */
  device?: string;
  /** Pictures with more pixels are refused before they are decoded. Default: what the model's data say. */
  maxPixels?: number;
  /**
   * The address of a module that each worker imports before it loads the model, such as `import.meta.resolve('./parts.js')`:
   * it registers what is of your own making. Its default export may be options of `loadLearner`, or a function that
   * gives them: `{ model, lossFunc }`.
   */
  module?: string | URL;
}

export type ResolvedPredictorOptions = Required<Omit<PredictorOptions, 'maxPixels' | 'module'>> & {
  maxPixels: number | undefined;
  module: string | undefined;
};

const names = {
  workers: is.count(1),
  threads: is.count(1),
  maxBatch: is.count(1),
  maxDelayMs: is.number({ least: 0, most: 60_000 }),
  maxQueue: is.count(1),
  device: true,
  maxPixels: is.count(1),
  module: true,
} as const;

/** The options with their defaults. Throws where one makes no sense. */
export function predictorOptions(options: PredictorOptions): ResolvedPredictorOptions {
  checkOptions<PredictorOptions>(options, names, 'createPredictor');
  const cores = availableParallelism();
  const { device = defaultDevice(), maxBatch = 16, maxDelayMs = 10, maxQueue = 256, maxPixels } = options;
  const workers = options.workers ?? (device === 'cpu' ? Math.min(4, cores) : 1);
  const threads = options.threads ?? Math.max(1, Math.floor(cores / workers));
  const module = moduleAddress(options.module);
  return { workers, threads, maxBatch, maxDelayMs, maxQueue, device, maxPixels, module };
}

function moduleAddress(module: unknown): string | undefined {
  if (module === undefined) return undefined;
  if (typeof module !== 'string' && !(module instanceof URL))
    throw new TypeError(`module is the address of a module, a text or a URL, and not ${kindOf(module)}`);
  const text = String(module);
  if (text === '' || text.startsWith('.'))
    throw new TypeError(
      `module is the address of a module, which the workers import from elsewhere: import.meta.resolve('${text || './parts.js'}') makes one, and not '${text}'`,
    );
  return text;
}
