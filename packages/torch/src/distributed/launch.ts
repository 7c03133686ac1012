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
 * Slurm's srun, by MPI (Open MPI; MPICH and Intel's by PMI), as an indexed Job of Kubernetes (with `WORLD_SIZE`). Null
 * where it says nothing of the kind. `MASTER_ADDR` and `MASTER_PORT` are taken wherever they are set.
 *
 * @throws Error where it says numbers that are none, or not where process 0 is
 */
export function launch(env: Environment = process.env): Launch | null {
  for (const read of [torchrun, slurm, openMpi, pmi, kubernetes]) {
    const found = read(env);
    if (found) return checked(found);
  }
  return null;
}

function checked(launch: Launch): Launch {
  const { rank, worldSize, by } = launch;
  if (rank >= worldSize)
    throw new Error(`${by} says that this is process ${rank} of ${worldSize}: they are counted from 0`);
  return launch;
}

function number(env: Environment, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text.trim() === '') return undefined;
  if (!/^\d+$/.test(text.trim()))
    throw new Error(`the environment variable ${name} is '${text}', and should be a whole number`);
  return Number(text);
}

/** Both halves of a pair, or neither. */
function pair(env: Environment, rank: string, size: string): [number, number] | null {
  const [ranked, sized] = [number(env, rank), number(env, size)];
  if (ranked === undefined || sized === undefined) return null;
  return [ranked, sized];
}

function launched(
  env: Environment,
  by: string,
  [rank, worldSize]: [number, number],
  localRank: number,
  master: { addr?: string | undefined; port?: number | undefined } = {},
): Launch {
  const masterAddr = env.MASTER_ADDR ?? master.addr;
  if (masterAddr === undefined)
    throw new Error(
      `${by} launched ${worldSize} processes on several machines: set MASTER_ADDR to the name of the machine of process 0`,
    );
  const masterPort = number(env, 'MASTER_PORT') ?? master.port ?? DEFAULT_PORT;
  return { rank, worldSize, localRank, masterAddr, masterPort, by };
}

/** The address of process 0 where all are on one machine. */
const here = (worldSize: number, localSize: number | undefined) =>
  worldSize === 1 || localSize === worldSize ? { addr: '127.0.0.1' } : {};

function torchrun(env: Environment): Launch | null {
  if (!env.RANK || !env.WORLD_SIZE) return null;
  const ranked = pair(env, 'RANK', 'WORLD_SIZE');
  if (!ranked) return null;
  const localSize = number(env, 'LOCAL_WORLD_SIZE');
  return launched(
    env,
    'the environment (RANK)',
    ranked,
    number(env, 'LOCAL_RANK') ?? 0,
    here(ranked[1], localSize),
  );
}

/** Only inside of a step, which srun starts: a batch script has SLURM_PROCID, too, and is one process. */
function slurm(env: Environment): Launch | null {
  if (env.SLURM_STEP_ID === undefined && env.SLURM_STEPID === undefined) return null;
  const size = env.SLURM_STEP_NUM_TASKS === undefined ? 'SLURM_NTASKS' : 'SLURM_STEP_NUM_TASKS';
  const ranked = pair(env, 'SLURM_PROCID', size);
  if (!ranked) return null;
  const nodes = env.SLURM_STEP_NODELIST ?? env.SLURM_JOB_NODELIST ?? env.SLURM_NODELIST;
  // Jobs that share a machine must not share a port.
  const port = DEFAULT_PORT + ((number(env, 'SLURM_JOB_ID') ?? 0) % 10_000);
  return launched(env, 'Slurm', ranked, number(env, 'SLURM_LOCALID') ?? 0, {
    addr: nodes === undefined ? undefined : firstNode(nodes),
    port,
  });
}

/** The first machine of Slurm's list: `gpu[03-05,09],cpu1` → `gpu03`. */
export function firstNode(list: string): string {
  const [, name = list, numbers, rest = ''] = /^([^[,]+)(?:\[([^\]]+)\]([^,]*))?/.exec(list.trim()) ?? [];
  const [first = ''] = (numbers ?? '').split(/[-,]/);
  return `${name}${first}${numbers === undefined ? '' : rest}`;
}

function openMpi(env: Environment): Launch | null {
  const ranked = pair(env, 'OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE');
  if (!ranked) return null;
  const localSize = number(env, 'OMPI_COMM_WORLD_LOCAL_SIZE');
  const localRank = number(env, 'OMPI_COMM_WORLD_LOCAL_RANK') ?? 0;
  return launched(env, 'Open MPI', ranked, localRank, here(ranked[1], localSize));
}

function pmi(env: Environment): Launch | null {
  const ranked = pair(env, 'PMI_RANK', 'PMI_SIZE');
  if (!ranked) return null;
  const localSize = number(env, 'MPI_LOCALNRANKS');
  return launched(env, 'MPI', ranked, number(env, 'MPI_LOCALRANKID') ?? 0, here(ranked[1], localSize));
}

function kubernetes(env: Environment): Launch | null {
  const rank = number(env, 'JOB_COMPLETION_INDEX');
  const size = number(env, 'WORLD_SIZE');
  // An indexed Job whose processes do not belong together has an index, too.
  if (rank === undefined || size === undefined) return null;
  return launched(env, 'Kubernetes', [rank, size], number(env, 'LOCAL_RANK') ?? 0);
}
