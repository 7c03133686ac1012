import { stat } from 'node:fs/promises';
import { defaultDevice, getImageFiles } from '../data/index.js';
import { Table } from '../display/index.js';
import { loadLearner, type Prediction, predictEach } from '../training/index.js';
// Its models and transforms register what an exported file names.
import '../vision/index.js';
import { explain, usageFailure } from './failure.js';
import { checkFile } from './folders.js';
import type { Streams } from './streams.js';

export interface PredictOptions {
  csv: boolean;
  json: boolean;
}

/** How many pictures go through the network together. */
const atOnce = 32;

/**
 * `onecycle predict`: one line for each picture. A picture that cannot be read does not keep the others from being
 * named.
 *
 * @throws {Error} at the end, when a picture could not be read
 */
export async function predict(
  model: string,
  places: string[],
  options: PredictOptions,
  streams: Streams,
): Promise<void> {
  if (options.csv && options.json)
    throw usageFailure('--csv and --json contradict each other: leave one out');
  await checkFile(model);
  const files = (await Promise.all(places.map(picturesIn))).flat();
  const learn = await loadLearner(model, { device: defaultDevice() });
  const write = writer(options, learn.dls.vocab.map(String), files, streams);
  let failed = 0;
  for (let start = 0; start < files.length && !streams.isOver?.(); start += atOnce) {
    const part = files.slice(start, start + atOnce);
    for (const [i, result] of (await predictEach(learn, part)).entries()) {
      const file = part[i] ?? '';
      if (result instanceof Error) {
        failed++;
        streams.err(`error: ${reasonFor(file, result)}\n`);
      } else write(file, result);
    }
  }
  if (failed > 0) throw new Error(`${failed} of ${files.length} pictures could not be read`);
}

/** The file itself, or all pictures of a folder. */
async function picturesIn(place: string): Promise<string[]> {
  const found = await stat(place).catch(() => undefined);
  if (!found?.isDirectory()) return [place];
  const files = Array.from(await getImageFiles(place), String);
  if (files.length === 0) throw usageFailure(`there are no pictures in ${place}`);
  return files;
}

/** What is wrong with a file, which the words name. */
function reasonFor(file: string, error: Error): string {
  const reason = explain(error, false);
  return reason.includes(file) ? reason : `${file}: ${reason}`;
}

/** Writes one picture's line as it was asked for. */
function writer(
  { csv, json }: PredictOptions,
  vocab: readonly string[],
  files: readonly string[],
  { out }: Streams,
): (file: string, prediction: Prediction) => void {
  if (json)
    return (file, { label, index, probs }) => {
      const probabilities = Object.fromEntries(vocab.map((name, i) => [name, probs[i] ?? 0]));
      out(`${JSON.stringify({ file, label, probability: probs[index] ?? 0, probabilities })}\n`);
    };
  if (csv) {
    const columns = ['file', 'label', 'probability', ...vocab];
    const heading = new Table(columns, []).toCsv();
    out(heading);
    return (file, { label, index, probs }) =>
      out(
        new Table(columns, [[file, label, probs[index], ...vocab.map((_, i) => probs[i])]])
          .toCsv()
          .slice(heading.length),
      );
  }
  const width = files.reduce((widest, file) => Math.max(widest, file.length), 0);
  return (file, { label, index, probs }) =>
    out(`${file.padEnd(width)}  ${label}  ${(100 * (probs[index] ?? 0)).toFixed(1)} %\n`);
}
