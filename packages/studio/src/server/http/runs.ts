import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { Refusal } from '../base/index.js';
import { checkedSettings, readableFile } from '../project/index.js';
import type { RunFolder } from '../work/index.js';
import { bodyOf, bytes, numberIn, type Parts, param } from './parts.js';

/** Runs, what they learned, and what can be made of it. */
export function runsRoutes(app: Hono, parts: Parts): void {
  const { project, runs, results, answerer } = parts;
  const folderOf = (c: Context): RunFolder => runs.folder(param(c, 'id'));

  app.get('/api/runs', (c) => c.json(runs.all));
  app.post('/api/runs', async (c) => {
    const settings = checkedSettings(await bodyOf(c), project.defaults);
    await project.setDefaults(settings);
    return c.json(await runs.start(settings), 201);
  });
  app.get('/api/runs/:id', async (c) => c.json(await runs.detail(param(c, 'id'))));
  app.patch('/api/runs/:id', async (c) => {
    const { name } = await bodyOf(c);
    if (typeof name !== 'string' || name.trim() === '' || name.length > 200)
      throw new Refusal(400, 'the name of a run is a text of 1 to 200 characters');
    return c.json(await runs.rename(param(c, 'id'), name.trim()));
  });
  app.post('/api/runs/:id/stop', async (c) => c.json(await runs.stop(param(c, 'id'))));
  app.post('/api/runs/:id/resume', async (c) => c.json(await runs.resume(param(c, 'id'))));
  app.post('/api/runs/:id/delete', async (c) => c.json(await runs.discard(param(c, 'id'))));

  app.get('/api/runs/:id/confusion', async (c) => c.json(await results.confusion(folderOf(c))));
  app.get('/api/runs/:id/report', async (c) => c.json(await results.report(folderOf(c))));
  app.get('/api/runs/:id/mistakes', async (c) =>
    c.json(await results.mistakes(folderOf(c), numberIn(c, 'k', 24, 1, 10_000))),
  );
  app.get('/api/runs/:id/predictions', async (c) => {
    const ids = c.req.query('ids');
    return c.json(await results.predictions(folderOf(c), ids === undefined ? undefined : ids.split(',')));
  });
  app.get('/api/runs/:id/neighbours/:picture', async (c) => {
    const { id } = project.picture(param(c, 'picture'));
    return c.json(await results.neighbours(folderOf(c), id, numberIn(c, 'k', 12, 1, 1000)));
  });
  app.get('/api/runs/:id/next', async (c) =>
    c.json(await results.next(folderOf(c), numberIn(c, 'n', 20, 1, 1000))),
  );
  app.get('/api/runs/:id/gradcam/:picture', async (c) => {
    const model = modelOf(folderOf(c));
    const { path } = project.picture(param(c, 'picture'));
    const file = await readableFile(project.folder, path);
    if (file === undefined) throw new Refusal(404, `${path} is not there any more`);
    const alpha = numberIn(c, 'alpha', 0.6, 0, 1);
    const map = await answerer.ask({ ask: 'gradcam', model, file, target: c.req.query('target'), alpha });
    return bytes(c, map, 'image/png', 'private, max-age=600');
  });
  app.get('/api/runs/:id/export', async (c) => {
    const as = c.req.query('as') ?? 'onecycle';
    const { name } = runs.get(param(c, 'id'));
    return download(c, await exported(parts, folderOf(c), as, name), `${project.name} ${name}`, as);
  });
  app.post('/api/classify', async (c) => {
    const run = c.req.query('run') ?? runs.all.find(({ hasModel }) => hasModel)?.id;
    if (run === undefined) throw new Refusal(409, 'no run has a model yet: train one first');
    const model = modelOf(runs.folder(run));
    const content = new Uint8Array(await c.req.arrayBuffer());
    if (content.length === 0) throw new Refusal(400, 'send a picture as the body of the request');
    const wantsMap = c.req.query('gradcam') === '1';
    const { gradcam, ...said } = await answerer.ask({
      ask: 'classify',
      model,
      bytes: content,
      gradcam: wantsMap,
    });
    const map = gradcam && `data:image/png;base64,${Buffer.from(gradcam).toString('base64')}`;
    return c.json({ ...said, gradcam: map });
  });
}

function modelOf(folder: RunFolder): string {
  if (folder.has('model.onecycle')) return folder.file('model.onecycle');
  throw new Refusal(409, 'this run has no model yet: it is there when training is over');
}

const endings: Readonly<Record<string, string>> = { onecycle: 'onecycle', onnx: 'onnx', web: 'html' };

/** The file to send; what was written since the model was is taken as it is. */
async function exported({ answerer }: Parts, folder: RunFolder, as: string, title: string): Promise<string> {
  const model = modelOf(folder);
  if (as === 'onecycle') return model;
  if (as !== 'onnx' && as !== 'web')
    throw new Refusal(400, `as is one of ${Object.keys(endings).join(', ')}`);
  const file = folder.file(`exports/model.${endings[as]}`);
  const timeOf = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
  if ((await timeOf(file)) > (await timeOf(model))) return file;
  await mkdir(dirname(file), { recursive: true });
  await answerer.ask({ ask: 'export', model, as, file, title });
  return file;
}

async function download(c: Context, file: string, name: string, as: string): Promise<Response> {
  const { size } = await stat(file);
  // Names of folders and runs are anybody's: neither a path nor half a character is made of them.
  const whole = `${name}.${endings[as]}`.replace(/[\\/]|\p{Surrogate}|\p{Cc}/gu, '_');
  // Of a name what any system takes; all of it for browsers that read it.
  const plain = whole.replace(/[^\w .-]/g, '_');
  c.header('content-type', 'application/octet-stream');
  c.header('content-length', String(size));
  c.header('cache-control', 'no-store');
  c.header(
    'content-disposition',
    `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(whole).replace(/['()*]/g, '_')}`,
  );
  return c.body(Readable.toWeb(createReadStream(file)) as ReadableStream);
}
