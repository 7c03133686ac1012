import { commandFor, launch } from '../launch/index.js';
import { Failure, usageFailure } from './failure.js';
import type { Streams } from './streams.js';

export interface LaunchCommandOptions {
  nproc: number;
  nnodes: number;
  nodeRank?: number;
  rdzv?: string;
  maxRestarts: number;
}

/** `onecycle launch`: a program in several processes that train together. */
export async function launchProgram(
  program: string,
  args: readonly string[],
  options: LaunchCommandOptions,
  streams: Streams,
): Promise<void> {
  if (options.nnodes > 1 && options.rdzv === undefined)
    throw usageFailure('--nnodes needs --rdzv <host:port>, where machine 0 can be reached');
  await inProcesses(commandFor(program, args), options, streams);
}

/** `onecycle train --nproc`: the same command in several processes. */
export async function trainInProcesses(
  args: readonly string[],
  { nproc, maxRestarts }: Pick<LaunchCommandOptions, 'nproc' | 'maxRestarts'>,
  streams: Streams,
): Promise<void> {
  const [, command = ''] = process.argv;
  const options = { nproc, maxRestarts, nnodes: 1 };
  await inProcesses([process.execPath, command, ...args], options, streams, ['--resume']);
}

async function inProcesses(
  command: readonly string[],
  options: LaunchCommandOptions,
  streams: Streams,
  onRestart: readonly string[] = [],
): Promise<void> {
  const { code, ends } = await launch(command, { ...options, output: streams, onRestart });
  if (code === 0) return;
  const first = ends.find((end) => end.code !== 0 || end.signal);
  const how = first?.signal ? `was ended by ${first.signal}` : `failed with exit code ${first?.code}`;
  throw new Failure(
    code === 130 ? 'interrupted' : `process ${first?.rank ?? 0} ${how}, and the others were ended`,
    code === 130 ? 130 : code === 2 ? 2 : 1,
  );
}
