import { torch } from '@onecycle/torch';
import { ours, python } from '../lib/job.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'Op overhead: add of two one-element tensors',
  unit: 'µs',
  pairs: 9,
  sides: { onecycle: ours(''), PyTorch: python('ops.py') },
  goals: [{ side: 'onecycle', peer: 'PyTorch', atMost: 1.5 }],
};

const rounds = 100;
const calls = 1000;

export function prepare() {
  const [a, b] = [torch.ones([1]), torch.ones([1])];
  const cost = (/** @type {() => void} */ call) => {
    const start = performance.now();
    for (let round = 0; round < rounds; round++) {
      torch.scope(() => {
        for (let i = 0; i < calls; i++) call();
      });
    }
    return ((performance.now() - start) * 1000) / (rounds * calls);
  };
  return () => ({
    value: cost(() => a.add(b)),
    parts: {
      'without gradients': torch.noGrad(() => cost(() => a.add(b))),
      'add_ (no new tensor)': cost(() => a.add_(b)),
      'numel (crossing to C++ and back)': cost(() => a.numel()),
    },
  });
}
