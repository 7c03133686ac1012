import { kindOf } from '../../base/index.js';
import type { Predictor } from '../predictor/index.js';
import { type Besides, createApp } from './app.js';
import { type HandlerOptions, handlerOptions, type ResolvedHandlerOptions } from './options.js';

/** Answers requests, as Next.js, Bun, Deno and Hono take it. */
export type Handler = (request: Request) => Promise<Response>;

/**
 * The server's addresses as one function, for whatever serves requests: `POST /predict`, a page to drop a picture on at `/`,
 * `/healthz`, `/metrics` (Prometheus) and `/openapi.json`.
 *
 * ```ts
 * const predictor = await createPredictor('pets.onecycle');
 * Bun.serve({ fetch: createHandler(predictor) });
 * ```
 *
 * It never throws: what cannot be answered has a status and, as `application/problem+json`, a sentence for the client.
 */
export function createHandler(predictor: Predictor, options: HandlerOptions = {}): Handler {
  const answer = createAnswering(predictor, handlerOptions(options, 'createHandler'));
  return (request) => answer(request);
}

/** A {@link Handler} that also takes what Node's server has of a request. */
export function createAnswering(
  predictor: Predictor,
  options: ResolvedHandlerOptions,
): (request: Request, besides?: Besides) => Promise<Response> {
  if (typeof predictor?.answer !== 'function')
    throw new TypeError(
      `what answers is a predictor, as await createPredictor('pets.onecycle') gives it, and not ${kindOf(predictor)}`,
    );
  let app: ReturnType<typeof createApp> | undefined;
  return async (request, besides) => {
    app ??= createApp(predictor, options);
    return (await app).fetch(request, besides);
  };
}
