/** The exit code of a process that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

/**
 * Runs a fit that Ctrl-C can end: the first one after the batch in hand, with everything kept; the second one ends the
 * process at once.
 */
export async function interruptible(
  state: { stopRequested: boolean },
  fit: () => Promise<void>,
): Promise<void> {
  const onInterrupt = () => {
    if (state.stopRequested) process.exit(EXIT_INTERRUPTED);
    state.stopRequested = true;
    console.error('\nStopping after this batch; press Ctrl-C again to quit at once.');
  };
  state.stopRequested = false;
  process.on('SIGINT', onInterrupt);
  try {
    await fit();
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
