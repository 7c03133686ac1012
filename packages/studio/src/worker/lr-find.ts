import { Callback, errorRate, minimum, slide, steep, valley, visionLearner } from 'onecycle';
import { weightsNamed } from 'onecycle/extend';
import type { FromWorker, Task, TaskResult } from '../messages.js';
import { loadersOf, readableOf } from './data.js';
import type { Wish } from './train.js';

/** Batches, at growing rates. */
const BATCHES = 100;

class Watch extends Callback {
  #count = 0;
  constructor(
    readonly tell: (message: FromWorker) => void,
    readonly wish: Wish,
  ) {
    super();
  }
  override afterBatch(): void {
    this.#count += 1;
    this.tell({
      type: 'doing',
      doing: 'trying learning rates',
      progress: Math.min(1, this.#count / BATCHES),
    });
    if (this.wish.stop) this.learn.stopRequested = true;
  }
}

/** Looks for a learning rate. Of the whole network: what a search with a frozen body says holds for the head alone. */
export async function findRate(
  { settings, pictures }: Task & { do: 'lr-find' },
  tell: (message: FromWorker) => void,
  wish: Wish,
): Promise<TaskResult | 'stopped'> {
  tell({ type: 'doing', doing: 'getting the network', progress: null });
  const dls = await loadersOf(await readableOf(pictures, settings), settings);
  const learn = await visionLearner(dls, settings.arch, {
    metrics: errorRate,
    progress: false,
    ...weightsNamed(settings.weights),
  });
  if (settings.fp16) learn.toFp16();
  learn.addCb(new Watch(tell, wish));
  try {
    const suggestions = await learn.lrFind({
      suggest: { valley, minimum, steep, slide },
      numIt: BATCHES,
      showPlot: false,
    });
    const { lrs = [], losses = [] } = learn.recorder.lrFind ?? {};
    const points = lrs.flatMap((lr, i) => {
      const loss = losses[i];
      return loss !== undefined && Number.isFinite(loss) ? [{ lr, loss }] : [];
    });
    return { of: 'lr-find', points, suggestions };
  } catch (error) {
    if (wish.stop) return 'stopped';
    throw error;
  }
}
