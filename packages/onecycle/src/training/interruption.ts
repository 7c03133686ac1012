import type { Tensor } from '@onecycle/torch';
import type { TrainingLoop } from './training-loop.js';

/** The exit code of a process that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

/**
 * Runs a fit that Ctrl-C can end: the first one after the batch in hand, with everything kept; the second one ends the
 * process at once.
 */
export async function interruptible<B extends readonly Tensor[]>(
  learn: TrainingLoop<B>,
  fit: () => Promise<void>,
): Promise<void> {
  const onInterrupt = () => {
    if (learn.stopRequested) process.exit(EXIT_INTERRUPTED);
    learn.stopRequested = true;
    console.error('\nStopping after this batch; press Ctrl-C again to quit at once.');
  };
  learn.stopRequested = false;
  process.on('SIGINT', onInterrupt);
  try {
    await fit();
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
