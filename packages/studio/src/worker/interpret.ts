import { join } from 'node:path';
import { ClassificationInterpretation, Hook, type Learner, type Tensor, torch } from 'onecycle';
import type { FromWorker, PredictionsFile, Task } from '../messages.js';
import { reportOf } from './report.js';
import { writeFileWhole } from './whole.js';

type Train = Task & { do: 'train' };

/**
 * What a trained model knows: first of the validation pictures (a report, probabilities made honest by a temperature), with which the
 * classifier is written; then of all pictures, what it takes them for and what is like what.
 */
export async function interpret<B extends readonly Tensor[]>(
  learn: Learner<B>,
  task: Train,
  tell: (message: FromWorker) => void,
): Promise<void> {
  const { folder } = task;
  tell({ type: 'doing', doing: 'looking at the validation pictures', progress: null });
  const before = await ClassificationInterpretation.fromLearner(learn);
  const temperature = await temperatureOf(learn);
  const after = temperature === null ? null : await ClassificationInterpretation.fromLearner(learn);
  const report = reportOf(before, after, temperature);
  await learn.export(join(folder, 'model.onecycle'));
  const valid = task.pictures.filter((picture) => picture.valid);
  await writePredictions(
    learn,
    folder,
    valid.map(({ id, file, label }) => ({ id, file, label, valid: true })),
  );
  await writeFileWhole(join(folder, 'report.json'), JSON.stringify(report));
  tell({ type: 'model' });
  const rest = task.pictures.filter((picture) => !picture.valid);
  await writePredictions(
    learn,
    folder,
    [
      ...valid.map(({ id, file, label }) => ({ id, file, label, valid: true })),
      ...task.others.map(({ id, file }) => ({ id, file, label: null, valid: false })),
      ...rest.map(({ id, file, label }) => ({ id, file, label, valid: false })),
    ],
    (done, of) => tell({ type: 'doing', doing: 'looking at all pictures', progress: done / of }),
  );
  await writeFileWhole(join(folder, 'result.json'), JSON.stringify({ done: true }));
}

/** The temperature that makes probabilities honest; null where nothing is wrong, so that none can be found. */
async function temperatureOf<B extends readonly Tensor[]>(learn: Learner<B>): Promise<number | null> {
  try {
    return (await learn.calibrate()).temperature;
  } catch {
    return null;
  }
}

type Row = PredictionsFile['rows'][number] & { file: string };

/** Probabilities and features of some pictures, those that can be read: three files that belong together. */
async function writePredictions<B extends readonly Tensor[]>(
  learn: Learner<B>,
  folder: string,
  all: readonly Row[],
  progress?: (done: number, of: number) => void,
): Promise<void> {
  const vocab = learn.dls.vocab.map(String);
  const dl = learn.dls.testDl(all.map(({ file }) => file)).new<B>({ onError: 'skip' });
  dl.whenLeftOut = () => {};
  const parts: Tensor[] = [];
  const [body] = learn.model.children();
  if (!body) throw new Error('the model has no layers');
  let seen = 0;
  using _hook = new Hook(body, (_module, _input, output) => {
    const out = output as Tensor;
    // Maps are averaged over their places, tokens over all of them.
    const means = torch.scope(() =>
      (out.ndim === 4 ? out.float().mean([2, 3]) : out.float().mean([1])).cpu(),
    );
    parts.push(torch.keep(means));
    seen += out.size(0);
    progress?.(seen, all.length);
  });
  const { preds } = await learn.getPreds({ dl });
  const features = torch.cat(parts, 0);
  try {
    const rows = all
      .filter((_, i) => !dl.failures.has(i))
      .map(({ id, label, valid }) => ({ id, label, valid }));
    const file: PredictionsFile = { vocab, rows, width: features.size(1) };
    await writeFileWhole(join(folder, 'probs.f32'), bytesOf(preds));
    await writeFileWhole(join(folder, 'features.f32'), bytesOf(features));
    await writeFileWhole(join(folder, 'predictions.json'), JSON.stringify(file));
  } finally {
    for (const tensor of [preds, features, ...parts]) tensor.dispose();
  }
}

function bytesOf(tensor: Tensor): Uint8Array {
  const numbers = Float32Array.from(tensor.contiguous().toTypedArray(), Number);
  return new Uint8Array(numbers.buffer);
}
