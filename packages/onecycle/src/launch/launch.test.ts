import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type LaunchOptions, launch } from './index.js';
import { Workers } from './workers.js';

/** A line of the shell in several processes; what they wrote, line by line, in no order between them. */
async function shell(line: string, options: Partial<LaunchOptions> = {}) {
  const written: string[] = [];
  const result = await launch(['/bin/sh', '-c', line, 'sh'], {
    nproc: 2,
    output: { out: (text) => written.push(...text.split('\n').slice(0, -1)), err: () => {} },
    ...options,
  });
  return { ...result, lines: written.sort() };
}

test('each process knows which one it is, and its lines begin with its number', async () => {
  const { code, lines } = await shell('echo $RANK of $WORLD_SIZE at $MASTER_ADDR; printf "no end"');
  expect([code, lines]).toEqual([
    0,
    ['[0] 0 of 2 at 127.0.0.1', '[0] no end', '[1] 1 of 2 at 127.0.0.1', '[1] no end'],
  ]);
});

test('one that fails ends all, with its exit code', async () => {
  const { grace } = Workers;
  onTestFinished(() => {
    Workers.grace = grace;
  });
  Workers.grace = 0.5;
  const { code, ends } = await shell(
    'if [ $RANK = 1 ]; then exit 7; fi; trap "exit 3" TERM; sleep 60 & wait',
  );
  expect(code).toBe(7);
  expect(ends).toContainEqual({ rank: 0, code: 3, signal: null });
});

test('it begins anew as often as it may, with more arguments', async () => {
  const line = 'echo $TORCHELASTIC_RESTART_COUNT $*; [ $TORCHELASTIC_RESTART_COUNT = 2 ]';
  const done = await shell(line, { nproc: 1, maxRestarts: 5, onRestart: ['--resume'] });
  expect(done).toMatchObject({ code: 0, restarts: 2, lines: ['[0] 0', '[0] 1 --resume', '[0] 2 --resume'] });
  expect(await shell(line, { nproc: 1, maxRestarts: 1 })).toMatchObject({ code: 1, restarts: 1 });
});

test('two machines begin anew together', async () => {
  const { torch } = await import('@onecycle/torch');
  const probe = await torch.distributed.TCPStore.open('127.0.0.1', 0, { isServer: true });
  const rdzv = `127.0.0.1:${probe.port}`;
  probe.close();
  const line =
    'echo $RANK of $WORLD_SIZE; [ $RANK = 0 ] || [ $TORCHELASTIC_RESTART_COUNT = 1 ] || exit 1; sleep 1';
  const machine = (nodeRank: number) => shell(line, { nproc: 1, nnodes: 2, nodeRank, rdzv, maxRestarts: 3 });
  const both = await Promise.all([machine(0), machine(1)]);
  expect(both.map(({ code, restarts }) => [code, restarts])).toEqual([
    [0, 1],
    [0, 1],
  ]);
  expect(both[1]?.lines).toContain('[1] 1 of 2');
});

test('machines that were launched otherwise than the first say so', async () => {
  const { torch } = await import('@onecycle/torch');
  const probe = await torch.distributed.TCPStore.open('127.0.0.1', 0, { isServer: true });
  const rdzv = `127.0.0.1:${probe.port}`;
  probe.close();
  const machine = (nodeRank: number, options: Partial<LaunchOptions>) =>
    shell('exec sleep 3', { nproc: 1, nnodes: 3, nodeRank, rdzv, ...options });
  const first = machine(0, {});
  first.catch(() => {});
  await expect(machine(1, { nproc: 2 })).rejects.toThrow('with nproc 1, machine 1 with 2');
  // The others end, too, and nobody waits for what will not come.
  await expect(first).rejects.toThrow('machine 0 was launched with nproc 1, machine 1 with 2');
});

test.each<[what: string, options: Partial<LaunchOptions>, sentence: string]>([
  ['no process', { nproc: 0 }, 'nproc is a whole number, at least 1, and not 0'],
  ['more than the machine can hold', { nproc: 1e9 }, 'which has memory for about'],
  ['half a process', { nproc: 1.5 }, 'and not 1.5'],
  ['no number', { nproc: '2' as never }, 'nproc is a whole number'],
  ['no machine', { nnodes: 0 }, 'nnodes is a whole number, at least 1'],
  ['a machine before the first', { nodeRank: -1 }, 'nodeRank is a whole number'],
  ['a machine after the last', { nodeRank: 1 }, 'machine 1 of 1, and they are counted from 0'],
  ['restarts without end', { maxRestarts: -1 }, 'maxRestarts is a whole number, at least 0'],
  ['machines without a place to meet', { nnodes: 2 }, 'find each other at rdzv'],
  [
    'a place without a port',
    { nnodes: 2, rdzv: 'gpu01' },
    "host:port with a port from 1 to 65535, such as gpu01:29400, and not 'gpu01'",
  ],
  ['port 0', { nnodes: 2, rdzv: 'gpu01:0' }, "and not 'gpu01:0'"],
  ['a port beyond', { nnodes: 2, rdzv: 'gpu01:70000' }, "and not 'gpu01:70000'"],
  ['no place', { rdzv: '' }, "and not ''"],
])('%s is refused', async (_, options, sentence) => {
  await expect(launch(['true'], { nproc: 1, ...options })).rejects.toThrow(sentence);
});

test('no command is refused, and so is a machine that the environment counts beyond the last', async () => {
  await expect(launch([], { nproc: 1 })).rejects.toThrow('takes the command as a list');
  vi.stubEnv('SLURM_NODEID', '3');
  await expect(launch(['true'], { nproc: 1 })).rejects.toThrow('machine 3 of 1 (as SLURM_NODEID says)');
  expect(await launch(['true'], { nproc: 1, nodeRank: 0 })).toMatchObject({ code: 0 });
  vi.stubEnv('SLURM_NODEID', 'x');
  await expect(launch(['true'], { nproc: 1 })).rejects.toThrow("SLURM_NODEID is 'x'");
  vi.unstubAllEnvs();
});

test('a port that another program has is named', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(launch(['true'], { nproc: 1, rdzv: `127.0.0.1:${port}` })).rejects.toThrow(
    `port ${port} is taken by another program on this machine`,
  );
  server.close();
});
