import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder with numbers computed by fastai: `ONECYCLE_REFERENCE`, or `shared/reference` beside the checkout. */
export const referenceFolder =
  process.env.ONECYCLE_REFERENCE ??
  fileURLToPath(new URL('../../../../../shared/reference', import.meta.url));

/** A tensor as the reference files write it: flat, row-major. */
export type ReferenceTensor = { shape: number[]; data: (number | string)[] };

/**
 * Reads `<name>.json` of the reference. Returns undefined, with a message, where the folder is missing,
 * so that a clone elsewhere can skip the tests that need it.
 */
export function reference<T>(name: string): T | undefined {
  const file = `${referenceFolder}/${name}.json`;
  if (!existsSync(file)) {
    console.warn(`skipped: no reference ${file}; set ONECYCLE_REFERENCE to the folder that holds it`);
    return undefined;
  }
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

/** Numbers of a reference, where `"NaN"`, `"Infinity"` and `"-Infinity"` are strings. */
export const numbers = (values: readonly (number | string)[]): number[] => values.map(Number);
