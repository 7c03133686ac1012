/** What the system says when it is short of something, or a disk or network is: nothing is wrong with the file itself. */
const codes: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOBUFS',
  'EAGAIN',
  'EBUSY',
  'EIO',
  'ENODEV',
  'ENXIO',
  'ESTALE',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'ENOTCONN',
]);

/** The machine could not give what reading a file takes: another try may succeed. */
export class ShortageError extends Error {
  override name = 'ShortageError';

  constructor(
    /** The file that was to be read; undefined where it came from memory. */
    readonly file: string | undefined,
    /** What there was too little of. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `could not read ${file ?? 'the picture'} for now: ${reason}. Nothing is known to be wrong with it: try again`,
      options,
    );
  }
}

/**
 * Whether an error, or what caused it, is a passing shortage of the machine (descriptors, memory, a disk that does not
 * answer, a folder that vanished) and not a fault of the item that was read.
 */
export function isShortage(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth++) {
    if (at instanceof ShortageError) return true;
    if ('code' in at && typeof at.code === 'string' && codes.has(at.code)) return true;
  }
  return false;
}
