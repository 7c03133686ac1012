/**
 * A round through everything that touches the runtime (memory, promises, worker threads, files, the console, the end of the process),
 * for Node and Deno alike:
 *
 *     node smoke.js        deno run -A smoke.js
 *
 * Prints `ok` and ends by itself with 0, with tensors still alive and a call still under way.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { loadSafetensors, nn, saveSafetensors, type Tensor, torch } from '../index.js';

async function round(): Promise<number> {
  const x = torch.tensor([1, 2, 3], { dtype: 'float32', requiresGrad: true });
  x.registerHook((gradient) => gradient.mul(2));
  x.mul(x).sum().backward();
  assert.deepEqual(x.grad?.tolist(), [4, 8, 12]);

  const net = new nn.Sequential(new nn.Linear(3, 8), new nn.ReLU(), new nn.Linear(8, 1));
  const out = torch.noGrad(() => net.forward(torch.ones([4, 3])));
  assert.deepEqual(out.shape, [4, 1]);
  assert.match(inspect(torch.ones([2])), /tensor\(\[1\., 1\.\]\)/);
  assert.throws(() => torch.ones([2]).add(torch.ones([3])), /size of tensor a/);

  const sums = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      torch.callAsync('aten::add', torch.full([1000], i), torch.ones([1000])),
    ),
  );
  assert.deepEqual(
    sums.map((sum) => (sum as Tensor).at(0).item()),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  await assert.rejects(torch.callAsync('aten::add', torch.ones([2]), torch.ones([3])), /size of tensor a/);

  const folder = await mkdtemp(join(tmpdir(), 'smoke-'));
  await saveSafetensors(join(folder, 'net.safetensors'), net.stateDict());
  const { tensors } = await loadSafetensors(join(folder, 'net.safetensors'));
  await rm(folder, { recursive: true });
  net.loadStateDict(tensors);
  assert.deepEqual(torch.noGrad(() => net.forward(torch.ones([4, 3]))).tolist(), out.tolist());

  let inner: Tensor | undefined;
  torch.scope(() => {
    inner = torch.ones([10]).add(1);
  });
  assert(inner?.disposed);
  return Number(x.sum());
}

/** Worker threads have tensors of their own; one ends by itself, one is stopped in the middle of its work. */
async function workers(): Promise<void> {
  const ended = Array.from({ length: 3 }, () => {
    const worker = new Worker(new URL(import.meta.url));
    return new Promise<number>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
    });
  });
  assert.deepEqual(await Promise.all(ended), [6, 6, 6]);
  const stopped = new Worker(new URL(import.meta.url));
  // Deno's terminate() does not wait for the thread, and the process must not end while it still loads libtorch.
  await new Promise((resolve) => stopped.on('Deno' in globalThis ? 'message' : 'online', resolve));
  await stopped.terminate();
}

if (isMainThread) {
  assert.equal(await round(), 6);
  await workers();
  const alive = Array.from({ length: 100 }, () => torch.ones([1000]));
  void torch.callAsync('aten::mm', torch.ones([500, 500]), torch.ones([500, 500]));
  console.log('ok', alive.length);
} else {
  parentPort?.postMessage(await round());
}
