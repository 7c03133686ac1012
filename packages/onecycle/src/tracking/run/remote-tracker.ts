import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { counted, writeWhole } from '../../base/index.js';
import type { CallbackState } from '../../training/index.js';
import { Outbox } from './outbox.js';
import { type RunStatus, RunTracker, type RunTrackerOptions } from './run-tracker.js';

/** So many numbers wait for a server at most: those of some ten thousand batches, and some ten megabytes. */
const ROOM = 200_000;
/** The room that a picture takes, in numbers. */
const PICTURE = 2000;

/** What a server said to a request, or that it said nothing. */
export class TrackingError extends Error {
  /** @param again whether the same request may succeed later: the server did not answer, or is out of order */
  constructor(
    message: string,
    readonly again: boolean,
  ) {
    super(message);
  }
}

/** A request that waits for its turn. */
export interface Letter {
  picture?: string | undefined;
}

/**
 * Tells a server. Letters gather and are sent in the background; a server that is gone is tried again, and what it has not taken at
 * the end of a fit stands in a file beside the learner's. At most 200,000 numbers wait: beyond that the oldest are lost, and a warning
 * at the end of the fit says how many.
 */
export abstract class RemoteTracker<L extends Letter> extends RunTracker {
  /** How long the end of a fit waits for the server, in milliseconds: 5000. */
  static patience = 5000;
  protected readonly started = Date.now();
  readonly #lost = { numbers: 0, pictures: 0 };
  /** For what was not sent; chosen with the first fit. */
  #file = '';
  #isKept = false;
  #restored: L[] = [];
  protected readonly outbox = new Outbox<L>(
    {
      send: (letter) => this.send(letter),
      sent: () => {
        // What waited at the end of the fit may go out later.
        if (this.#isKept && this.#unsent.length === 0) this.safely(() => this.#keep());
      },
      again: (error) => error instanceof TrackingError && error.again,
      failed: (error) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.warn(`${reason}. What it has not taken at the end of the fit is kept in ${this.#file}`);
      },
      size: (letter) => (letter.picture === undefined ? this.numbersIn(letter) : PICTURE),
      dropped: (letter) => {
        if (letter.picture === undefined) this.#lost.numbers += this.numbersIn(letter);
        else this.#lost.pictures += 1;
      },
    },
    ROOM,
  );

  /** @param server what it is called in the name of the file for what was not sent */
  constructor(
    options: RunTrackerOptions,
    protected readonly uri: string,
    readonly server: string,
  ) {
    super(options);
  }

  protected abstract send(letter: L): Promise<void>;
  protected abstract numbersIn(letter: L): number;
  /** A line of the file for what was not sent. */
  protected abstract lineOf(letter: L): string;

  /** What a run of before had not sent when its checkpoint was written; once. */
  protected get restored(): L[] {
    return this.#restored.splice(0);
  }

  /** What is not sent and can be written down. */
  get #unsent(): L[] {
    return this.outbox.unsent.filter(({ picture }) => picture === undefined);
  }

  override async beforeFit(): Promise<void> {
    this.#file ||= this.#inFolder(`${this.server}-unsent-${this.started}.jsonl`);
    await super.beforeFit();
  }

  #inFolder(name: string): string {
    return String(this.learn.path.join(name));
  }

  protected override flush(): void {
    // It goes out by itself.
  }

  protected override async close(_status: RunStatus): Promise<void> {
    await this.outbox.drain(RemoteTracker.patience);
    this.#tellLost();
    await this.#keep();
  }

  #tellLost(): void {
    const { numbers, pictures } = this.#lost;
    if (numbers + pictures === 0) return;
    console.warn(
      `${this.name}: ${this.uri} was out of reach for so long that ${counted(numbers, 'number')} and ${counted(pictures, 'picture')}, the oldest of those that waited, are lost to it. learn.recorder has the numbers of this fit`,
    );
    Object.assign(this.#lost, { numbers: 0, pictures: 0 });
  }

  /** Writes down what is not sent, and takes the file away where all is. */
  async #keep(): Promise<void> {
    const lines = this.#unsent.map((letter) => this.lineOf(letter));
    this.#isKept = lines.length > 0;
    if (!this.#isKept) return rm(this.#file, { force: true });
    await writeWhole(this.#file, `${lines.join('\n')}\n`, { kept: '' }).catch((error: Error) => {
      // That the server is out of reach, and that the rest is kept there, was said: this has not come true.
      console.warn(`${this.name}: ${error.message}. What ${this.uri} has not taken is lost to it`);
    });
  }

  override state(): CallbackState {
    const unsentFile = basename(this.#file);
    return { values: { ...super.state().values, unsentFile, unsent: this.#unsent } };
  }

  override restoreState(state: CallbackState): void {
    super.restoreState(state);
    const { unsent, unsentFile } = state.values ?? {};
    // By its name: the folder may have moved.
    if (typeof unsentFile === 'string') this.#file = this.#inFolder(basename(unsentFile));
    if (Array.isArray(unsent)) this.#restored = unsent;
  }
}

/** How long a request may take, in milliseconds. */
const TIMEOUT = 10_000;

/**
 * Asks a server.
 *
 * @param server how it is called in an error
 * @throws TrackingError where it does not answer, or cannot be asked: no error has what the headers hold
 */
export async function ask(
  server: string,
  address: string,
  request: RequestInit,
): Promise<{ response: Response; text: string }> {
  checkRequest(server, address, request);
  try {
    const response = await fetch(address, { ...request, signal: AbortSignal.timeout(TIMEOUT) });
    return { response, text: await response.text() };
  } catch (error) {
    const reason =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : error;
    throw new TrackingError(`${server} does not answer (${reason})`, true);
  }
}

/** Throws where no request can be made of it; the error that `fetch` has for that shows the key or token, and is taken for a server's silence. */
function checkRequest(server: string, address: string, { headers = {} }: RequestInit): void {
  try {
    new Request(address, { headers });
  } catch {
    throw new TrackingError(
      `${server} cannot be asked: what goes with the request, the key, token or password of the environment say, has a line break or a sign in it that no header takes`,
      false,
    );
  }
}

/** Whether a server that answered with this status may do better later. */
export const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/** A body as JSON; null where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a value is an object with members. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What stands in an answer, member in member. */
export function member(answer: unknown, ...path: string[]): unknown {
  return path.reduce((value, name) => (isRecord(value) ? value[name] : undefined), answer);
}
