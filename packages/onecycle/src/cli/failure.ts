/** What became of a command, as the process's exit code: done, failed, wrongly asked for, interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** A sentence for the person at the terminal, and the exit code that goes with it. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    readonly exitCode: ExitCode,
  ) {
    super(message);
  }
}

/** Something was asked for that cannot be done as it was asked. */
export const usageFailure = (message: string): Failure => new Failure(message, 2);

/** The words for an error: its message alone, or all of it with `debug`. */
export function explain(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  return debug ? (error.stack ?? error.message) : error.message;
}
