import { defaultDevice } from '../data/index.js';
import { loadLearner } from '../training/index.js';
// Its models and transforms register what an exported file names.
import '../vision/index.js';
import { explain } from './failure.js';
import { checkFile } from './folders.js';
import type { Streams } from './streams.js';

export interface PredictOptions {
  json: boolean;
}

/**
 * `onecycle predict`: one line for each picture. A picture that cannot be read does not keep the others from being
 * named.
 *
 * @throws {Error} at the end, when a picture could not be read
 */
export async function predict(
  model: string,
  files: string[],
  { json }: PredictOptions,
  streams: Streams,
): Promise<void> {
  await checkFile(model);
  const learn = await loadLearner(model, { device: defaultDevice() });
  const vocab = learn.dls.vocab.map(String);
  const width = Math.max(...files.map((file) => file.length));
  let failed = 0;
  for (const file of files) {
    try {
      const { label, index, probs } = await learn.predict(file);
      const probability = probs[index] ?? 0;
      if (json)
        streams.out(
          `${JSON.stringify({ file, label, probability, probabilities: byLabel(vocab, probs) })}\n`,
        );
      else streams.out(`${file.padEnd(width)}  ${label}  ${(100 * probability).toFixed(1)} %\n`);
    } catch (error) {
      failed++;
      streams.err(`error: ${explain(error, false)}\n`);
    }
  }
  if (failed > 0) throw new Error(`${failed} of ${files.length} pictures could not be read`);
}

const byLabel = (vocab: readonly string[], probs: readonly number[]): Record<string, number> =>
  Object.fromEntries(vocab.map((label, i) => [label, probs[i] ?? 0]));
