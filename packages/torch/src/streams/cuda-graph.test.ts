import { describe, expect, test } from 'vitest';
import { nn, type Tensor, torch } from '../index.js';

describe('what a graph takes for granted about tensors', () => {
  const two = () => [torch.ones([2, 3]), torch.zeros([4], { requiresGrad: true })] as const;

  test('stays the same whatever their values are', () => {
    const [x, y] = two();
    const before = torch.CUDAGraph.placesOf([x, y]);
    torch.noGrad(() => {
      x.mul_(3);
      y.fill_(7);
    });
    expect(torch.CUDAGraph.placesOf([x, y])).toBe(before);
    expect(torch.CUDAGraph.placesOf([])).toBe('');
    const [one, other] = [0, 1].map(() => torch.ops.aten?.to_sparse?.(torch.eye(3)) as Tensor);
    if (!one || !other) throw new Error('there are no sparse tensors');
    expect(torch.CUDAGraph.placesOf([one])).toBe(torch.CUDAGraph.placesOf([one]));
    expect(torch.CUDAGraph.placesOf([one])).not.toBe(torch.CUDAGraph.placesOf([other]));
  });

  test('changes with their memory, their layout, their dtype, and with whether they train', () => {
    const changes: ((x: Tensor, y: Tensor) => readonly Tensor[])[] = [
      (x, y) => [y, x],
      (x) => [x],
      (x, y) => [x.t(), y],
      (x, y) => [x.narrow(1, 1, 1), y],
      (x, y) => [x.to('float64'), y],
      (x, y) => [x.clone(), y],
      (x, y) => {
        x.data = torch.ones([2, 3]);
        return [x, y];
      },
      (x, y) => {
        y.requiresGrad = false;
        return [x, y];
      },
    ];
    for (const [i, change] of changes.entries()) {
      const [x, y] = two();
      const before = torch.CUDAGraph.placesOf([x, y]);
      expect(torch.CUDAGraph.placesOf(change(x, y)), `change ${i}`).not.toBe(before);
    }
  });

  test('is not told of what is disposed', () => {
    const x = torch.ones([1]);
    x.dispose();
    expect(() => torch.CUDAGraph.placesOf([x])).toThrow(/placesOf.*disposed/);
    expect(() => torch.CUDAGraph.placesOf(x as never)).toThrow(
      'placesOf takes a list of tensors, not a Tensor',
    );
  });
});

