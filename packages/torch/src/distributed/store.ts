import type { Numbered } from '../core/index.js';
import { checkOptions } from '../options/index.js';
import { door, waited } from './door.js';

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
    return waited(`Store.get('${key}')`, () => door().storeGet(this.#number, key, timeout * 1000));
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
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new RangeError(`a port is a whole number from 0 to 65535, not ${port}`);
    const what = isServer ? `TCPStore, server at port ${port}` : `TCPStore at ${host}:${port}`;
    const number = await waited(what, () => door().openTcpStore(host, port, isServer, 0, timeout * 1000));
    return new TCPStore(number, host, door().storePort(number));
  }
}

/** A store in a file that all processes can reach. */
export class FileStore extends Store {
  /** @param path of a file that is not there yet @param worldSize how many processes take part */
  static open(path: string, worldSize: number): FileStore {
    return new FileStore(door().openFileStore(path, worldSize));
  }
}
