import { type Tensor, torch } from '@onecycle/torch';

/** A copy of a tensor's values that stays until it is disposed of. */
export const keptCopy = (tensor: Tensor): Tensor => torch.keep(tensor.detach().clone());