test.skipIf(torch.cuda.isAvailable())('without a GPU it says in a sentence why there is no graph', () => {
  expect(torch.CUDAGraph.hindrance).toMatch(/without CUDA|libtorch 2\.6|CUDA's headers|no NVIDIA GPU/);
  expect(() => new torch.CUDAGraph()).toThrow(String(torch.CUDAGraph.hindrance));
});

// Those below are skipped where there is no GPU, and where this libtorch has no graphs.
const onGpu = test.skipIf(!torch.cuda.isAvailable() || torch.CUDAGraph.hindrance !== null);
const device = 'cuda';
const numbers = (tensor: Tensor) => Array.from(tensor.detach().cpu().toTypedArray(), Number);

/** Something that only works while no capture is on, and no trace of one is left: numbers, random ones, memory of another stream. */
function expectUsable(): void {
  torch.scope(() => {
    torch.manualSeed(5);
    const [one, two] = [torch.rand([100], { device }), torch.rand([100], { device })];
    torch.manualSeed(5);
    expect(numbers(torch.rand([100], { device }))).toEqual(numbers(one));
    expect(numbers(two)).not.toEqual(numbers(one));
    expect(torch.tensor([1, 2, 3], { device }).sum().item()).toBe(6);
    const x = torch.keep(torch.zeros([1], { device }));
    const graph = new torch.CUDAGraph(device);
    graph.capture(() => x.add_(1));
    graph.replay();
    graph.replay();
    expect(numbers(x)).toEqual([2]);
    graph.reset();
    x.dispose();
  });
}

onGpu('a replay computes with what is in the memory of the capture', () => {
  const x = torch.keep(torch.zeros([3], { device }));
  using graph = new torch.CUDAGraph(device);
  expect(() => graph.replay()).toThrow(/nothing was captured/);
  const y = torch.keep(graph.capture(() => x.mul(2).add(1)));
  for (const values of [
    [1, 2, 3],
    [4, 5, 6],
  ]) {
    x.copy_(torch.tensor(values, { dtype: 'float32' }));
    graph.replay();
    expect(numbers(y)).toEqual(values.map((value) => 2 * value + 1));
  }
  expect(() => graph.capture(() => 1)).toThrow(/holds a captured graph already/);
  graph.reset();
  expect(() => graph.replay()).toThrow(/nothing was captured/);
});

onGpu(
  'random numbers go on from replay to replay, and are those of the same operators without a graph',
  () => {
    using graph = new torch.CUDAGraph(device);
    const drawn = torch.keep(graph.capture(() => torch.rand([1000], { device })));
    const values = (draw: () => Tensor) => [draw(), draw()].map(numbers);
    torch.manualSeed(3);
    const [first, second] = values(() => {
      graph.replay();
      return drawn.clone();
    });
    expect(first).not.toEqual(second);
    torch.manualSeed(3);
    expect(values(() => torch.rand([1000], { device }))).toEqual([first, second]);
  },
);

onGpu('a backward pass leaves the same gradients as without a graph, in the same memory each time', () => {
  const layer = new nn.Linear(4, 2).to(device);
  const x = torch.keep(torch.randn([8, 4], { device }));
  const gradients = () => layer.parameters().map(({ grad }) => (grad ? numbers(grad) : null));
  const stream = new torch.Stream(device);
  const step = () => torch.scope(() => layer.forward(x).square().mean().backward());
  stream.run(step);
  torch.cuda.synchronize();
  const wanted = gradients();
  layer.zeroGrad();
  using graph = new torch.CUDAGraph(device);
  graph.capture(step, stream);
  graph.replay();
  expect(gradients()).toEqual(wanted);
  graph.replay();
  expect(gradients()).toEqual(wanted);
});

describe('what no replay could repeat is refused, and the process goes on', () => {
  const x = () => torch.ones([4], { device });
  const refused: [string, (x: Tensor) => unknown, RegExp][] = [
    ['reading a value', (x) => x.sum().item(), /reads a value/],
    ['reading values', (x) => x.tolist(), /CUDA graph cannot repeat|synchroniz|during CUDA graph capture/],
    ['a choice by values', (x) => x.nonzero(), /synchroniz/],
    ['sending numbers', () => torch.tensor([1, 2], { device }), /sends numbers/],
    ['a tensor on the CPU', (x) => x.add(torch.ones([1])), /on the CPU/],
    ['a seed', () => torch.manualSeed(1), /random numbers/],
    ['waiting', () => torch.cuda.synchronize(), /waits for the device/],
    ['waiting for a stream', () => torch.Stream.current(device).synchronize(), /waits for a stream/],
    ['memory that is given back', () => torch.cuda.emptyCache(), /frees memory of the device/],
    [
      'an error of its own',
      () => {
        throw new RangeError('mine');
      },
      /mine/,
    ],
    [
      'a graph in a graph',
      () => new torch.CUDAGraph(device).capture(() => 1),
      /changes the stream|another graph/,
    ],
  ];
  for (const [what, fn, sentence] of refused)
    onGpu(what, () => {
      const value = torch.keep(x());
      const graph = new torch.CUDAGraph(device);
      expect(() => graph.capture(() => fn(value) as never)).toThrow(sentence);
      expect(() => graph.replay()).toThrow(/nothing was captured/);
      expectUsable();
      value.dispose();
    });

  onGpu('also where the refusal is caught', () => {
    const value = torch.keep(x());
    const graph = new torch.CUDAGraph(device);
    const caught = () => {
      try {
        return value.sum().item();
      } catch {
        return value.add(1);
      }
    };
    expect(() => graph.capture(caught as never)).toThrow(/came to nothing.*reads a value/);
    expectUsable();
    value.dispose();
  });

  onGpu('hooks on gradients', () => {
    const w = torch.ones([2], { device, requiresGrad: true });
    const hook = w.registerHook(() => undefined);
    expect(() => new torch.CUDAGraph(device).capture(() => w.sum().backward())).toThrow(/hooks/);
    hook.remove();
    expectUsable();
  });

  onGpu('a capture that CUDA itself calls off', () => {
    const value = torch.keep(x());
    const stream = new torch.Stream(device);
    // The default stream waits for the captured one and is drawn into the capture, which CUDA does not let it be.
    const graph = new torch.CUDAGraph(device);
    const before = torch.Stream.current(device);
    expect(() =>
      graph.capture(() => {
        value.add(1);
        before.waitStream(stream);
      }, stream),
    ).toThrow();
    expectUsable();
    value.dispose();
  });
});

onGpu('graphs give their memory back', () => {
  const allocated = () => torch.cuda.memoryStats()?.allocated ?? 0;
  const once = () => {
    const x = torch.keep(torch.ones([1 << 20], { device }));
    const graph = new torch.CUDAGraph(device);
    const y = graph.capture(() => torch.scope(() => x.add(1).mul(2)));
    graph.replay();
    torch.cuda.synchronize();
    for (const tensor of [x, y]) tensor.dispose();
    graph.reset();
    torch.cuda.emptyCache();
  };
  once();
  const [before, held] = [allocated(), torch.cuda.memoryStats()?.reserved ?? 0];
  for (let i = 0; i < 20; i++) once();
  expect(allocated()).toBe(before);
  expect(torch.cuda.memoryStats()?.reserved ?? 0).toBeLessThanOrEqual(held);
});
