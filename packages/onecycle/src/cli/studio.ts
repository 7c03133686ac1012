import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { withoutUndefined } from '../base/index.js';
import { optionalPackage } from '../export/index.js';
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
