import { ItemError, isShortage } from '../../data/index.js';
import {
  type Answer,
  ClosedError,
  type ModelInfo,
  OverloadedError,
  type Predictor,
} from '../predictor/index.js';
import type { SentPicture } from './body.js';
import { ClientGone, type Deadline, OutOfTime } from './deadline.js';
import { busy, Refusal } from './refusal.js';

/** What a picture's answer says besides: `?top=` asks for the most probable classes alone. */
type Topped = Answer & { top?: { label: string; probability: number }[] };

/** The answer to a request: of one picture its prediction, of several a list of them, in order. */
export type Answers = { model: Pick<ModelInfo, 'name' | 'version'> } & (
  | Topped
  | { predictions: (({ file: string | undefined } & Topped) | { file: string | undefined; error: string })[] }
);

/** How many classes are asked for; undefined for all. */
export function topOf(url: string): number | undefined {
  const text = new URL(url).searchParams.get('top');
  if (text === null) return undefined;
  const top = Number(text);
  if (/^\d{1,9}$/.test(text) && top >= 1) return top;
  throw new Refusal(400, 'top is the number of classes that are wanted, a whole number from 1 on: ?top=5');
}

/** Predicts for all pictures of a request. Throws a Refusal where none of them can be read. */
export async function predictAll(
  predictor: Predictor,
  pictures: readonly SentPicture[],
  { deadline, top }: { deadline: Deadline; top: number | undefined },
): Promise<Answers> {
  const { signal } = deadline;
  const settled = await Promise.allSettled(pictures.map(({ bytes }) => predictor.answer(bytes, { signal })));
  const { name, version } = predictor.model;
  const model = { name, version };
  const [only] = settled;
  if (settled.length === 1 && only) {
    if (only.status === 'rejected') throw refusalOf(only.reason);
    return { model, ...topped(only.value, top) };
  }
  const refusals: Refusal[] = [];
  const predictions = settled.map((one, i) => {
    const file = pictures[i]?.name;
    if (one.status === 'fulfilled') return { file, ...topped(one.value, top) };
    const refusal = refusalOf(one.reason);
    // What is wrong with the server, and not with this picture, is no answer to any of them.
    if (refusal.status >= 500) throw refusal;
    refusals.push(refusal);
    return { file, error: refusal.message };
  });
  const [first] = refusals;
  if (first && refusals.length === settled.length)
    throw new Refusal(
      first.status,
      `none of the ${settled.length} pictures can be read; of the first: ${first.message}`,
    );
  return { model, predictions };
}

/** The classes that are asked for, the most probable first. */
function topped(answer: Answer, top: number | undefined): Topped {
  if (top === undefined || !('probabilities' in answer)) return answer;
  const sorted = Object.entries(answer.probabilities)
    .sort(([, a], [, b]) => b - a)
    .slice(0, top);
  return {
    ...answer,
    probabilities: Object.fromEntries(sorted),
    top: sorted.map(([label, probability]) => ({ label, probability })),
  };
}

/** A failure as a client is to hear of it: nothing of the server's own affairs. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof OverloadedError) return busy('too many pictures are waiting: try again in a moment');
  if (error instanceof ClosedError) return busy('the server is about to end: try again later');
  if (error instanceof OutOfTime) return busy('the answer took too long: try again later');
  if (error instanceof ClientGone) return new Refusal(499, 'the client went away');
  if (error instanceof ItemError) {
    if (isShortage(error)) return busy('the server is short of something for now: try again in a moment');
    // The advice in brackets is for whoever runs the server.
    const message = error.message.replace(/ \(raise maxPixels [^)]*\)/, '');
    return new Refusal(/more than the limit of/.test(message) ? 413 : 422, message);
  }
  throw error;
}
