import { withoutUndefined } from '../base/index.js';
import { createPredictor, type RequestLog, serve } from '../serve/index.js';
import { Failure } from './failure.js';
import { checkFile } from './folders.js';
import type { Streams } from './streams.js';
import { untilTold } from './until-told.js';

export interface ServeCommandOptions {
  port: number;
  host: string;
  token?: string;
  workers?: number;
  threads?: number;
  maxBatch?: number;
  maxDelay?: number;
  maxQueue?: number;
  maxBody?: number;
  maxPixels: number;
  maxPictures?: number;
  maxRequests?: number;
  timeout?: number;
}

const isLoopback = (host: string): boolean => /^(localhost|127\.|\[?::1\]?$)/.test(host);

/**
 * `onecycle serve`: answers requests until it is told to end, by Ctrl-C or SIGTERM. Requests are logged as a line of JSON
 * each.
 *
 * @throws {Failure} where it cannot listen
 */
export async function serveModel(
  file: string,
  options: ServeCommandOptions,
  streams: Streams,
): Promise<void> {
  await checkFile(file);
  const { workers, threads, maxBatch, maxDelay: maxDelayMs, maxQueue, maxPixels } = options;
  const predictor = await createPredictor(
    file,
    withoutUndefined({ workers, threads, maxBatch, maxDelayMs, maxQueue, maxPixels }),
  );
  try {
    const {
      port,
      host,
      token,
      maxBody: maxBodyBytes,
      maxPictures,
      maxRequests,
      timeout: timeoutMs,
    } = options;
    const limits = withoutUndefined({ token, maxBodyBytes, maxPictures, maxRequests, timeoutMs });
    const log = (entry: RequestLog) => streams.out(`${JSON.stringify(entry)}\n`);
    const server = await serve(predictor, { port, host, log, ...limits }).catch((error: unknown) => {
      throw error instanceof RangeError
        ? error
        : new Failure(String(error instanceof Error ? error.message : error), 1);
    });
    const { name, version } = predictor.model;
    streams.err(`${name} (${version}) answers at ${server.url}; Ctrl-C ends it\n`);
    if (!isLoopback(host) && token === undefined)
      streams.err(
        'Note: everybody who reaches this address may ask. --token or ONECYCLE_TOKEN asks for a token.\n',
      );
    await untilTold(server, streams);
  } finally {
    await predictor.close();
  }
}
