import { expect, test } from 'vitest';
import { torch } from '../index.js';

test('a device without streams is refused in words, and nothing has changed', () => {
  expect(() => new torch.Stream('cpu')).toThrow(/Stream.*cpu/s);
  expect(() => new torch.Stream('nowhere')).toThrow(/nowhere/);
  const current = torch.Stream.current('cpu');
  expect(current.device).toMatch(/^cpu/);
  expect(current.run(() => torch.ones([2]).sum().item())).toBe(2);
  expect(() => current.run((async () => 1) as never)).toThrow(/synchronous/);
  expect(() => current.recordUse(torch.ones([1]).to({ device: 'meta' }))).toThrow(/recordUse.*meta/s);
});

test.skipIf(torch.cuda.isAvailable())('without a GPU there is no stream of one', () => {
  expect(() => new torch.Stream()).toThrow(/cuda/i);
  expect(() => torch.Stream.current()).toThrow(/cuda/i);
  expect(() => torch.tensor([1, 2], { device: 'cuda' })).toThrow(/cuda/i);
});

// Those below are skipped where there is no GPU.
const onGpu = test.skipIf(!torch.cuda.isAvailable());

onGpu('what is run in a stream goes there, and the one before comes back, after errors too', () => {
  const stream = new torch.Stream('cuda');
  const before = torch.Stream.current('cuda');
  expect(stream.equals(before)).toBe(false);
  stream.run(() => {
    expect(torch.Stream.current('cuda').equals(stream)).toBe(true);
  });
  expect(() =>
    stream.run(() => {
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(torch.Stream.current('cuda').equals(before)).toBe(true);
  expect(stream.device).toBe(before.device);
});

onGpu('values that are made and copied in one stream are whole in another that waits for it', () => {
  const stream = new torch.Stream('cuda');
  const current = torch.Stream.current('cuda');
  for (let i = 0; i < 50; i++) {
    const pinned = torch.full([1 << 20], i, { dtype: 'float32' }).pinMemory();
    stream.waitStream(current);
    const sent = stream.run(() => torch.scope(() => pinned.to('cuda', { nonBlocking: true }).add(1)));
    // Its memory goes to the next ones while the copy is under way.
    pinned.dispose();
    current.waitStream(stream);
    current.recordUse(sent);
    const sum = sent.sub(i).sum();
    // So does this one's, in the other stream.
    sent.dispose();
    expect(sum.item()).toBe(1 << 20);
    sum.dispose();
  }
  stream.synchronize();
});

onGpu(
  'gradients are whole in the stream that asked for them, also where a hook changes them on the way',
  () => {
    const stream = new torch.Stream('cuda');
    const w = torch.full([1 << 24], 1, { dtype: 'float32', device: 'cuda' });
    w.requiresGrad = true;
    const y = w.mul(3);
    const hook = y.registerHook((grad) => grad.mul(2));
    stream.waitStream(torch.Stream.current('cuda'));
    const wrong = stream.run(() => {
      y.sum().backward();
      return torch.noGrad(() => w.grad?.ne(6).sum().item());
    });
    expect(wrong).toBe(0);
    hook.remove();
  },
);

onGpu('numbers sent to a GPU arrive, whether somebody waits for them or not', () => {
  for (const values of [[1.5, 2], Array.from({ length: 300_000 }, (_, i) => i)]) {
    const x = torch.fromTypedArray(Float32Array.from(values), [values.length], { device: 'cuda' });
    expect(x.cpu().tolist()).toEqual(values);
  }
});
