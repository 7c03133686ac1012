import { kindOf } from '../options/index.js';

/** How this process was launched as one of several. */
export interface Launch {
  /** Which one it is, from 0. */
  rank: number;
  /** How many there are. */
  worldSize: number;
  /** Which one it is on its machine, from 0: the number of its device. */
  localRank: number;
  /** Where process 0 can be reached. */
  masterAddr: string;
  masterPort: number;
  /** What launched it, for messages. */
  by: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 29500;

/**
 * How the environment says that this process was launched: by torchrun or `onecycle launch` (`RANK`, `WORLD_SIZE`), by
 * MPI (Open MPI; MPICH and Intel's by PMI), by Slurm's srun, as an indexed Job of Kubernetes (with `WORLD_SIZE`). Null
 * where it says nothing of the kind. `MASTER_ADDR` and `MASTER_PORT` are taken wherever they are set.
 *
 * @throws Error where it says numbers that are none or contradict each other, or not where process 0 is
 */
export function launch(env: Environment = process.env): Launch | null {
  if (typeof env !== 'object' || env === null)
    throw new TypeError(`launch takes an environment, such as process.env, not ${kindOf(env)}`);
  // MPI before Slurm, whose steps also start the daemons by which mpirun starts processes on other machines.
  for (const read of [torchrun, openMpi, pmi, slurm, kubernetes]) {
    const found = read(env);
    if (found) return found;
  }
  refuseHalf(env);
  return null;
}

/** Throws where only half of torchrun's variables are there: training alone is not what was meant. */
function refuseHalf(env: Environment): void {
  const [rank, size, addr] = ['RANK', 'WORLD_SIZE', 'MASTER_ADDR'].map((name) => text(env, name));
  if (addr === undefined || (rank === undefined) === (size === undefined)) return;
  const [there, missing] = rank === undefined ? ['WORLD_SIZE', 'RANK'] : ['RANK', 'WORLD_SIZE'];
  throw new Error(
    `the environment has MASTER_ADDR and ${there}, but no ${missing}: set it too, or none of them for a process by itself`,
  );
}

/** A variable, if it says something. */
function text(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

function number(env: Environment, name: string): number | undefined {
  const given = text(env, name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!/^\d+$/.test(given) || !Number.isSafeInteger(value))
    throw new Error(`the environment variable ${name} is '${env[name]}', and should be a whole number`);
  return value;
}

/** Both halves of a pair, or neither. */
function pair(env: Environment, rank: string, size: string): [number, number] | null {
  const [ranked, sized] = [number(env, rank), number(env, size)];
  if (ranked === undefined || sized === undefined) return null;
  return [ranked, sized];
}

/** Of the processes on a machine, by the names of variables: which one this is, and how many there are. */
function local(env: Environment, rank: string, size?: string): { localRank: number; localSize?: number } {
  const localRank = number(env, rank) ?? 0;
  const localSize = size === undefined ? undefined : number(env, size);
  if (localSize === undefined) return { localRank };
  if (localRank >= localSize)
    throw new Error(
      `the environment says that this is process ${localRank} of ${localSize} on its machine (${rank}, ${size}): they are counted from 0`,
    );
  return { localRank, localSize };
}

function launched(
  env: Environment,
  by: string,
  [rank, worldSize]: [number, number],
  { localRank, localSize }: { localRank: number; localSize?: number },
  master: { addr?: string | undefined; port?: number | undefined } = {},
): Launch {
  if (rank >= worldSize)
    throw new Error(`${by} says that this is process ${rank} of ${worldSize}: they are counted from 0`);
  if (localSize !== undefined && localSize > worldSize)
    throw new Error(`${by} says that ${localSize} of ${worldSize} processes are on this machine`);
  const isHere = worldSize === 1 || localSize === worldSize;
  const masterAddr = text(env, 'MASTER_ADDR') ?? (isHere ? '127.0.0.1' : master.addr);
  if (masterAddr === undefined)
    throw new Error(
      `${by} says that there are ${worldSize} processes, and not where the first one is: set MASTER_ADDR to the name of its machine, 127.0.0.1 where all are on one`,
    );
  const masterPort = number(env, 'MASTER_PORT') ?? master.port ?? DEFAULT_PORT;
  if (masterPort < 1 || masterPort > 65_535)
    throw new Error(`the environment variable MASTER_PORT is ${masterPort}, and a port is from 1 to 65535`);
  return { rank, worldSize, localRank, masterAddr, masterPort, by };
}

function torchrun(env: Environment): Launch | null {
  if (!env.RANK || !env.WORLD_SIZE) return null;
  const ranked = pair(env, 'RANK', 'WORLD_SIZE');
  if (!ranked) return null;
  return launched(env, 'the environment (RANK)', ranked, local(env, 'LOCAL_RANK', 'LOCAL_WORLD_SIZE'));
}

function openMpi(env: Environment): Launch | null {
  const ranked = pair(env, 'OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE');
  if (!ranked) return null;
  const own = local(env, 'OMPI_COMM_WORLD_LOCAL_RANK', 'OMPI_COMM_WORLD_LOCAL_SIZE');
  return launched(env, 'Open MPI', ranked, own, slurmMaster(env));
}

function pmi(env: Environment): Launch | null {
  const ranked = pair(env, 'PMI_RANK', 'PMI_SIZE');
  // srun speaks PMI itself, and knows more.
  if (!ranked || String(ranked) === String(slurmStep(env))) return null;
  return launched(env, 'MPI', ranked, local(env, 'MPI_LOCALRANKID', 'MPI_LOCALNRANKS'), slurmMaster(env));
}

/** Only inside of a step, which srun starts: a batch script has SLURM_PROCID, too, and is one process. */
function slurmStep(env: Environment): [number, number] | null {
  if (env.SLURM_STEP_ID === undefined && env.SLURM_STEPID === undefined) return null;
  const size = env.SLURM_STEP_NUM_TASKS === undefined ? 'SLURM_NTASKS' : 'SLURM_STEP_NUM_TASKS';
  return pair(env, 'SLURM_PROCID', size);
}

function slurm(env: Environment): Launch | null {
  const ranked = slurmStep(env);
  if (!ranked) return null;
  const { port, addr } = slurmMaster(env);
  const nodes = text(env, 'SLURM_STEP_NODELIST');
  const master = { port, addr: nodes === undefined ? addr : firstNode(nodes) };
  return launched(env, 'Slurm', ranked, local(env, 'SLURM_LOCALID'), master);
}

/** Where process 0 is in a job of Slurm's. */
function slurmMaster(env: Environment): { addr?: string; port?: number } {
  const nodes = text(env, 'SLURM_JOB_NODELIST') ?? text(env, 'SLURM_NODELIST');
  const job = number(env, 'SLURM_JOB_ID');
  return {
    ...(nodes !== undefined && { addr: firstNode(nodes) }),
    // Jobs that share a machine must not share a port.
    ...(job !== undefined && { port: DEFAULT_PORT + (job % 10_000) }),
  };
}

/** The first machine of Slurm's list: `gpu[03-05,09],cpu1` → `gpu03`. */
export function firstNode(list: string): string {
  const [, name = list, numbers, rest = ''] = /^([^[,]+)(?:\[([^\]]+)\]([^,]*))?/.exec(list.trim()) ?? [];
  const [first = ''] = (numbers ?? '').split(/[-,]/);
  return `${name}${first}${numbers === undefined ? '' : rest}`;
}

function kubernetes(env: Environment): Launch | null {
  const rank = number(env, 'JOB_COMPLETION_INDEX');
  const size = number(env, 'WORLD_SIZE');
  // An indexed Job whose processes do not belong together has an index, too.
  if (rank === undefined || size === undefined) return null;
  return launched(env, 'Kubernetes', [rank, size], local(env, 'LOCAL_RANK'));
}
