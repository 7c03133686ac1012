import { type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { architectureNames, findArchitecture } from './index.js';
import { createVisionModel } from './vision-model.js';

/** Runs `use` with the same random numbers and, in training mode, the same running statistics as any other call. */
function repeatable<T>(
  model: { stateDict(): Map<string, Tensor> },
  use: () => T,
): { result: T; state: Tensor[] } {
  const before = [...model.stateDict().values()].map((tensor) => tensor.clone());
  torch.manualSeed(7);
  const result = use();
  const state = [...model.stateDict().values()].map((tensor) => tensor.clone());
  torch.noGrad(() => {
    for (const [i, tensor] of [...model.stateDict().values()].entries()) tensor.copy_(before[i] as Tensor);
  });
  return { result, state };
}

// The deeper ones of a family call the same operators.
const names = architectureNames().filter((name) => !/resnet(34|101|152)$/.test(name));

test.each(names)('%s as a program gives the same to the bit, in evaluation and in training', async (name) => {
  const make = findArchitecture(name);
  const model = createVisionModel(make, 5, { pretrained: false });
  // As small as they can be: what is called does not depend on it.
  const size = name.startsWith('vit') ? 224 : 32;
  const pictures = (n: number) => torch.randn([n, 3, size, size]);
  const [given, other] = [pictures(2), pictures(2)];
  for (const training of [false, true]) {
    model.train(training);
    const same = (a: Tensor, b: Tensor) => a.shape.join() === b.shape.join() && a.equal(b);
    torch.noGrad(() => {
      const { result: program } = repeatable(model, () => torch.record(model, [given]));
      const expected = repeatable(model, () => model.forward(other));
      const actual = repeatable(model, () => program.run([other]));
      expect(same(actual.result, expected.result), `training ${training}`).toBe(true);
      expect(actual.state.every((tensor, i) => same(tensor, expected.state[i] as Tensor))).toBe(true);
    });
  }
  model.eval();
  const program = torch.noGrad(() => torch.record(model, [given], { batch: 'dynamic' }));
  const three = pictures(3);
  const expected = torch.noGrad(() => model.forward(three));
  expect((await program.runAsync([three])).equal(expected)).toBe(true);
});
