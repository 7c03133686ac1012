import { type Tensor, torch } from '@onecycle/torch';

/** The numbers of a small tensor. */
export const numbersOf = (x: Tensor): number[] =>
  torch.scope(() => Array.from(x.reshape([-1]).to('cpu').toTypedArray(), Number));

/** `values` under the name of `type`; the plain handle is given back. */
export function typed<T extends Tensor>(type: new (source: Tensor) => T, values: Tensor): T {
  const result = new type(values);
  values.dispose();
  return result;
}
