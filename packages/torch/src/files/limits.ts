/**
 * How much a file may ask for before it is refused: so much that no honest file meets a limit, and so little that none takes the
 * process down. Each is checked before the work.
 */
export const LIMITS = {
  /** Tensors in one file, and files in one archive. */
  entries: 200_000,
  /** Dimensions of one tensor: what libtorch's loops have room for. */
  dimensions: 64,
  /** Bytes of the list of files in an archive. */
  directory: 64 * 2 ** 20,
  /** Bytes of a pickle, without the numbers of its tensors. */
  pickle: 64 * 2 ** 20,
  /** Bytes of memory that the values of a pickle take, about. */
  values: 256 * 2 ** 20,
  /** Bytes of one whole number in a pickle. */
  integer: 4096,
  /** What an archive may unpack to: so many bytes, and so many more for each byte of the file. */
  unpacked: 256 * 2 ** 20,
  unpackedPerByte: 64,
  /** Values in the header of a safetensors file: names, sizes, offsets. */
  headerValues: 4_000_000,
  /** Objects and lists in each other in that header; the format needs three. */
  headerDepth: 4,
  /** Bytes of the header of an .npy file, as in NumPy itself. */
  npyHeader: 10_000,
} as const;

/** An error that names the file, what it asks for, and the limit. */
export const beyond = (path: string, what: string, limit: number): RangeError =>
  new RangeError(
    `${path} is refused: ${what}, and the limit is ${limit.toLocaleString('en')}, which no honest file meets. Read it in Python, if you ` +
      'trust it, and save what you need as safetensors.',
  );
