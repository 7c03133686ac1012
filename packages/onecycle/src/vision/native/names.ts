/** Pillow's filters. */
export type Filter = (typeof filters)[number];
const filters = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const;

/** What is seen beyond a picture's edges. */
export type PadMode = (typeof padModes)[number];
const padModes = ['reflection', 'zeros', 'border'] as const;

/** Throws a RangeError where `given` is none of the names. */
export function checkName(what: string, given: string, names: readonly string[]): void {
  if (!names.includes(given))
    throw new RangeError(`no ${what} is called '${given}': there are ${names.join(', ')}`);
}

export const checkPadMode = (padMode: PadMode): void => checkName('padMode', padMode, padModes);
export const checkFilter = (filter: Filter): void => checkName('filter', filter, filters);
