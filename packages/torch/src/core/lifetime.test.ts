import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { nn, type Tensor, torch } from '../index.js';

const live = () => {
  torch.sweep();
  return torch.memory().tensors;
};

describe('scope', () => {
  test('frees what is made inside, but for what is returned', () => {
    const before = live();
    const { kept, list } = torch.scope(() => {
      torch.ones([3]).add(1).mul(2);
      return { kept: torch.zeros([2]), list: [torch.ones([1])], map: new Map([['a', torch.ones([1])]]) };
    });
    expect(live()).toBe(before + 3);
    expect(kept.tolist()).toEqual([0, 0]);
    expect(list[0]?.disposed).toBe(false);
  });

  test('nests: the results of an inner one belong to the outer one', () => {
    let inner: Tensor | undefined;
    torch.scope(() => {
      inner = torch.scope(() => torch.ones([1]));
      expect(inner.disposed).toBe(false);
    });
    expect(inner?.disposed).toBe(true);
  });

  test('frees also when its function throws', () => {
    let made: Tensor | undefined;
    expect(() =>
      torch.scope(() => {
        made = torch.ones([1]);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(made?.disposed).toBe(true);
  });

  test('refuses a function that returns a promise', () => {
    // @ts-expect-error the types refuse it, too
    expect(() => torch.scope(async () => torch.ones([1]))).toThrow(/synchronous/);
  });

  test('leaves what is kept to live on', () => {
    const kept = torch.scope(
      () => torch.scope(() => ({ tensor: torch.keep(torch.ones([2])) }).tensor.shape) && 1,
    );
    expect(kept).toBe(1);
    let tensor: Tensor | undefined;
    torch.scope(() => {
      torch.scope(() => {
        tensor = torch.keep(torch.ones([2]));
      });
    });
    expect(tensor?.tolist()).toEqual([1, 1]);
  });
});

test('a disposed tensor names the operation that it is used for', () => {
  const x = torch.ones([2]);
  x.dispose();
  x.dispose();
  expect(x.disposed).toBe(true);
  expect(() => x.add(1)).toThrow(/add: .*disposed/);
  expect(() => x.shape).toThrow(/shape: this tensor was disposed/);
  expect(String(x)).toBe('Tensor(disposed)');
});

test('using disposes at the end of the block', () => {
  let seen: Tensor;
  {
    using x = torch.ones([2]);
    seen = x;
  }
  expect(seen.disposed).toBe(true);
});

test('a synchronous loop without scopes stays bounded: collected tensors are swept as new ones come', () => {
  for (let i = 0; i < 400; i++) torch.ones([256 * 1024]);
  expect(torch.memory().bytes).toBeLessThan(200e6);
});

test('views that outlive their scope keep memory, and are swept like other tensors', () => {
  const before = torch.memory().bytes;
  const view = torch.scope(() => torch.ones([256, 1024]).view([-1]));
  expect(torch.memory().bytes - before).toBe(4 * 256 * 1024);
  view.dispose();
  for (let i = 0; i < 400; i++) torch.scope(() => torch.ones([256, 1024]).view([-1]));
  expect(torch.memory().bytes).toBeLessThan(200e6);
});

/** How many major collections of V8 there are while this is done. */
async function majorCollections(work: () => void | Promise<void>): Promise<number> {
  const collections: number[] = [];
  // Node gives these entries a detail that its types do not know of.
  const kindOf = (entry: object) => ('detail' in entry ? (entry.detail as { kind: number }).kind : 0);
  const observer = new PerformanceObserver((list) => collections.push(...list.getEntries().map(kindOf)));
  observer.observe({ entryTypes: ['gc'] });
  await work();
  await setTimeout(50);
  observer.disconnect();
  return collections.filter((kind) => kind === constants.NODE_PERFORMANCE_GC_MAJOR).length;
}

// A collection takes the cores from a training step, and would find nothing: the scope frees its tensors by itself.
test('memory in a scope does not make V8 collect', async () => {
  const steps = () => {
    for (let step = 0; step < 20; step++)
      torch.scope(() => {
        for (let i = 0; i < 40; i++) torch.empty([2 ** 23]);
        return null;
      });
  };
  expect(await majorCollections(steps)).toBeLessThan(3);
});

// Under AddressSanitizer large tensors come from its own allocator.
const keepsMemory = process.platform === 'linux' && process.env.ASAN_OPTIONS === undefined;

test.runIf(keepsMemory)('memory of large tensors is kept for the next ones until it is asked back', () => {
  torch.cpu.emptyCache();
  const resident = () => process.memoryUsage.rss() / 2 ** 20;
  const large = () => torch.ones([64, 2 ** 20]);
  const before = resident();
  large().dispose();
  expect(resident() - before).toBeGreaterThan(200);
  using again = large();
  expect(resident() - before).toBeLessThan(300);
  expect(again.sum().item()).toBe(2 ** 26);
  large().dispose();
  expect(resident() - before).toBeGreaterThan(450);
  torch.cpu.emptyCache();
  expect(resident() - before).toBeLessThan(300);
  expect(again.sum().item()).toBe(2 ** 26);
});

test.runIf(keepsMemory)('memory of ever other sizes is not kept beyond measure', () => {
  torch.cpu.emptyCache();
  const before = process.memoryUsage.rss();
  for (let mb = 8; mb < 64; mb += 4) torch.ones([mb, 2 ** 18]).dispose();
  expect(process.memoryUsage.rss() - before).toBeLessThan(300e6);
});

test('a view shares memory and counts no bytes of its own', () => {
  const { bytes } = torch.memory();
  const x = torch.zeros([1000]);
  const view = x.at(':10');
  expect(torch.memory().bytes).toBe(bytes + 4000);
  view.fill_(1);
  expect(x.sum().item()).toBe(10);
});

test('a parameter that is made in a scope counts its memory as long as it lives', () => {
  const { bytes } = torch.memory();
  const layer = torch.scope(() => new nn.Linear(1000, 1000));
  expect(torch.memory().bytes - bytes).toBe(4 * 1_001_000);
  const again = torch.scope(() => torch.keep(layer.weight.detach()));
  expect(torch.memory().bytes - bytes).toBe(4 * 1_001_000);
  layer.double();
  expect(torch.memory().bytes - bytes).toBe(8 * 1_001_000 + 4_000_000);
  again.dispose();
  for (const parameter of layer.parameters()) parameter.dispose();
  expect(torch.memory().bytes).toBe(bytes);
});

test('models that are made in scopes and dropped are swept', () => {
  let most = 0;
  for (let i = 0; i < 200; i++) {
    torch.scope(() => {
      new nn.Linear(1000, 1000).requiresGrad_(false);
    });
    most = Math.max(most, torch.memory().bytes);
  }
  expect(most).toBeGreaterThan(4e6);
  expect(most).toBeLessThan(300e6);
});

// Last, because it raises the most memory that there ever was, which what is kept is measured by.
test('batches that come and are disposed do not make V8 collect, those that are forgotten do', async () => {
  const epochs = async (use: (batch: Tensor) => void) => {
    for (let epoch = 0; epoch < 20; epoch++) {
      const ahead: Tensor[] = [];
      for (let i = 0; i < 10; i++) {
        ahead.push(torch.empty([40, 2 ** 18]));
        if (ahead.length > 3) use(ahead.shift() as Tensor);
        await setTimeout(0);
      }
      for (const batch of ahead) use(batch);
    }
  };
  expect(await majorCollections(() => epochs((batch) => batch.dispose()))).toBeLessThan(5);
  let most = 0;
  const forgotten = await majorCollections(() =>
    epochs(() => {
      most = Math.max(most, torch.memory().bytes);
    }),
  );
  expect(forgotten).toBeGreaterThan(10);
  // All of them would be 8 GB; when exactly V8 collects is its own business.
  expect(most).toBeLessThan(4e9);
});
