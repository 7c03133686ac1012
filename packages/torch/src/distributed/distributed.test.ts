import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { torch } from '../index.js';
import { compiled, together } from '../testing/processes.js';

const worker = compiled('./distributed-worker.ts');
const run = async (scenario: string, size: number, env: Record<string, string> = {}) => {
  const ended = await together(worker, size, { args: [scenario], env });
  return ended.map(({ result, err, code, signal }) => ({ ...(result as object), err, code, signal }));
};
// biome-ignore lint/suspicious/noExplicitAny: what the processes print
type Printed = any;

const x = torch.ones([2]);
/** A value as plain JavaScript gives it, whatever the types say. */
const given = (value?: unknown) => value as never;
const scratch = mkdtempSync(join(tmpdir(), 'distributed-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('two processes exchange tensors and objects', async () => {
  const parts = await run('collectives', 2);
  for (const [rank, part] of parts.entries()) {
    expect(part).toMatchObject({
      code: 0,
      rank,
      worldSize: 2,
      sum: [3, 30],
      mean: [1.5],
      most: [1],
      sent: [1, 1],
      gathered: [
        [0, 7],
        [1, 7],
      ],
      scattered: [1 + 20 * rank],
      columns: [
        [1, 3, 5],
        [7, 9, 11],
      ],
      told: { from: 1, text: 'größer' },
      all: ['', 'x'],
      many: [
        [5, 5, 5],
        [6, 6],
      ],
    });
  }
});

test('a group of some of three processes', async () => {
  expect(await run('groups', 3)).toMatchObject([
    { x: [101], ranks: [0, 2], own: 0, size: 2, isPair: true },
    { x: [10], ranks: [1], own: 0, size: 1, isPair: false },
    { x: [101], ranks: [0, 2], own: 1, size: 2, isPair: true },
  ]);
});

test('gradients are averaged while they are computed, and only where that was asked for', async () => {
  const parts: Printed[] = await run('reducer', 3);
  for (const part of parts) expect(part).toMatchObject({ code: 0, weights: parts[0].weights });
  for (const step of [0, 1, 2]) {
    const own = parts.map(({ steps }) => steps[step].own.flat());
    for (const { steps } of parts) {
      steps[step].gradient.flat().forEach((value: number, i: number) => {
        const mean = own.reduce((sum, values) => sum + values[i] / 3, 0);
        expect(value).toBeCloseTo(mean, 6);
      });
    }
    expect(own[0]).not.toEqual(own[1]);
  }
  // Once the reducer is gone, gradients stay at home.
  for (const { after, steps } of parts) expect(after).toEqual(steps[2].own);
});

test('a process that does not come is an error within the timeout, one that dies at once', async () => {
  const { error, seconds }: Printed = await new Promise((resolve) => {
    together(worker, 2, {
      args: ['absent'],
      env: { TEST_TIMEOUT: '2' },
      wrote: (rank, child, text) => {
        if (rank === 0) resolve(JSON.parse(text));
        else child.kill();
      },
      started: (rank, child) => rank === 1 && child.on('close', () => {}),
    }).catch(() => {});
  });
  expect(error).toMatch(/^distributed.allReduce: .*Timed out waiting 2000ms/);
  expect(seconds).toBeGreaterThan(1.5);
  const [first, , last]: Printed[] = await run('gone', 3);
  for (const { error } of [first, last]) expect(error).toMatch(/^distributed.allReduce: .*Connection/);
});

test('the event loop goes on while another process is waited for; parameters must be the same', async () => {
  const [first]: Printed[] = await run('turns', 2);
  expect(first.turns).toBeGreaterThan(5);
  const [, second]: Printed[] = await run('different', 2);
  expect(second.error).toContain('appears not to match sizes of the same param in process 0');
});

