import { type Context, Hono } from 'hono';
import { isSystems, problem, problemHeaders, Refusal, sentenceOf } from '../base/index.js';
import { eventsRoutes } from './events.js';
import { type Guard, safeHeaders } from './guard.js';
import { pageFiles } from './page-files.js';
import type { Parts } from './parts.js';
import { picturesRoutes } from './pictures.js';
import { projectRoutes } from './project.js';
import { runsRoutes } from './runs.js';

/** All addresses of the studio. */
export function createApp(parts: Parts, guard: Guard): Hono {
  const app = new Hono({ strict: true });
  const files = pageFiles();

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(safeHeaders)) c.res.headers.set(name, value);
  });
  app.use(async (c, next) => {
    const { path, raw } = c.req;
    // Who follows a link to the page comes from another site; the page itself has no secrets.
    guard.checkHost(raw.headers);
    if (path !== '/') guard.checkOrigin(raw.method, raw.headers);
    if (path.startsWith('/api/')) guard.checkToken(raw.headers);
    // In the place of a drive that was taken away nothing is written.
    if (raw.method !== 'GET') await parts.project.checkIsThere();
    await next();
  });
  app.get('/', (c) => {
    const token = c.req.query('token');
    if (token === undefined) return pageFile(c, '/');
    if (!guard.knows(token))
      throw new Refusal(
        401,
        'the token is of another start of the studio: open it by the address that it printed last',
      );
    c.header('set-cookie', guard.cookie);
    c.header('cache-control', 'no-store');
    return c.redirect('/', 303);
  });
  for (const name of files.keys()) if (name !== '/') app.get(name, (c) => pageFile(c, name));
  function pageFile(c: Context, name: string): Response {
    const file = files.get(name);
    if (!file) throw new Refusal(404, `there is no ${name}`);
    return c.body(file.content, 200, { 'content-type': file.type, 'cache-control': 'no-cache' });
  }

  projectRoutes(app, parts);
  picturesRoutes(app, parts);
  runsRoutes(app, parts);
  eventsRoutes(app, parts);
  app.notFound((c) => refused(c, new Refusal(404, 'there is no such address')));
  app.onError((error, c) => {
    if (error instanceof Refusal) return refused(c, error);
    // A disk that is full or gone is no fault of the program: a person is told, and there is nothing to look into.
    if (isSystems(error)) return refused(c, new Refusal(507, sentenceOf(error)));
    console.error(error);
    return refused(c, new Refusal(500, `the studio failed: ${error.message}`));
  });
  return app;
}

function refused(c: Context, { status, message }: Refusal): Response {
  return c.body(problem(status, message), status, problemHeaders);
}
