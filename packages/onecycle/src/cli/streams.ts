/** Where a command writes: results to `out`, everything else to `err`. */
export interface Streams {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Characters in a line of the terminal that `err` is; undefined where it is none. */
  columns?: () => number | undefined;
  /** Whether nobody reads the results any more, or they cannot be written. */
  isOver?: () => boolean;
}

export const processStreams: Streams = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  columns: () => process.stderr.columns,
  isOver: () => process.stdout.destroyed,
};