test('a group whose other process never comes says so', async () => {
  const store = torch.distributed.FileStore.open(join(scratch, 'alone'), 2);
  await expect(
    torch.distributed.initProcessGroup({ store, rank: 0, worldSize: 2, timeout: 1 }),
  ).rejects.toThrow(/^not all of the 2 processes came within 1 seconds \(.*did each of them start/);
  store.close();
});

test('a store in a file; a group of one; what is called wrongly says so', async () => {
  const { distributed } = torch;
  expect(distributed.isAvailable()).toBe(true);
  expect(distributed.backends()).toContain('gloo');
  expect([distributed.rank, distributed.worldSize, distributed.isInitialized()]).toEqual([0, 1, false]);
  expect(() => distributed.group).toThrow('there is no process group yet');
  await expect(distributed.initProcessGroup()).rejects.toThrow('onecycle launch --nproc 2');
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse
  const wrong = { back_end: 'gloo' } as any;
  await expect(distributed.initProcessGroup(wrong)).rejects.toThrow("did you mean 'backend'?");
  const store = distributed.FileStore.open(join(scratch, 'store'), 1);
  await expect(distributed.initProcessGroup({ store })).rejects.toThrow('takes rank and worldSize');
  await expect(distributed.initProcessGroup({ store, rank: 1, worldSize: 1 })).rejects.toThrow(
    'from 0 to 0, not 1',
  );
  if (!distributed.backends().includes('nccl')) {
    const nccl = { backend: 'nccl', store, rank: 0, worldSize: 1 } as const;
    await expect(distributed.initProcessGroup(nccl)).rejects.toThrow(
      /no backend 'nccl' here, only 'gloo': (this libtorch was built without (CUDA|NCCL)|.*headers.* run setup again)$/,
    );
  }
  await store.set('key', 'välue');
  expect(await store.get('key')).toBe('välue');
  expect(await store.withPrefix('a').has('key')).toBe(false);
  expect([await store.add('n', 2), await store.add('n', 3)]).toEqual([2, 5]);
  await expect(store.get('nothing', { timeout: 0.1 })).rejects.toThrow(
    "no process set 'nothing' within 0.1 seconds",
  );

  const group = await distributed.initProcessGroup({ store, rank: 0, worldSize: 1, timeout: 5 });
  await expect(distributed.initProcessGroup({ store, rank: 0, worldSize: 1 })).rejects.toThrow(
    'a process group already',
  );
  const x = torch.ones([2]);
  await distributed.allReduce(x, { op: 'avg' });
  expect(x.tolist()).toEqual([1, 1]);
  expect(await distributed.allGatherObject({ a: 1 })).toEqual([{ a: 1 }]);
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse
  await expect(group.allReduce(x, { op: 'mean' as any })).rejects.toThrow("'avg'");
  await expect(group.broadcast(x, { src: 1 })).rejects.toThrow('src is a rank from 0 to 0, not 1');
  await expect(group.reduceScatter([])).rejects.toThrow('a tensor for each of the 1 processes');
  await expect(distributed.newGroup([1])).rejects.toThrow('ranks from 0 to 0');
  await distributed.destroyProcessGroup();
  await expect(group.barrier()).rejects.toThrow('this process group was destroyed');
  expect(distributed.isInitialized()).toBe(false);
  store.close();
});

test('what no store can be is said before anything waits for it', async () => {
  const { FileStore, TCPStore } = torch.distributed;
  expect(() => FileStore.open(join(scratch, 'nowhere/store'), 1)).toThrow(
    `there is no folder ${scratch}/nowhere`,
  );
  expect(() => FileStore.open(scratch, 1)).toThrow('that is a folder');
  expect(() => FileStore.open(join(scratch, 'other'), 0)).toThrow(
    'worldSize is a whole number from 1 on, not 0',
  );
  const open = (host: string, port: number, timeout = 0.3) => TCPStore.open(host, port, { timeout });
  await expect(open('', 29_500)).rejects.toThrow("a store has a host, such as '127.0.0.1', not ''");
  await expect(open('127.0.0.1', 0)).rejects.toThrow('a whole number from 1 to 65535, not 0');
  await expect(open('127.0.0.1', 1, 0)).rejects.toThrow('timeout is a number of seconds above 0');
  await expect(open('127.0.0.1', 1)).rejects.toThrow(
    'the store at 127.0.0.1, port 1, was not reached within 0.3 seconds: nothing listens there. Is process 0 up',
  );
  await expect(open('nowhere.invalid', 29_500)).rejects.toThrow(
    /there is no host|could not be looked up|no answer/,
  );
});

test('a process that met a program that says nothing ends by itself', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const program = `
    const { torch } = await import(${JSON.stringify(pathToFileURL(compiled('../index.ts')).href)});
    await torch.distributed.TCPStore.open('127.0.0.1', ${port}, { timeout: 1 }).catch(({ message }) => console.log(message));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  expect(stdout).toContain('another program than the store of process 0 listens');
  for (const socket of sockets) socket.destroy();
  server.close();
});

test.each<[what: string, answer: (socket: Socket) => void]>([
  ['hangs up', (socket) => socket.destroy()],
  ['greets', (socket) => void socket.write('220 mail.example.com')],
  ['says nothing', () => {}],
  [
    'answers something else',
    (socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  ],
])('a program that is no store and %s is told from one', async (_, answer) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    answer(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const opened = torch.distributed.TCPStore.open('127.0.0.1', port, { timeout: 1 });
  await expect(opened).rejects.toThrow(/another program (listens there|than the store of process 0)/);
  await expect(torch.distributed.TCPStore.open('127.0.0.1', port, { isServer: true })).rejects.toThrow(
    `port ${port} is taken by another program on this machine`,
  );
  for (const socket of sockets) socket.destroy();
  server.close();
});

test.each<[string, () => unknown, string]>([
  [
    'allReduce',
    () => torch.distributed.allReduce(x, given(null)),
    'allReduce takes its options as an object, { op: … }, not null',
  ],
  [
    'broadcast',
    () => torch.distributed.broadcast(x, given(null)),
    'broadcast takes its options as an object, { src: … }, not null',
  ],
  [
    'reduceScatter',
    () => torch.distributed.reduceScatter([x], given({ ops: 'sum' })),
    "no option 'ops': did you mean 'op'?",
  ],
  [
    'broadcastObject',
    () => torch.distributed.broadcastObject(1, given(5)),
    'broadcastObject takes its options as an object',
  ],
  [
    'launch',
    () => torch.distributed.launch(given(null)),
    'launch takes an environment, such as process.env, not null',
  ],
  [
    'no parameters',
    () => new torch.distributed.GradientReducer(given(), given()),
    'GradientReducer takes a list of tensors as parameters, not undefined',
  ],
  [
    'no group',
    () => new torch.distributed.GradientReducer([x], given(Promise.resolve())),
    'GradientReducer takes a process group, not a Promise: await it',
  ],
])('%s refuses wrong arguments in words', (_, call, words) => expect(call).toThrow(words));

test('ranks and stores that are none are refused in words', async () => {
  await expect(torch.distributed.newGroup(given(0))).rejects.toThrow('newGroup takes a list of ranks, not 0');
  const store = given(Promise.resolve());
  await expect(torch.distributed.initProcessGroup({ store, rank: 0, worldSize: 1 })).rejects.toThrow(
    'initProcessGroup takes a store, not a Promise: await it',
  );
});
