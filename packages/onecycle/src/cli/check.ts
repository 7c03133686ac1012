import { checkPictures } from '../checkup/index.js';
import { defaultDevice, parentLabel, regexLabeller, usingAttr } from '../data/index.js';
import { loadLearner } from '../training/index.js';
// Its models and transforms register what an exported file names.
import '../vision/index.js';
import { usageFailure } from './failure.js';
import { checkFile, checkFolder, checkOutput } from './folders.js';
import type { Streams } from './streams.js';

export interface CheckOptions {
  labelRegex?: RegExp;
  model?: string;
  html?: string;
  json: boolean;
}

/** So many findings are listed in a terminal. */
const LISTED = 40;

/** `onecycle check`: what is amiss in a folder of labelled pictures. */
export async function check(folder: string, options: CheckOptions, streams: Streams): Promise<void> {
  const { labelRegex, model, html, json } = options;
  await checkFolder(folder);
  if (model !== undefined) await checkFile(model);
  if (html !== undefined) {
    if (!/\.html?$/.test(html)) throw usageFailure(`--html takes a file named *.html, not ${html}`);
    await checkOutput(html, { grows: true });
  }
  const found = await checkPictures(folder, {
    label: labelRegex ? usingAttr(regexLabeller(labelRegex), 'name') : parentLabel,
    ...(model !== undefined && { learn: await loadLearner(model, { device: defaultDevice() }) }),
    progress: !json,
  });
  if (html !== undefined) await (await found.report()).save(html);
  if (json) {
    streams.out(`${JSON.stringify(found, null, 2)}\n`);
    return;
  }
  streams.out(`${found}\n`);
  if (found.findings.length > 0) {
    const table = String(found.table()).split('\n');
    streams.out(`\n${table.slice(0, LISTED + 2).join('\n')}\n`);
    const more = table.length - LISTED - 2;
    if (more > 0) streams.out(`… and ${more} more: see them all with --html <file> or --json\n`);
  }
  if (html !== undefined) streams.err(`wrote ${html}\n`);
}
