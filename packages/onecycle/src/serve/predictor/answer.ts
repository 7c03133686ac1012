import { Tensor, torch } from '@onecycle/torch';
import { loadSharp } from '../../sharp/index.js';
import type { Learner, Prediction } from '../../training/index.js';

/** What a model decides: one class, any number of labels, numbers, or a class for each pixel. */
export type Task = 'class' | 'labels' | 'values' | 'mask';

/** The model behind a predictor. */
export interface ModelInfo {
  /** The file's name without its ending. */
  name: string;
  /** The first twelve digits of the file's SHA-256: it changes whenever the file does. */
  version: string;
  task: Task;
  /** The classes, in the order of their numbers; none for numbers. */
  classes: string[];
}

/** The prediction for a picture as plain JSON; which fields there are depends on what the model decides ({@link Task}). */
export type Answer = ClassAnswer | LabelsAnswer | ValuesAnswer | MaskAnswer;

/** Of a model that names one class. */
export interface ClassAnswer {
  task: 'class';
  /** The most probable class. */
  label: string;
  /** Its probability. */
  probability: number;
  /** Of every class, by its name. */
  probabilities: Record<string, number>;
}

/** Of a model that names any number of labels. */
export interface LabelsAnswer {
  task: 'labels';
  /** The labels, separated by ';'. */
  label: string;
  labels: string[];
  /** Of every label, by its name. */
  probabilities: Record<string, number>;
}

/** Of a model that gives numbers. */
export interface ValuesAnswer {
  task: 'values';
  /** The numbers, separated by ';'. */
  label: string;
  values: number[];
}

/** Of a model that names a class for each pixel. */
export interface MaskAnswer {
  task: 'mask';
  /** The class of most pixels. */
  label: string;
  /** Each class's share of the pixels, by its name. */
  shares: Record<string, number>;
  mask: {
    width: number;
    height: number;
    /** A PNG in base64, as `maskBlock` reads it: the number of a pixel's class is its shade of grey. */
    png: string;
  };
}

/** What a learner decides, by a prediction that it made. */
export function taskOf(learn: Learner, { decoded }: Prediction): Task {
  if (decoded instanceof Tensor && decoded.ndim >= 2) return 'mask';
  if (learn.dls.vocab.length === 0) return 'values';
  return Array.isArray(decoded) ? 'labels' : 'class';
}

/** A prediction as JSON. */
export async function answerOf(task: Task, classes: readonly string[], made: Prediction): Promise<Answer> {
  const { label, index, probs, decoded } = made;
  if (task === 'mask' && decoded instanceof Tensor) return maskAnswer(decoded, classes);
  if (task === 'values' || task === 'mask') return { task: 'values', label, values: probs };
  const probabilities = Object.fromEntries(probs.map((p, i) => [classes[i] ?? String(i), p]));
  if (task === 'class') return { task, label, probability: probs[index] ?? 0, probabilities };
  return { task, label, labels: Array.isArray(decoded) ? decoded.map(String) : [], probabilities };
}

async function maskAnswer(decoded: Tensor, classes: readonly string[]): Promise<MaskAnswer> {
  const [height = 0, width = 0] = decoded.shape.slice(-2);
  const numbers = torch.scope(() => Array.from(decoded.reshape([-1]).to('cpu').toTypedArray(), Number));
  const counts: number[] = [];
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1;
  if (counts.length > 256)
    throw new RangeError('a mask of more than 256 classes has no room in a PNG of greys');
  const shares = Object.fromEntries(
    Array.from({ length: Math.max(counts.length, classes.length) }, (_, i) => [
      classes[i] ?? String(i),
      (counts[i] ?? 0) / numbers.length,
    ]),
  );
  const most = counts.reduce((best, count, i) => (count > (counts[best] ?? 0) ? i : best), 0);
  const sharp = loadSharp();
  const raw = { width, height, channels: 1 as const };
  const png = await sharp(Uint8Array.from(numbers), { raw }).toColourspace('b-w').png().toBuffer();
  const mask = { width, height, png: png.toString('base64') };
  return { task: 'mask', label: classes[most] ?? String(most), shares, mask };
}
