import { expect, test } from 'vitest';
import { firstNode, launch } from './launch.js';

test('an environment that says nothing is no launch', () => {
  expect(launch({})).toBeNull();
  // A batch script of Slurm's is one process, whatever it will start; a Job's index alone says no group.
  expect(launch({ SLURM_PROCID: '0', SLURM_NTASKS: '4', SLURM_JOB_ID: '7' })).toBeNull();
  expect(launch({ JOB_COMPLETION_INDEX: '2' })).toBeNull();
  expect(launch({ WORLD_SIZE: '2' })).toBeNull();
  expect(launch({ RANK: 'first' })).toBeNull();
});

test('torchrun, Slurm, Open MPI, MPICH and Kubernetes say which process this is', () => {
  const torchrun = { RANK: '3', WORLD_SIZE: '4', LOCAL_RANK: '1', MASTER_ADDR: 'a', MASTER_PORT: '123' };
  expect(launch(torchrun)).toEqual({
    rank: 3,
    worldSize: 4,
    localRank: 1,
    masterAddr: 'a',
    masterPort: 123,
    by: 'the environment (RANK)',
  });
  const slurm = {
    SLURM_PROCID: '5',
    SLURM_NTASKS: '8',
    SLURM_STEP_NUM_TASKS: '6',
    SLURM_LOCALID: '1',
    SLURM_JOB_NODELIST: 'gpu[03-05]',
    SLURM_JOB_ID: '10000042',
    SLURM_STEP_ID: '0',
  };
  expect(launch(slurm)).toMatchObject({
    rank: 5,
    worldSize: 6,
    localRank: 1,
    masterAddr: 'gpu03',
    masterPort: 29542,
  });
  const mpi = {
    OMPI_COMM_WORLD_RANK: '1',
    OMPI_COMM_WORLD_SIZE: '2',
    OMPI_COMM_WORLD_LOCAL_RANK: '1',
    OMPI_COMM_WORLD_LOCAL_SIZE: '2',
  };
  expect(launch(mpi)).toMatchObject({ rank: 1, worldSize: 2, localRank: 1, masterAddr: '127.0.0.1' });
  const pmi = { PMI_RANK: '1', PMI_SIZE: '2', MPI_LOCALRANKID: '0', MASTER_ADDR: 'b' };
  expect(launch(pmi)).toMatchObject({ rank: 1, worldSize: 2, localRank: 0, masterAddr: 'b', by: 'MPI' });
  const job = { JOB_COMPLETION_INDEX: '2', WORLD_SIZE: '3', MASTER_ADDR: 'train-0.train' };
  expect(launch(job)).toMatchObject({ rank: 2, worldSize: 3, masterAddr: 'train-0.train', by: 'Kubernetes' });
});

test.each<[string, Record<string, string>, RegExp]>([
  ['a rank that is no number', { RANK: 'x', WORLD_SIZE: '2' }, /RANK is 'x', and should be a whole number/],
  ['a rank beyond the size', { RANK: '2', WORLD_SIZE: '2', MASTER_ADDR: 'a' }, /process 2 of 2/],
  ['a size of 0', { RANK: '0', WORLD_SIZE: '0', MASTER_ADDR: 'a' }, /process 0 of 0/],
  ['no address', { RANK: '0', WORLD_SIZE: '2' }, /not where the first one is: set MASTER_ADDR/],
  ['an empty address', { RANK: '0', WORLD_SIZE: '2', MASTER_ADDR: ' ' }, /set MASTER_ADDR/],
  ['a rank alone', { RANK: '0', MASTER_ADDR: 'a' }, /MASTER_ADDR and RANK, but no WORLD_SIZE/],
  [
    'a size alone',
    { WORLD_SIZE: '2', RANK: '', MASTER_ADDR: 'a' },
    /MASTER_ADDR and WORLD_SIZE, but no RANK/,
  ],
  [
    'a port beyond',
    { RANK: '0', WORLD_SIZE: '1', MASTER_PORT: '70000' },
    /MASTER_PORT is 70000, .* 1 to 65535/,
  ],
  ['port 0', { RANK: '0', WORLD_SIZE: '1', MASTER_PORT: '0' }, /MASTER_PORT is 0/],
  [
    'a local rank beyond its size',
    { RANK: '0', WORLD_SIZE: '4', LOCAL_RANK: '2', LOCAL_WORLD_SIZE: '2', MASTER_ADDR: 'a' },
    /process 2 of 2 on its machine \(LOCAL_RANK, LOCAL_WORLD_SIZE\)/,
  ],
  [
    'more here than everywhere',
    { RANK: '0', WORLD_SIZE: '2', LOCAL_WORLD_SIZE: '4', MASTER_ADDR: 'a' },
    /4 of 2 processes are on this machine/,
  ],
  [
    'what is no safe number',
    { RANK: '0', WORLD_SIZE: '9'.repeat(30), MASTER_ADDR: 'a' },
    /WORLD_SIZE is '9999/,
  ],
])('%s is an error that names the variable', (_, env, message) => {
  expect(() => launch(env)).toThrow(message);
});

test("mpirun in a step of Slurm's counts for itself; srun that speaks PMI is Slurm", () => {
  // The daemons of Open MPI on other machines are a step of their own, one a machine.
  const daemon = { SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '1', SLURM_STEP_ID: '0', SLURM_JOB_ID: '7' };
  const step = { ...daemon, SLURM_JOB_NODELIST: 'n[1-2]', SLURM_STEP_NODELIST: 'n2' };
  const mpi = { OMPI_COMM_WORLD_RANK: '3', OMPI_COMM_WORLD_SIZE: '4', OMPI_COMM_WORLD_LOCAL_SIZE: '2' };
  expect(launch({ ...step, ...mpi, OMPI_COMM_WORLD_LOCAL_RANK: '1' })).toEqual({
    rank: 3,
    worldSize: 4,
    localRank: 1,
    masterAddr: 'n1',
    masterPort: 29507,
    by: 'Open MPI',
  });
  expect(launch({ ...step, PMI_RANK: '2', PMI_SIZE: '4' })).toMatchObject({
    rank: 2,
    worldSize: 4,
    by: 'MPI',
  });
  const srun = { ...step, SLURM_PROCID: '1', SLURM_STEP_NUM_TASKS: '2', SLURM_LOCALID: '1' };
  expect(launch({ ...srun, PMI_RANK: '1', PMI_SIZE: '2' })).toMatchObject({
    rank: 1,
    localRank: 1,
    masterAddr: 'n2',
    by: 'Slurm',
  });
});

test("the first machine of Slurm's lists", () => {
  const lists = {
    node7: 'node7',
    'a,b': 'a',
    'gpu[03-05,09],cpu1': 'gpu03',
    'n[1,3]': 'n1',
    'n[001-128].cluster': 'n001.cluster',
  };
  for (const [list, first] of Object.entries(lists)) expect(firstNode(list)).toBe(first);
});
