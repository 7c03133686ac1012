import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LONGEST } from './door.js';

/** Milliseconds between two attempts to reach a port. */
const OFTEN = 100;
/** Milliseconds in which a program that is no store says something or hangs up; a store waits to be asked. */
const GREETING = 100;

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'the network does not lead there',
  ENETUNREACH: 'the network does not lead there',
};

/**
 * Waits until a store can be reached: it may begin after those that look for it, and its name may become known later.
 *
 * libtorch would wait by itself, with a warning a second, and ends the whole process where another program listens there
 * and hangs up.
 *
 * @param seconds how long
 * @throws Error that says what stands in the way
 */
export async function reach(host: string, port: number, seconds: number): Promise<void> {
  const until = Date.now() + 1000 * seconds;
  for (;;) {
    const problem = await attempt(host, port, Math.min(Math.max(GREETING, until - Date.now()), LONGEST));
    if (problem === null) return;
    if (Date.now() >= until)
      throw new Error(
        `the store at ${host}, port ${port}, was not reached within ${seconds} seconds: ${problem}. Is process 0 up, and are MASTER_ADDR and MASTER_PORT (or --rdzv) its own?`,
      );
    await sleep(OFTEN);
  }
}

/** Connects once, and hangs up; null where it went well, else what was in the way. */
function attempt(host: string, port: number, patience: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (problem: string | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(problem);
    };
    let timer = setTimeout(() => done('no answer comes from there'), patience);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      done(reasons[error.code ?? ''] ?? error.message);
    });
    socket.on('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => done(null), GREETING);
    });
    for (const event of ['data', 'end'] as const)
      socket.on(event, () => done('another program listens there'));
  });
}
