import { type Tensor, torch } from '@onecycle/torch';

/** A copy of a tensor's values that stays until it is disposed of. */
export const keptCopy = (tensor: Tensor): Tensor => torch.scope(() => torch.keep(tensor.detach().clone()));

/**
 * A copy of a tensor's values on the device of `like`, and in the same order in memory where it is of the same shape: by that order
 * libtorch sums up a tensor's elements, and sums differ in their last bits. What comes from a file has lost it.
 */
export function copyLaidOutAs(tensor: Tensor, like: Tensor): Tensor {
  return torch.scope(() => {
    const values = tensor.detach();
    if (`${tensor.shape}` !== `${like.shape}`) return values.to(like.device).clone();
    return torch.emptyLike(like.detach(), { dtype: tensor.dtype }).copy_(values);
  });
}
