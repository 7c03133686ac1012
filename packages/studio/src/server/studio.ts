import { access, constants, stat } from 'node:fs/promises';
import type { Server } from 'node:http';
import { EventHub, isSystems, sentenceOf } from './base/index.js';
import { answerBy, createApp, Guard, listen, picturesEvent } from './http/index.js';
import { Lock } from './lock.js';
import { Thumbnails } from './pictures/index.js';
import { FolderWatch, Project } from './project/index.js';
import { tokenOf } from './token.js';
import { Answerer, Jobs, Queue, Results, Runs } from './work/index.js';

/** Options of {@link startStudio}. */
export interface StudioOptions {
  /** Port of this machine to listen at. Default 4747, or another where that is taken; 0 takes one that is free. */
  port?: number;
  /** A picture's label is this pattern's first group in its file name. Default: looked for in folders, then in names. */
  labelRegex?: string;
  /** What the page has to send. Default: 32 random bytes, the same for a folder at every start. */
  token?: string;
}

/** A studio that answers. */
export interface Studio {
  /** Its address, token included. */
  readonly url: string;
  readonly token: string;
  /** Ends it: what trains writes a checkpoint first, from which it goes on when it is told to. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const PORT = 4747;
/** How long training may take to write its checkpoint, in milliseconds. */
const PATIENCE = 30_000;

const optionNames = ['port', 'labelRegex', 'token'];

/**
 * Opens a folder of pictures in the studio: a page on this machine, in which they become a classifier. Pictures are neither changed
 * nor deleted; what is decided about them stands in `labels.csv` beside them, all else in the hidden folder `.onecycle`.
 *
 * @throws Error where there is no such folder, where another studio has it open, where it cannot listen
 */
export async function startStudio(folder: string, options: StudioOptions = {}): Promise<Studio> {
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`startStudio has no option '${unknown}': it has ${optionNames.join(', ')}`);
  const { port = PORT, labelRegex, token: given } = options;
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Error(`there is no folder ${folder}`);
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new Error(
      `${sentenceOf(error)}. The studio keeps labels and runs beside the pictures: open a copy of the folder, or see what is in it with onecycle check`,
    );
  });
  const queue = new Queue();
  const answerer = new Answerer();
  // What is there already, where the start fails.
  let lock: Lock | undefined;
  let server: Server | undefined;
  let runs: Runs | undefined;
  let watch: FolderWatch | undefined;
  const end = async (): Promise<void> => {
    try {
      watch?.close();
      server?.close();
      server?.closeAllConnections();
      await Promise.all([queue.close(PATIENCE), answerer.close()]);
      await runs?.settled();
    } finally {
      await lock?.free();
    }
  };
  try {
    const token = given ?? (await tokenOf(folder));
    const project = await Project.open(folder, labelRegex === undefined ? {} : { labelRegex });
    lock = await Lock.take(project.keeps('studio.lock'));
    const listening = await listen(port, options.port !== undefined);
    ({ server } = listening);
    const hub = new EventHub();
    runs = await Runs.open(project, queue, hub);
    const jobs = await Jobs.open(project, queue, hub);
    watch = new FolderWatch(project, (scanned) =>
      hub.publish(
        'pictures',
        picturesEvent(project, scanned, (id) => jobs.findingsOf(id)),
      ),
    );
    await watch.open();
    const parts = {
      project,
      watch,
      runs,
      jobs,
      answerer,
      hub,
      thumbnails: new Thumbnails(project),
      results: new Results(project),
    };
    answerBy(server, createApp(parts, new Guard(token, listening.port)));
    const url = `http://127.0.0.1:${listening.port}/?token=${token}`;
    await lock.say(url.replace(/\?.*/, ''));
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> => {
      closing ??= end();
      return closing;
    };
    return { url, token, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    // Why it failed matters, and not what else does now.
    await end().catch(() => {});
    throw isSystems(error) ? new Error(sentenceOf(error), { cause: error }) : error;
  }
}
