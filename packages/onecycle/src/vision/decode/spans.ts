import { setImmediate } from 'node:timers/promises';

/** So many pixels (or bytes) are worked on in JavaScript at a time: a few milliseconds. */
export const spanLength = 2 ** 18;

/** Calls `work` with all spans of pixels, row by row; between some of them whatever else waits has its turn. */
export async function bySpans(
  { width, height }: { width: number; height: number },
  work: (y: number, from: number, to: number) => void,
): Promise<void> {
  let done = 0;
  for (let y = 0; y < height; y++) {
    for (let from = 0; from < width; from += spanLength) {
      const to = Math.min(width, from + spanLength);
      work(y, from, to);
      done += to - from;
      if (done < spanLength) continue;
      done = 0;
      await setImmediate();
    }
  }
}
