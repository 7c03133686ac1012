import { lstat, mkdir, rename, rmdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { MovesDone } from '../../protocol/index.js';
import { journal, readLines } from '../base/index.js';
import { isInside, SET_ASIDE } from './files.js';
import type { Picture } from './picture.js';
import type { Project } from './project.js';

type Move = [from: string, to: string];
/** A line of the journal: what is about to be moved, or that the last such is taken back. */
type Line = { at: string } & ({ moves: Move[] } | { takenBack: true });

/** So many are told of. */
const TOLD = 200;

/**
 * Moves files into the folders of their classes, and those that were set aside into `_removed`. Nothing is overwritten: where a file has the
 * name already, the moved one gets a number. The journal is written first, so that a move that was cut short can be taken back.
 */
export async function applyMoves(project: Project, { dryRun = false } = {}): Promise<MovesDone> {
  const skipped: MovesDone['skipped'] = [];
  const planned: Move[] = [];
  const taken = new Set<string>();
  for (const picture of project.pictures) {
    const folder = folderFor(picture, project);
    if (typeof folder === 'object') skipped.push({ path: picture.path, ...folder });
    else if (folder !== undefined && folder !== posix.dirname(picture.path)) {
      const to = await freeName(project.folder, folder, picture.name, taken);
      taken.add(to);
      planned.push([picture.path, to]);
    }
  }
  const done = { moves: told(planned), count: planned.length, skipped };
  if (dryRun || planned.length === 0) return done;
  await write(project, { moves: planned });
  return { ...done, ...(await moveAll(project, planned, skipped)) };
}

/** Takes the last {@link applyMoves} back that was not. */
export async function takeMovesBack(project: Project, { dryRun = false } = {}): Promise<MovesDone> {
  const last = (await standing(project)).at(-1) ?? [];
  const back = last.map(([from, to]): Move => [to, from]).reverse();
  if (dryRun || back.length === 0) return { moves: told(back), count: back.length, skipped: [] };
  const done = await moveAll(project, back, []);
  await write(project, { takenBack: true });
  return done;
}

/** How many files lie where the last move brought them, and can be moved back. */
export const movedFiles = async (project: Project): Promise<number> =>
  (await standing(project)).at(-1)?.length ?? 0;

const told = (moves: readonly Move[]) => moves.slice(0, TOLD).map(([from, to]) => ({ from, to }));
const journalOf = (project: Project): string => project.keeps('moves.jsonl');

async function standing(project: Project): Promise<Move[][]> {
  const all: Move[][] = [];
  for (const line of await readLines<Line>(journalOf(project)))
    if ('moves' in line) all.push(line.moves);
    else all.pop();
  return all;
}

const write = (project: Project, what: { moves: Move[] } | { takenBack: true }): Promise<void> =>
  journal(journalOf(project), what);

async function moveAll(
  project: Project,
  moves: readonly Move[],
  skipped: MovesDone['skipped'],
): Promise<MovesDone> {
  const done = new Map<string, string>();
  for (const [from, to] of moves) {
    const reason = await moved(project.folder, from, to);
    if (reason === undefined) done.set(from, to);
    else skipped.push({ path: from, reason });
  }
  await project.moved(done);
  return { moves: told([...done]), count: done.size, skipped };
}

/** Moves a file; gives the reason where it cannot. The journal may have come with the folder, from anybody: neither end is outside. */
async function moved(root: string, from: string, to: string): Promise<string | undefined> {
  const [source, target] = [join(root, from), join(root, to)];
  const leadsOut = 'its folder leads out of this one';
  try {
    if (![from, to].every(isBelow) || !(await isIn(root, dirname(source)))) return leadsOut;
    if (!(await isIn(root, await nearest(dirname(target))))) return leadsOut;
    await mkdir(dirname(target), { recursive: true });
    if (await exists(target)) return 'there is a file of that name already';
    await rename(source, target);
    // Folders that are left empty go, too; others stay.
    if (dirname(source) !== root) await rmdir(dirname(source)).catch(() => {});
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether a path leads downwards only, and not to what is hidden. */
const isBelow = (path: string): boolean =>
  !posix.isAbsolute(path) && path.split(/[\\/]/).every((part) => part !== '' && !part.startsWith('.'));

const isIn = async (root: string, folder: string): Promise<boolean> =>
  folder === root || (await isInside(root, folder));

/** A folder, or where it is not there yet the next one above that is. */
async function nearest(folder: string): Promise<string> {
  return (await exists(folder)) ? folder : nearest(dirname(folder));
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** The folder that a picture belongs into; undefined where it stays; a reason where there can be no such folder. */
function folderFor(picture: Picture, project: Project): string | { reason: string } | undefined {
  const { path, label, removed } = picture;
  if (removed) return posix.join(SET_ASIDE, posix.dirname(path));
  if (label === null) return undefined;
  // What a folder is called on any system.
  if (/[\\/:*?"<>|]|^\.|[. ]$|^_removed$/.test(label))
    return { reason: `no folder can be called '${label}'` };
  return project.folderFor(picture, label);
}

async function freeName(
  root: string,
  folder: string,
  name: string,
  taken: ReadonlySet<string>,
): Promise<string> {
  const { name: stem, ext } = posix.parse(name);
  for (let i = 1; ; i++) {
    const path = posix.join(folder, i === 1 ? name : `${stem}-${i}${ext}`);
    if (!taken.has(path) && !(await exists(join(root, path)))) return path;
  }
}
