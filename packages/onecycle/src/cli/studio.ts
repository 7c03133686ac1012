import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { optionalPackage } from '../base/index.js';
import { Failure } from './failure.js';
import { checkFolder } from './folders.js';
import type { Streams } from './streams.js';
import { untilTold } from './until-told.js';

export interface StudioCommandOptions {
  port?: number;
  labelRegex?: RegExp;
  open: boolean;
}

/** What is used of `@onecycle/studio`, which is installed by those who want it. */
interface StudioPackage {
  startStudio(
    folder: string,
    options: { port?: number; labelRegex?: string },
  ): Promise<{ url: string; close(): Promise<void> }>;
}

/** `onecycle studio`: a page in which a folder becomes a classifier, until it is told to end, by Ctrl-C or SIGTERM. */
export async function studio(folder: string, options: StudioCommandOptions, streams: Streams): Promise<void> {
  const { port, labelRegex, open } = options;
  await checkFolder(folder);
  const file = optionalPackage('@onecycle/studio');
  if (file === undefined)
    throw new Failure(
      'the studio is a package of its own, which is not installed: npm install @onecycle/studio',
      1,
    );
  const { startStudio }: StudioPackage = await import(pathToFileURL(file).href);
  const opened = await startStudio(folder, {
    ...(port !== undefined && { port }),
    ...(labelRegex && { labelRegex: labelRegex.source }),
  }).catch((error: unknown) => {
    throw new Failure(error instanceof Error ? error.message : String(error), 1);
  });
  streams.out(`${opened.url}\n`);
  streams.err('The studio is open at this address, on this machine only; Ctrl-C ends it.\n');
  if (open) openInBrowser(opened.url);
  await untilTold(opened, streams);
}

/** By what the system opens addresses with; where there is nothing of the kind, the address was printed. */
function openInBrowser(url: string): void {
  const commands: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', '""'],
  };
  const [command, ...args] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
