import { readdir } from 'node:fs/promises';
import type { Hono } from 'hono';
import { architectureNames } from 'onecycle';
import type { KeepRequest, Project as ProjectInfo } from '../../protocol/index.js';
import { Refusal } from '../base/index.js';
import { checkedSettings, movedFiles } from '../project/index.js';
import { WEIGHTS } from '../work/index.js';
import { bodyOf, bytes, numberIn, type Parts, param } from './parts.js';
import { versions } from './versions.js';

/** So many training pictures are shown as augmentation shows them. */
const SHOWN = 9;

/** Files with weights that lie beside the pictures. */
async function weightsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => WEIGHTS.test(name)).sort();
}

/** The project as a whole, and what is done once: a learning rate found, pictures looked over. */
export function projectRoutes(app: Hono, { project, runs, jobs, answerer, hub }: Parts): void {
  /** Known when a process has looked, which is begun when the first page asks. */
  const machine = { device: 'cpu', fp16: false };
  let isLookedAt = false;
  const lookAtMachine = async (): Promise<void> => {
    const found = await answerer.ask({ ask: 'machine' }).catch(() => undefined);
    if (!found) return;
    Object.assign(machine, found);
    project.machineIs(found);
    hub.publish('project', { defaults: project.defaults, ...found });
  };
  const info = async (): Promise<ProjectInfo> => ({
    name: project.name,
    folder: project.folder,
    labelled: project.labelled,
    labelRegex: project.labelRegex,
    splitBy: project.splitBy,
    counts: project.counts,
    classes: project.classes,
    undo: project.undoable,
    redo: project.redoable,
    defaults: project.defaults,
    architectures: architectureNames(),
    weights: ['default', '@onecycle/resnet18-tiny', 'none', ...(await weightsIn(project.folder))],
    currentRun: runs.current?.id ?? null,
    job: jobs.current ?? null,
    ...machine,
    moved: await movedFiles(project),
    versions,
  });
  app.get('/api/project', async (c) => {
    if (!isLookedAt) void lookAtMachine();
    isLookedAt = true;
    return c.json(await info());
  });
  app.patch('/api/project', async (c) => {
    const { defaults = {} } = await bodyOf(c);
    await project.setDefaults(checkedSettings(defaults, project.defaults));
    hub.publish('project', { defaults: project.defaults, ...machine });
    return c.json(await info());
  });

  app.get('/api/batch', async (c) => {
    const settings = checkedSettings(
      {
        size: numberIn(c, 'size', project.defaults.size, 16, 2048),
        presize: numberIn(c, 'presize', project.defaults.presize, 16, 4096),
        seed: numberIn(c, 'seed', project.defaults.seed, 0, 2 ** 31),
      },
      project.defaults,
    );
    const split = project.splitFor(settings);
    const training = project.labelledPictures().filter(({ id }) => split.get(id) === 'train');
    if (training.length === 0) throw new Refusal(409, 'there are no pictures with labels to learn from');
    const step = Math.max(1, Math.floor(training.length / SHOWN));
    const start = settings.seed % step;
    const pictures = training
      .filter((_, i) => i % step === start)
      .slice(0, SHOWN)
      .map(({ id, path, label }) => ({ id, file: `${project.folder}/${path}`, label, valid: false }));
    return bytes(c, await answerer.ask({ ask: 'batch', settings, pictures }), 'image/png', 'no-store');
  });

  app.post('/api/lr-find', async (c) =>
    c.json(await jobs.startLrFind(checkedSettings(await bodyOf(c), project.defaults)), 202),
  );
  app.get('/api/lr-find', (c) => c.json(jobs.lrFind));
  app.post('/api/check', async (c) => c.json(await jobs.startCheck(), 202));
  app.get('/api/check', (c) => c.json(jobs.check));
  app.post('/api/check/keep', async (c) => {
    const { kind, id = null, other, label, kept } = await bodyOf(c);
    const isText = (value: unknown) => value === undefined || typeof value === 'string';
    if (
      typeof kind !== 'string' ||
      !(id === null || isText(id)) ||
      !isText(other) ||
      !isText(label) ||
      typeof kept !== 'boolean'
    )
      throw new Refusal(400, 'send { kind, id, kept: true }, as the doctor names a finding');
    return c.json(await jobs.keep({ kind, id, other, label, kept } as KeepRequest));
  });
  app.post('/api/jobs/:id/stop', (c) => c.json(jobs.stop(param(c, 'id'))));
}
