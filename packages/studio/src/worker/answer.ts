import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  defaultDevice,
  Figure,
  gradCam,
  type Learner,
  loadLearner,
  Path,
  type Picture,
  torch,
} from 'onecycle';
import sharp from 'sharp';
import type { Answers, Question } from '../messages.js';
import { loadersOf, readableOf } from './data.js';

/** So many classifiers stay in memory. */
const KEPT = 2;
const loaded = new Map<string, Promise<Learner>>();

/** Answers what is asked of classifiers, or of what training would see. */
export async function answer(question: Question): Promise<Answers[keyof Answers]> {
  switch (question.ask) {
    case 'machine':
      return { device: defaultDevice(), fp16: defaultDevice() !== 'cpu' || torch.cpu.hasBf16 };
    case 'batch':
      return batch(question);
    case 'gradcam':
      return gradcam(question);
    case 'classify':
      return classify(question);
    case 'export':
      return exported(question);
  }
}

function learnerOf(model: string): Promise<Learner> {
  const found = loaded.get(model) ?? loadLearner(model);
  loaded.delete(model);
  loaded.set(model, found);
  found.catch(() => loaded.delete(model));
  for (const oldest of [...loaded.keys()].slice(0, -KEPT)) loaded.delete(oldest);
  return found;
}

/** Inches of each picture of a batch, and of its title: they are shown small in the page, where the titles are to be read. */
const [SIDE, TITLE] = [1.5, 0.16];

/** Pictures as training sees them. */
async function batch({ settings, pictures }: Question & { ask: 'batch' }): Promise<Answers['batch']> {
  const readable = await readableOf(pictures, { bs: pictures.length });
  const count = readable.length;
  const dls = await loadersOf(readable, { ...settings, bs: count });
  const ncols = Math.ceil(Math.sqrt(count));
  const height = Math.ceil(count / ncols) * (SIDE + TITLE);
  const figure = await dls.showBatch({ maxN: count, ncols, figsize: [ncols * SIDE, height], dpi: 160 });
  if (!(figure instanceof Figure)) throw new Error('the batch is no picture');
  return figure.png();
}

async function gradcam({
  model,
  file,
  target,
  alpha,
}: Question & { ask: 'gradcam' }): Promise<Answers['gradcam']> {
  const learn = await learnerOf(model);
  const map = await gradCam(learn, file, target === undefined ? {} : { target });
  return png(await map.over({ alpha }));
}

async function classify({
  model,
  bytes,
  gradcam,
}: Question & { ask: 'classify' }): Promise<Answers['classify']> {
  const learn = await learnerOf(model);
  const { label, probs } = await learn.predict(bytes);
  const vocab = learn.dls.vocab.map(String);
  const classes = vocab.map((name, i) => ({ name, probability: probs[i] ?? 0 }));
  classes.sort((a, b) => b.probability - a.probability);
  const map = gradcam ? await gradCam(learn, bytes, { target: label }) : null;
  return {
    label,
    probability: classes[0]?.probability ?? 0,
    classes,
    gradcam: map && (await png(await map.over())),
  };
}

/** Writes the classifier for other programs; where it cannot be compared with what it was made of, it says so. */
async function exported({
  model,
  as,
  file,
  title,
}: Question & { ask: 'export' }): Promise<Answers['export']> {
  const learn = await loadLearner(model);
  learn.path = new Path(dirname(file));
  const draft = `${file}.draft.${as === 'web' ? 'html' : 'onnx'}`;
  const write = (check: boolean) =>
    as === 'onnx'
      ? learn.exportOnnx(draft, { check })
      : learn.exportWeb(draft, { check, title, singleFile: true });
  const note = await write(true).then(
    () => null,
    async (error: unknown) => {
      if (!/onnxruntime-node/.test(String(error))) throw error;
      await write(false);
      return 'not compared with the classifier, for which onnxruntime-node must be installed';
    },
  );
  await rename(draft, file);
  return note;
}

const png = ({ data, width, height }: Picture): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
