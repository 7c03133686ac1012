import { expectTypeOf, test } from 'vitest';
import { F, type Nested, nn, type Scalar, type Tensor, torch } from './index.js';

// What the types say; `tsc -b` checks it, running it only shows that the values are there.

test('elements are what they are, and a number only where one is asked for', () => {
  const x = torch.ones([2]);
  expectTypeOf(x.sum().item()).toEqualTypeOf<number | bigint | boolean>();
  expectTypeOf(x.tolist()).toEqualTypeOf<Nested<Scalar>>();
  expectTypeOf(Number(x.sum())).toEqualTypeOf<number>();
});

test('a chain knows which module stands where', () => {
  const net = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU());
  expectTypeOf(net.at(0)).toEqualTypeOf<nn.Linear>();
  expectTypeOf(net.at(0).weight).toEqualTypeOf<nn.Parameter>();
  expectTypeOf(net.at(1)).toEqualTypeOf<nn.ReLU>();
  expectTypeOf(net.at(-1)).toEqualTypeOf<nn.Linear | nn.ReLU>();
  expectTypeOf(new nn.Sequential(net, net).at(1).at(0)).toEqualTypeOf<nn.Linear>();
  expectTypeOf(net.forward).toEqualTypeOf<(input: Tensor) => Tensor>();
  // A chain of anything takes it, and one whose members only a run knows gives links.
  expectTypeOf(net).toExtend<nn.Sequential>();
  const links: nn.Link[] = [net];
  expectTypeOf(new nn.Sequential(...links).at(0)).toEqualTypeOf<nn.Link>();
  expectTypeOf(new nn.ModuleList([new nn.Linear(1, 1)]).at(0)).toEqualTypeOf<nn.Linear>();
});

test("JavaScript's operators are no tensors' operators", () => {
  const x = torch.ones([]);
  // @ts-expect-error use x.mul(2)
  void (x * 2);
  // @ts-expect-error use x.rsub(1)
  void (1 - x);
  // @ts-expect-error use x.add(1)
  void (x + 1);
  // @ts-expect-error use x.lt(2)
  void (x < 2);
});

test('operators give tensors, several or one, and changes in place the class that they are called on', () => {
  const x = torch.ones([2, 2]);
  expectTypeOf(x.max(1)).toEqualTypeOf<[values: Tensor, indices: Tensor]>();
  expectTypeOf(new nn.Parameter(x).requiresGrad_(false).add_(1)).toEqualTypeOf<nn.Parameter>();
  expectTypeOf(F.crossEntropy).returns.toEqualTypeOf<Tensor>();
  expectTypeOf(x.unique({ returnCounts: true })).toEqualTypeOf<[values: Tensor, counts: Tensor]>();
  expectTypeOf(torch.scope(() => x)).toEqualTypeOf<Tensor>();
});
