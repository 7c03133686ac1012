import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder with numbers computed by fastai: the project's own, or another of the same form, `ONECYCLE_REFERENCE`. */
export const referenceFolder =
  process.env.ONECYCLE_REFERENCE ?? fileURLToPath(new URL('../../../../reference', import.meta.url));

/** A tensor as the reference files write it: flat, row-major. */
export type ReferenceTensor = { shape: number[]; data: (number | string)[] };

/** Reads `<name>.json` of the reference. Throws where it is missing. */
export const reference = <T>(name: string): T =>
  JSON.parse(readFileSync(`${referenceFolder}/${name}.json`, 'utf8'));

/** Numbers of a reference, where `"NaN"`, `"Infinity"` and `"-Infinity"` are strings. */
export const numbers = (values: readonly (number | string)[]): number[] => values.map(Number);
