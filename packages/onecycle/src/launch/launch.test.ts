import { expect, test } from 'vitest';
import { type LaunchOptions, launch } from './index.js';

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

test('what cannot be is said', async () => {
  await expect(launch(['true'], { nproc: 1, nnodes: 2 })).rejects.toThrow('rdzv');
  await expect(launch(['true'], { nproc: 1, nodeRank: 1 })).rejects.toThrow('machine 1 of 1');
});
