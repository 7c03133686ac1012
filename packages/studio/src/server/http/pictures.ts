import type { Hono } from 'hono';
import type { EditsDone, FindingKind, LabelEdit, StudioEvents } from '../../protocol/index.js';
import { Refusal } from '../base/index.js';
import { thumbSizes } from '../pictures/index.js';
import { applyMoves, type Project, queryPictures, type Scanned, takeMovesBack } from '../project/index.js';
import { bodyOf, bytes, isRecord, type Parts, param } from './parts.js';

/** A picture under an address with its version never changes. */
const FOR_EVER = 'private, max-age=31536000, immutable';

/** Pictures, their labels, and what undoes a change of them. */
export function picturesRoutes(app: Hono, { project, thumbnails, jobs, runs, hub, watch }: Parts): void {
  const told = (done: EditsDone): EditsDone => {
    hub.publish('labels', done);
    return done;
  };
  const findings = (id: string) => jobs.findingsOf(id);

  app.get('/api/pictures', (c) => c.json(queryPictures(project, new URL(c.req.url).searchParams, findings)));
  app.get('/api/pictures/:id', (c) => {
    const picture = project.picture(param(c, 'id'));
    return c.json(project.info(picture, findings(picture.id)));
  });
  app.get('/api/pictures/:id/:which{thumb|full}', async (c) => {
    const picture = project.picture(param(c, 'id'));
    const isThumb = c.req.param('which') === 'thumb';
    const size = thumbSizes.find((one) => String(one) === (c.req.query('size') ?? '160'));
    if (isThumb && size === undefined) throw new Refusal(400, `size is ${thumbSizes.join(' or ')}`);
    const etag = `"${picture.version}-${isThumb ? size : 'full'}"`;
    c.header('etag', etag);
    const isNamed = c.req.query('v') === picture.version;
    const cache = isNamed ? FOR_EVER : 'private, no-cache';
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, { 'cache-control': cache });
    const content = await (isThumb && size ? thumbnails.thumb(picture, size) : thumbnails.full(picture));
    return bytes(c, content, 'image/webp', cache);
  });

  app.post('/api/labels', async (c) => c.json(told(await project.edit(editsOf(await bodyOf(c))))));
  app.post('/api/undo', async (c) => c.json(told(await project.undo())));
  app.post('/api/redo', async (c) => c.json(told(await project.redo())));
  app.post('/api/classes', async (c) => {
    const body = await bodyOf(c);
    const { add, remove, rename, to } = body;
    if (typeof add === 'string') return c.json(told(await project.addClass(add)));
    if (typeof remove === 'string') return c.json(told(await project.removeClass(remove)));
    if (typeof rename === 'string' && typeof to === 'string')
      return c.json(told(await project.renameClass(rename, to)));
    throw new Refusal(400, 'send { add }, { remove } or { rename, to }, each the name of a class');
  });

  app.post('/api/rescan', async (c) => {
    await watch.look();
    return c.json(project.standing);
  });
  app.post('/api/moves', async (c) => {
    const { do: what, dryRun = false } = await bodyOf(c);
    if ((what !== 'apply' && what !== 'takeBack') || typeof dryRun !== 'boolean')
      throw new Refusal(
        400,
        'send { do: "apply" } or { do: "takeBack" }, and dryRun: true to see what would be moved',
      );
    if (runs.current && !dryRun)
      throw new Refusal(409, `'${runs.current.name}' reads the pictures: stop it, or wait until it is done`);
    const done = await (what === 'apply' ? applyMoves : takeMovesBack)(project, { dryRun });
    if (!dryRun) hub.publish('pictures', picturesEvent(project, null, findings));
    return c.json(done);
  });
}

/** So many pictures are told of one by one. */
const TOLD = 500;

/** What pages are told where files came, went or changed. */
export function picturesEvent(
  project: Project,
  scanned: Scanned | null,
  findings: (id: string) => readonly FindingKind[] | undefined,
): StudioEvents['pictures'] {
  const { counts, classes } = project.standing;
  const isLittle = scanned && scanned.changed.length <= TOLD && scanned.gone.length <= TOLD;
  const files = isLittle && {
    changed: scanned.changed.map((picture) => project.info(picture, findings(picture.id))),
    gone: [...scanned.gone],
  };
  return { counts, classes, splitBy: project.splitBy, files: files || null };
}

const MOST_PICTURES = 200_000;

function editsOf({ edits }: Record<string, unknown>): LabelEdit[] {
  const howTo =
    'send { edits: [{ ids: ["…"], label: "pug" }] }; label null is none, removed: true sets aside';
  if (!Array.isArray(edits)) throw new Refusal(400, howTo);
  return edits.map((edit: unknown): LabelEdit => {
    if (!isRecord(edit)) throw new Refusal(400, howTo);
    const { ids, label, removed } = edit;
    const areIds =
      Array.isArray(ids) && ids.length <= MOST_PICTURES && ids.every((id) => typeof id === 'string');
    const isLabel = label === undefined || label === null || typeof label === 'string';
    if (!areIds || !isLabel || (removed !== undefined && typeof removed !== 'boolean'))
      throw new Refusal(400, howTo);
    return { ids, ...(label !== undefined && { label }), ...(removed !== undefined && { removed }) };
  });
}
