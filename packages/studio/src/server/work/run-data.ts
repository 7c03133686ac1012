import { join } from 'node:path';
import type { TaskPicture } from '../../messages.js';
import type { RunSettings } from '../../protocol/index.js';
import { Refusal } from '../base/index.js';
import { isInside, type Project } from '../project/index.js';

/** What a run is started with: paths are those below the project's folder. */
export interface RunData {
  pictures: (Omit<TaskPicture, 'file'> & { path: string })[];
  /** Those without a label, and those that are kept for a test. */
  others: { id: string; path: string }[];
}

/**
 * What there is to learn from now, and to validate with.
 * @throws Refusal where that is too little
 */
export function dataFor(project: Project, settings: Pick<RunSettings, 'seed' | 'validPct'>): RunData {
  const split = project.splitFor(settings);
  const pictures: RunData['pictures'] = [];
  const others: RunData['others'] = [];
  for (const { id, path, label, removed } of project.pictures) {
    if (removed) continue;
    const part = split.get(id);
    if (label === null || part === 'test') others.push({ id, path });
    else pictures.push({ id, path, label, valid: part === 'valid' });
  }
  const learned = pictures.filter(({ valid }) => !valid);
  if (new Set(learned.map(({ label }) => label)).size < 2)
    throw new Refusal(
      409,
      'there is nothing to tell apart: give pictures at least two different labels first',
    );
  if (learned.length === pictures.length)
    throw new Refusal(
      409,
      project.splitBy === 'seed'
        ? 'there are too few pictures to keep some for validation: label some more, or keep a larger part of them'
        : 'no picture with a label is in the part for validation: put some there, or give them labels',
    );
  return { pictures, others };
}

/**
 * Settings for a process: weights from a file are those of a file of the folder, by its whole path.
 * @throws Refusal where there is no such file
 */
export async function taskSettings(project: Project, settings: RunSettings): Promise<RunSettings> {
  const { weights } = settings;
  if (!WEIGHTS.test(weights)) return settings;
  const file = join(project.folder, weights);
  if (await isInside(project.folder, file)) return { ...settings, weights: file };
  throw new Refusal(400, `there is no file ${weights} in this folder`);
}

/** Files that hold weights, by their names. */
export const WEIGHTS = /\.(safetensors|pth|pt)$/i;
