import { CommanderError } from 'commander';
import { type ExitCode, explain, Failure } from './failure.js';
import { createProgram } from './program.js';
import { withRemedy } from './remedies.js';
import { processStreams, type Streams } from './streams.js';

/**
 * Runs the `onecycle` command.
 *
 * @param args what stands behind `onecycle`
 * @returns 0 when all went well, 1 when the work failed, 2 when it was wrongly asked for, 130 after Ctrl-C
 */
export async function run(args: readonly string[], streams: Streams = processStreams): Promise<ExitCode> {
  const program = createProgram(streams);
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return 0;
  } catch (error) {
    // commander has already written its own sentence.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const debug = program.opts().debug === true && !(error instanceof Failure);
    const words = explain(error, debug);
    streams.err(`error: ${error instanceof Failure ? words : withRemedy(error, words)}\n`);
    return error instanceof Failure ? error.exitCode : 1;
  }
}
