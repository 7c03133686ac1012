import type { Streams } from './streams.js';

/** Waits for a signal, then for what is under way. A second signal ends the process at once. */
export async function untilTold(server: { close(): Promise<void> }, streams: Streams): Promise<void> {
  let heard = () => {};
  const told = new Promise<void>((resolve) => {
    heard = resolve;
  });
  let signals = 0;
  const hear = (): void => {
    signals += 1;
    if (signals > 1) process.exit(130);
    streams.err('ending: what is under way is finished first\n');
    heard();
  };
  process.on('SIGINT', hear).on('SIGTERM', hear);
  try {
    await told;
    await server.close();
  } finally {
    process.off('SIGINT', hear).off('SIGTERM', hear);
  }
}
