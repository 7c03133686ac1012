import { describe, expect, test } from 'vitest';
import { operatorFamily } from '../dispatch/index.js';
import { signatures } from './signature.js';

/** The signatures of one overload, as the types are generated from them. */
function signaturesOf(operator: string, isMethod = false): string[] | undefined {
  const [schema] = operatorFamily(operator).schemas();
  if (!schema) throw new Error(`this libtorch has no ${operator}`);
  return signatures(schema, isMethod);
}

describe('the signatures of an overload', () => {
  test('what is optional may stand in its place or in the options', () => {
    expect(signaturesOf('aten::sum.dim_IntList', true)).toEqual([
      '(dim: number | readonly number[] | null, options?: { keepdim?: boolean; dtype?: DType | null }): Tensor',
      '(dim: number | readonly number[] | null, keepdim: boolean, options?: { dtype?: DType | null }): Tensor',
    ]);
  });

  test('what can only be named is in the options, which are asked for where one of them has no default', () => {
    expect(signaturesOf('aten::add.Tensor', true)).toEqual([
      '(other: Tensor, options?: { alpha?: number | bigint | boolean }): Tensor',
    ]);
    expect(signaturesOf('aten::pow.Tensor_Scalar', true)).toEqual([
      '(exponent: number | bigint | boolean): Tensor',
    ]);
  });

  test('factories take requiresGrad, as in Python', () => {
    const [first] = signaturesOf('aten::ones') ?? [];
    expect(first).toMatch(/^\(size: number \| readonly number\[\], options\?: \{ dtype\?: DType \| null; /);
    expect(first).toMatch(/; requiresGrad\?: boolean \}\): Tensor$/);
  });

  test('several results have their names, where the schema gives them', () => {
    expect(signaturesOf('aten::topk', true)?.at(0)).toMatch(/\): \[values: Tensor, indices: Tensor\]$/);
    expect(signaturesOf('aten::aminmax', true)?.at(0)).toMatch(/\): \[min: Tensor, max: Tensor\]$/);
    expect(signaturesOf('aten::split.Tensor', true)?.at(0)).toMatch(/\): Tensor\[\]$/);
    expect(signaturesOf('aten::equal', true)).toEqual(['(other: Tensor): boolean']);
  });

  test('what works in place gives this as a method, and a tensor as a function', () => {
    expect(signaturesOf('aten::relu_', true)).toEqual(['(): this']);
    expect(signaturesOf('aten::relu_')).toEqual(['(self: Tensor): Tensor']);
  });

  test('words that JavaScript keeps for itself get an underscore where they are names of parameters', () => {
    const schema = operatorFamily('aten::relu').schemas()[0];
    if (!schema) throw new Error('there is no relu');
    const argument = schema.arguments[0];
    if (!argument) throw new Error('relu has no argument');
    expect(signatures({ ...schema, arguments: [{ ...argument, name: 'in' }] }, false)).toEqual([
      '(in_: Tensor): Tensor',
    ]);
  });

  test('a type without a counterpart leaves the overload to torch.ops', () => {
    const schema = operatorFamily('aten::relu').schemas()[0];
    if (!schema) throw new Error('there is no relu');
    expect(signatures({ ...schema, returns: ['Storage'] }, false)).toBeUndefined();
    const arguments_ = schema.arguments.map((argument) => ({ ...argument, type: 'Stream' }));
    expect(signatures({ ...schema, arguments: arguments_ }, false)).toBeUndefined();
    expect(signatures({ ...schema, returns: [] }, false)).toEqual(['(self: Tensor): void']);
    expect(signatures({ ...schema, returns: ['Tensor', 'Tensor'] }, false)).toEqual([
      '(self: Tensor): [Tensor, Tensor]',
    ]);
  });
});
