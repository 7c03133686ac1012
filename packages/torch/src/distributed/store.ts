import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Numbered, TorchError } from '../core/index.js';
import { checkOptions, kindOf, shown } from '../options/index.js';
import { door, Silence, waited } from './door.js';
import { reach } from './reach.js';

/** How long processes wait for each other unless told otherwise, in seconds; PyTorch's default. */
export const DEFAULT_TIMEOUT = 1800;

/** Options of {@link TCPStore}. */
export interface TCPStoreOptions {
  /** Whether this process keeps the values; one of them does. Default false. */
  isServer?: boolean;
  /** Seconds to wait for the server. Default 1800. */
  timeout?: number;
}

/**
 * Keys and values that processes share: how they find each other, and tell each other what is small. Source: c10d's Store.
 */
export class Store {
  #number: Numbered;
  /** Called once at the end; a store under a prefix belongs to the one that it was made of. */
  #isOpen = true;

  /** @internal Open one with `TCPStore.open` or `FileStore.open`. */
  constructor(number: Numbered) {
    this.#number = number;
  }

  /** Its number in C++. @internal */
  get number(): Numbered {
    return this.#number;
  }

  /** Sets the value of a key. */
  set(key: string, value: string): Promise<void> {
    return waited('Store.set', () => door().storeSet(this.#number, key, value));
  }

  /** The value of a key; waits up to `timeout` seconds (default 1800) until some process has set it. */
  get(key: string, options: { timeout?: number } = {}): Promise<string> {
    checkOptions(options, { timeout: true }, 'Store.get');
    const { timeout = DEFAULT_TIMEOUT } = options;
    checkTimeout(timeout);
    return waited(`Store.get('${key}')`, () =>
      door().storeGet(this.#number, key, milliseconds(timeout)),
    ).catch((error: unknown) => {
      if (!(error instanceof TorchError) || !/time-?d?\s?out/i.test(error.message)) throw error;
      throw new Error(`no process set '${key}' within ${timeout} seconds`, { cause: error });
    });
  }

  /** Whether all of the keys have values by now. */
  has(...keys: string[]): Promise<boolean> {
    return waited('Store.has', () => door().storeHas(this.#number, keys));
  }

  /** Adds to a number that all processes share, which starts at 0; gives the sum. */
  add(key: string, amount: number): Promise<number> {
    return waited('Store.add', () => door().storeAdd(this.#number, key, amount));
  }

  /** The same store, in which all keys begin with `prefix`. */
  withPrefix(prefix: string): Store {
    return new Store(door().prefixStore(this.#number, prefix));
  }

  /** Lets go of the store; a second call does nothing. The server ends with the last handle on it. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    door().closeStore(this.#number);
  }
}

/** A store that one of the processes keeps, and the others reach by TCP. */
export class TCPStore extends Store {
  private constructor(
    number: Numbered,
    readonly host: string,
    readonly port: number,
  ) {
    super(number);
  }

  /** @param port of the server; 0 lets it choose one, which `port` then says */
  static async open(host: string, port: number, options: TCPStoreOptions = {}): Promise<TCPStore> {
    checkOptions(options, { isServer: true, timeout: true }, 'TCPStore.open');
    const { isServer = false, timeout = DEFAULT_TIMEOUT } = options;
    if (typeof host !== 'string' || host.trim() === '')
      throw new TypeError(
        `a store has a host, such as '127.0.0.1', not ${host === '' ? "''" : kindOf(host)}`,
      );
    const least = isServer ? 0 : 1;
    if (!Number.isInteger(port) || port < least || port > 65_535)
      throw new RangeError(`a port is a whole number from ${least} to 65535, not ${shown(port)}`);
    checkTimeout(timeout);
    if (!isServer) await reach(host, port, timeout);
    const what = isServer ? `TCPStore, server at port ${port}` : `TCPStore at ${host}:${port}`;
    const opening = door().openTcpStore(host, port, isServer, 0, milliseconds(timeout));
    const patience = isServer ? undefined : Math.min(timeout, ANSWER);
    const number = await waited(what, () => opening, patience).catch((error: unknown) => {
      if (error instanceof Silence) {
        opening.then(
          (late) => door().closeStore(late),
          () => {},
        );
        throw notAStore(host, port);
      }
      if (!/address already in use/i.test(String(error))) throw error;
      throw new Error(
        `port ${port} is taken by another program on this machine: choose another (MASTER_PORT, or --rdzv host:port)`,
        { cause: error },
      );
    });
    const store = new TCPStore(number, host, door().storePort(number));
    if (patience !== undefined) await store.#recognised(patience);
    return store;
  }

  /** Throws where what listens there is no store: libtorch takes any program for one, and waits for its answers for ever. */
  async #recognised(seconds: number): Promise<void> {
    const sum = await waited(
      'Store.add',
      () => door().storeAdd(this.number, 'onecycle/here', 0),
      seconds,
    ).catch(() => undefined);
    if (sum === 0) return;
    this.close();
    throw notAStore(this.host, this.port);
  }
}

const notAStore = (host: string, port: number): Error =>
  new Error(
    `another program than the store of process 0 listens at ${host}, port ${port}: are MASTER_ADDR and MASTER_PORT (or --rdzv) right?`,
  );

/** Seconds in which a store answers a question. */
const ANSWER = 30;

function checkTimeout(timeout: number): void {
  if (!(timeout > 0)) throw new RangeError(`timeout is a number of seconds above 0, not ${shown(timeout)}`);
}

/** As libtorch takes them: whole, and no more than it can add to the time of day. */
export const milliseconds = (seconds: number): number => Math.min(Math.ceil(1000 * seconds), 2 ** 40);

/** A store in a file that all processes can reach. */
export class FileStore extends Store {
  /** @param path of a file that is not there yet @param worldSize how many processes take part */
  static open(path: string, worldSize: number): FileStore {
    if (typeof path !== 'string' || path === '')
      throw new TypeError(`a FileStore has the path of a file, not ${path === '' ? "''" : kindOf(path)}`);
    if (!Number.isInteger(worldSize) || worldSize < 1)
      throw new RangeError(`worldSize is a whole number from 1 on, not ${shown(worldSize)}`);
    // libtorch would try to open it for minutes.
    const folder = dirname(resolve(path));
    if (!existsSync(folder))
      throw new Error(`a FileStore cannot be made at ${path}: there is no folder ${folder}`);
    if (existsSync(path) && statSync(path).isDirectory())
      throw new Error(`a FileStore cannot be made at ${path}: that is a folder`);
    return new FileStore(door().openFileStore(path, worldSize));
  }
}
