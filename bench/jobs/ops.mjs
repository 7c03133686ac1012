import { torch } from '@onecycle/torch';
import { ours, python } from '../lib/job.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'Op overhead: add of two one-element tensors',
  unit: 'µs',
  pairs: 9,
  sides: { onecycle: ours(''), PyTorch: python('ops.py') },
  goals: [{ side: 'onecycle', peer: 'PyTorch', atMost: 1.2 }],
};

const rounds = 100;
const calls = 1000;

export function prepare() {
  const [a, b] = [torch.ones([1]), torch.ones([1])];
  const leaf = torch.ones([1], { requiresGrad: true });
  const bare = (/** @type {() => void} */ call) => {
    const start = performance.now();
    for (let i = 0; i < rounds * calls; i++) call();
    return ((performance.now() - start) * 1000) / (rounds * calls);
  };
  const layerNorm = torch.ops.aten?.native_layer_norm;
  const chain = () => {
    let x = a;
    for (let i = 0; i < calls; i++) x = x.add(b);
    return x;
  };
  const cost = (/** @type {() => void} */ call) => {
    const start = performance.now();
    for (let round = 0; round < rounds; round++) {
      torch.scope(() => {
        for (let i = 0; i < calls; i++) call();
      });
    }
    return ((performance.now() - start) * 1000) / (rounds * calls);
  };
  const chained = (/** @type {() => unknown} */ forward) => {
    const start = performance.now();
    for (let round = 0; round < rounds; round++) torch.scope(() => void forward());
    return ((performance.now() - start) * 1000) / (rounds * calls);
  };
  // Without a GPU there is nothing of it. A call only gives work to the GPU: what is timed is the host.
  const onGpu = () => {
    if (!torch.cuda.isAvailable()) return {};
    const [x, y] = [a.to('cuda'), b.to('cuda')];
    const weight = leaf.detach().to('cuda').requiresGrad_();
    const idle = (/** @type {() => void} */ call) => {
      torch.cuda.synchronize();
      return cost(call);
    };
    const parts = {
      'add on a GPU': idle(() => x.add(y)),
      'add on a GPU with a gradient to record': idle(() => weight.add(y)),
      'isSameSize on a GPU': idle(() => x.isSameSize(y)),
    };
    torch.cuda.synchronize();
    for (const tensor of [x, y, weight]) tensor.dispose();
    return parts;
  };
  return () => ({
    value: cost(() => a.add(b)),
    parts: {
      'of it: call without kernel and result': cost(() => a.isSameSize(b)),
      'add_: call and kernel, no new tensor': cost(() => a.add_(b)),
      'add without gradients': torch.noGrad(() => cost(() => a.add(b))),
      'add with a gradient to record': cost(() => leaf.add(b)),
      'add outside of a scope': bare(() => a.add(b)),
      'three results: native_layer_norm': cost(() => layerNorm?.(a, [1], null, null, 1e-5)),
      'add, one after the other in a forward of 1,000': chained(chain),
      ...onGpu(),
    },
  });
}
