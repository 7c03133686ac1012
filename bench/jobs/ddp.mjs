import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { F, torch } from '@onecycle/torch';
import { adam, resnet18 } from 'onecycle';
import { ours, python } from '../lib/job.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'ResNet-18 training step in two processes of one thread each, 2 × 8×3×224×224',
  unit: 'ms',
  pairs: 5,
  sides: {
    onecycle: ours('two'),
    'onecycle, one process of one thread, 8×3×224×224': ours('one'),
    'PyTorch DistributedDataParallel': python('ddp.py', { modules: ['torch', 'torchvision'] }),
  },
  goals: [{ side: 'onecycle', peer: 'PyTorch DistributedDataParallel', atMost: 1 }],
};

const SIZE = 8;

/** A step of one of the processes. @param {import('@onecycle/torch').ProcessGroup} [group] */
function stepIn(group) {
  torch.setNumThreads(1);
  torch.manualSeed(0);
  const layout = { memoryFormat: /** @type {const} */ ('channels_last') };
  const model = resnet18({ numClasses: 37 }).train();
  model.to(layout);
  const optimizer = adam([model.parameters()], { lr: 1e-3 });
  const images = torch.randn([SIZE, 3, 224, 224]).contiguous(layout);
  const labels = torch.randint(37, [SIZE]);
  const broadcast = [...model.namedState()].map(([, tensor]) => tensor.detach());
  const reducer = group && new torch.distributed.GradientReducer(model.parameters(), group, { broadcast });
  return () =>
    torch.scope(() => {
      reducer?.beforeForward();
      const value = F.crossEntropy(model.forward(images), labels);
      reducer?.beforeBackward(value);
      value.backward();
      optimizer.step();
      optimizer.zeroGrad();
      return value.item();
    });
}

/** @param {number} rank @param {string} folder */
const joined = (rank, folder) =>
  torch.distributed.initProcessGroup({
    store: torch.distributed.FileStore.open(join(folder, 'store'), 2),
    rank,
    worldSize: 2,
  });

/** @param {'one' | 'two'} variant */
export async function prepare(variant) {
  if (variant === 'one') return timed(stepIn(), () => {});
  const folder = mkdtempSync(join(tmpdir(), 'bench-ddp-'));
  // The other process ends when this one does: its connection breaks off.
  spawn(process.execPath, [fileURLToPath(import.meta.url), folder], { stdio: 'ignore' }).unref();
  const group = await joined(0, folder);
  const go = torch.zeros([1]);
  return timed(stepIn(group), () => group.allReduceSync(go));
}

/** @param {() => unknown} step @param {() => void} go */
function timed(step, go) {
  const run = () => {
    go();
    const start = performance.now();
    step();
    return { value: performance.now() - start };
  };
  run();
  run();
  return run;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const group = await joined(1, process.argv[2] ?? '');
  const go = torch.zeros([1]);
  const step = stepIn(group);
  try {
    for (;;) {
      group.allReduceSync(go);
      step();
    }
  } catch {
    process.exit();
  }
}
