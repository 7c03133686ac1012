import type { DataBlock, DataLoaders, Learner, Path, TensorCategory, TensorImage } from 'onecycle';

/** What the rows work on: a small set of pictures, and learners made from it. */
export interface Bench {
  /** Folder of the data set. */
  path: Path;
  files: Path[];
  block: DataBlock<[TensorImage, TensorCategory]>;
  dls: DataLoaders<[TensorImage, TensorCategory]>;
  /** A learner that has been fine-tuned for one epoch. */
  learn: Learner<[TensorImage, TensorCategory]>;
  newLearner(): Promise<Learner<[TensorImage, TensorCategory]>>;
}

/** One row of the chapter: what is to come out, who says so, and how it is found out. */
export interface Row {
  number: number;
  title: string;
  /** What the book prints, what fastai computed, or what the API promises. */
  expected: string;
  by: 'book' | 'fastai' | 'promise';
  /** Runs the row; `agrees` is decided by what was computed, never by the row itself. */
  run(bench: Bench): Promise<Outcome> | Outcome;
}

export interface Outcome {
  computed: string;
  agrees: boolean;
}

/** Text against text, spaces at the ends aside. */
export const same = (computed: unknown, expected: string): Outcome => ({
  computed: String(computed),
  agrees: String(computed).trim() === expected.trim(),
});

/** Numbers against numbers, within a tolerance. */
export function close(computed: readonly number[], expected: readonly number[], tolerance: number): Outcome {
  const worst = Math.max(...computed.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
  return {
    computed: `${computed.length} numbers, at most ${worst.toExponential(1)} off`,
    agrees: computed.length === expected.length && worst <= tolerance,
  };
}

/** A list of things that all have to hold; what does not is named. */
export function all(facts: Record<string, boolean>): Outcome {
  const failed = Object.keys(facts).filter((fact) => !facts[fact]);
  return {
    computed: failed.length === 0 ? Object.keys(facts).join('; ') : `not so: ${failed.join('; ')}`,
    agrees: failed.length === 0,
  };
}

/** The message of the error that `fn` fails with; an empty text where it does not fail. */
export async function messageOf(fn: () => unknown): Promise<string> {
  try {
    await fn();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
