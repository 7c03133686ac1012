import { checkOptions } from '../options/index.js';
/** How tensors are printed; the names and defaults are PyTorch's. */
export interface PrintOptions {
  /** Digits after the decimal point. Default 4. */
  precision: number;
  /** More elements than this are summarised. Default 1000; `Infinity` never summarises. */
  threshold: number;
  /** Items shown at each end of a summarised dimension. Default 3. */
  edgeitems: number;
  /** Characters after which a row of numbers is broken. Default 80. */
  linewidth: number;
  /** Scientific notation always, never, or (null, the default) where the numbers call for it. */
  sciMode: boolean | null;
}

/** Three sets of defaults: PyTorch's, one with fewer digits, one that never summarises. */
export type PrintProfile = 'default' | 'short' | 'full';

type Sizes = Omit<PrintOptions, 'sciMode'>;

const profiles: Record<PrintProfile, Sizes> = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Number.POSITIVE_INFINITY, edgeitems: 3, linewidth: 80 },
};

let current: Readonly<PrintOptions> = { ...profiles.default, sciMode: null };

/** The options in force. */
export const printOptions = (): Readonly<PrintOptions> => current;

/**
 * Changes how tensors are printed from now on, as `torch.set_printoptions` does: what is not given keeps its value,
 * but `sciMode`, which goes back to automatic; `profile` is applied first.
 *
 * @throws RangeError for an unknown profile, or a number that is not whole or too small (precision above 100).
 */
export function setPrintOptions(changes: Partial<PrintOptions> & { profile?: PrintProfile } = {}): void {
  checkOptions(
    changes,
    { profile: true, precision: true, threshold: true, edgeitems: true, linewidth: true, sciMode: true },
    'setPrintOptions',
  );
  const { profile, sciMode = null, ...sizes } = changes;
  if (profile !== undefined && !Object.hasOwn(profiles, profile)) {
    throw new RangeError(`setPrintOptions: profile '${profile}' is none of default, short, full`);
  }
  const next: PrintOptions = { ...current, ...(profile && profiles[profile]), sciMode };
  next.precision = whole('precision', sizes.precision ?? next.precision, 0, 100);
  next.edgeitems = whole('edgeitems', sizes.edgeitems ?? next.edgeitems, 0);
  next.linewidth = whole('linewidth', sizes.linewidth ?? next.linewidth, 1);
  next.threshold = sizes.threshold ?? next.threshold;
  if (!(next.threshold >= 0))
    throw new RangeError(`setPrintOptions: threshold ${next.threshold} is not 0 or more`);
  current = next;
}

function whole(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(
    `setPrintOptions: ${name} ${value} is not a whole number of at least ${least}${most === 100 ? ' and at most 100' : ''}`,
  );
}
