import { checkOptions, is, kindOf, type OptionNames } from '../../base/index.js';

/** What is known of a request after it was answered; nothing of the picture, and nothing that the client named it. */
export interface RequestLog {
  /** When it came, ISO 8601. */
  time: string;
  method: string;
  path: string;
  status: number;
  /** How long the answer took, in milliseconds. */
  ms: number;
  /** The size of what was sent, in bytes. */
  bytes?: number;
  /** How many pictures. */
  pictures?: number;
  /** Why it was refused, or what failed. */
  error?: string;
}

/** Options of `createHandler`. */
export interface HandlerOptions {
  /** Where the addresses begin: with `'/api/pets'` pictures go to `/api/pets/predict`. Default `'/'`. */
  basePath?: string;
  /** Who asks for anything but the page and `/healthz` sends `Authorization: Bearer <token>`. Default: everybody may ask. */
  token?: string;
  /** How many bytes a request may have. Default 10 MiB. */
  maxBodyBytes?: number;
  /** How many pictures a request may have. Default 16. */
  maxPictures?: number;
  /** How many requests with pictures may be under way; those beyond are to come again later. Default 64. */
  maxRequests?: number;
  /** How long a request may take to arrive and be answered, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Is told of every request when it was answered. Where it fails, now or later, that is a warning, and no client's affair. */
  log?: (entry: RequestLog) => void;
}

/** With their defaults. `log` is there, and never fails. */
export type ResolvedHandlerOptions = Required<Omit<HandlerOptions, 'token' | 'log'>> &
  Pick<HandlerOptions, 'token'> & { log: (entry: RequestLog) => void };

/** The names of {@link HandlerOptions}. */
export const handlerOptionNames: OptionNames<HandlerOptions> = {
  basePath: true,
  token: true,
  maxBodyBytes: is.count(1),
  maxPictures: is.count(1),
  maxRequests: is.count(1),
  timeoutMs: is.number({ above: 0, most: 2 ** 31 - 1 }),
  log: true,
};

/** The options with their defaults. Throws where one makes no sense. */
export function handlerOptions(options: HandlerOptions, where: string): ResolvedHandlerOptions {
  checkOptions<HandlerOptions>(options, handlerOptionNames, where);
  const {
    basePath = '/',
    maxBodyBytes = 10 * 2 ** 20,
    maxPictures = 16,
    maxRequests = 64,
    timeoutMs = 30_000,
  } = options;
  if (!/^(\/[\w.~-]+)*\/?$/.test(basePath))
    throw new RangeError(`basePath is a path such as '/api/pets', not '${basePath}'`);
  if (options.token !== undefined && !/^[\w.~+/-]+=*$/.test(options.token))
    throw new RangeError(
      'a token is made of letters, digits and - . _ ~ + / alone, as it stands in a header; `openssl rand -hex 32` prints a good one',
    );
  if (options.log !== undefined && typeof options.log !== 'function')
    throw new TypeError(`log is a function that is told of each request, and not ${kindOf(options.log)}`);
  return {
    ...options,
    basePath: basePath.replace(/\/$/, ''),
    maxBodyBytes,
    maxPictures,
    maxRequests,
    timeoutMs,
    log: safely(options.log),
  };
}

/** A log whose failures are warned of: a stranger's request must not end the process, nor get another answer. */
function safely(log: HandlerOptions['log']): (entry: RequestLog) => void {
  return async (entry) => {
    try {
      await log?.(entry);
    } catch (error) {
      console.warn(`the log of requests failed: ${error instanceof Error ? error.message : error}`);
    }
  };
}
