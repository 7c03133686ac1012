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

test('no number and no address are errors that name the variable', () => {
  expect(() => launch({ RANK: 'x', WORLD_SIZE: '2' })).toThrow("RANK is 'x', and should be a whole number");
  expect(() => launch({ RANK: '2', WORLD_SIZE: '2', MASTER_ADDR: 'a' })).toThrow('process 2 of 2');
  expect(() => launch({ RANK: '0', WORLD_SIZE: '2' })).toThrow('set MASTER_ADDR');
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
