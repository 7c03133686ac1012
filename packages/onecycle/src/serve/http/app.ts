import { createHash, timingSafeEqual } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Context } from 'hono';
import type { Predictor } from '../predictor/index.js';
import { readPictures } from './body.js';
import { Deadline } from './deadline.js';
import { Metrics } from './metrics.js';
import { openApi } from './openapi.js';
import type { RequestLog, ResolvedHandlerOptions } from './options.js';
import { page, pageHeaders } from './page.js';
import { predictAll, topOf } from './predict.js';
import { busy, problem, problemType, Refusal } from './refusal.js';

/** What a request is remembered by until it is logged. */
type Variables = { seen: Pick<RequestLog, 'bytes' | 'pictures' | 'error'> };
/** What Node's server has besides of a request; other runtimes have nothing of the kind. */
export type Besides = { incoming?: Readable } | undefined;
type Env = { Variables: Variables; Bindings: NonNullable<Besides> };
type Request = Context<Env>;

/** What answers. Hono's own declarations want a newer TypeScript than ours do, so ours do not lead to them. */
export interface App {
  fetch(request: globalThis.Request, besides?: Besides): globalThis.Response | Promise<globalThis.Response>;
}

/** The addresses, and the methods that they have. */
const routes: Readonly<Record<string, string>> = {
  '/predict': 'POST',
  '/': 'GET, HEAD',
  '/healthz': 'GET, HEAD',
  '/metrics': 'GET, HEAD',
  '/openapi.json': 'GET, HEAD',
};

/** All addresses of a handler, by Hono. */
export async function createApp(predictor: Predictor, options: ResolvedHandlerOptions): Promise<App> {
  const { basePath, token, maxRequests } = options;
  const { Hono } = await import('hono');
  const metrics = new Metrics();
  const description = JSON.stringify(openApi(predictor.model, options));
  const app = new Hono<Env>({ strict: false }).basePath(basePath === '' ? '/' : basePath);

  app.use(async (c, next) => {
    const startedAt = performance.now();
    const time = new Date().toISOString();
    c.set('seen', {});
    await next();
    c.header('x-content-type-options', 'nosniff');
    const seconds = (performance.now() - startedAt) / 1000;
    const path = new URL(c.req.url).pathname;
    const route = path.slice(basePath.length).replace(/(.)\/$/, '$1') || '/';
    metrics.add(Object.hasOwn(routes, route) ? route : 'other', c.res.status, seconds);
    const ms = Math.round(1000 * seconds);
    options.log({ time, method: c.req.method, path, status: c.res.status, ms, ...c.get('seen') });
  });

  const allowed = async (c: Request, next: () => Promise<void>): Promise<void> => {
    if (token !== undefined) checkToken(c.req.header('authorization'), token);
    await next();
  };

  app.post('/predict', allowed, async (c) => {
    if (metrics.underWay >= maxRequests)
      throw busy(`${maxRequests} requests are under way, which is as many as may: try again in a moment`);
    metrics.underWay += 1;
    const deadline = new Deadline(c.req.raw.signal, options.timeoutMs);
    try {
      const top = topOf(c.req.url);
      const { pictures, bytes } = await readPictures(c.req.raw, c.env?.incoming, { ...options, deadline });
      Object.assign(c.get('seen'), { bytes, pictures: pictures.length });
      const answers = await predictAll(predictor, pictures, { deadline, top });
      return c.body(JSON.stringify(answers), 200, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
      });
    } finally {
      deadline.clear();
      metrics.underWay -= 1;
    }
  });

  app.get('/', (c) => c.html(page(predictor.model, options), 200, pageHeaders));
  app.get('/healthz', (c) => {
    const { name, version } = predictor.model;
    const isUp = predictor.stats.workers > 0;
    return c.json({ status: isUp ? 'ok' : 'no worker', model: { name, version } }, isUp ? 200 : 503);
  });
  app.get('/metrics', allowed, (c) =>
    c.text(metrics.text(predictor), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
  app.get('/openapi.json', allowed, (c) => c.body(description, 200, { 'content-type': 'application/json' }));

  for (const [route, methods] of Object.entries(routes))
    app.all(route, (c) => {
      throw new Refusal(405, `${c.req.method} is not taken here: ${methods.replace(/, HEAD/, '')} is`, {
        allow: methods,
      });
    });
  app.notFound((c) =>
    refused(c, new Refusal(404, 'there is no such address: pictures go to /predict, by POST')),
  );
  app.onError((error, c) => {
    if (error instanceof Refusal) return refused(c, error);
    const refusal = refused(c, new Refusal(500, 'the server failed, and not because of the request'));
    c.get('seen').error = error.stack ?? error.message;
    return refusal;
  });
  return app;
}

function refused(c: Request, { status, message, headers }: Refusal): Response {
  const seen = c.get('seen');
  if (seen) seen.error = message;
  return new Response(c.req.method === 'HEAD' ? null : problem(status, message), {
    status,
    headers: { 'content-type': problemType, ...headers },
  });
}

/** Compares in a time that tells nothing of the token. */
function checkToken(header: string | undefined, token: string): void {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  const given = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return;
  const what = given === undefined ? 'the request has no token' : 'the token is another';
  throw new Refusal(401, `${what}: send the header Authorization: Bearer <token>`, {
    'www-authenticate': 'Bearer',
  });
}
