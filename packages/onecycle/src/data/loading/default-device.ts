import { torch } from '@onecycle/torch';

/** Where batches go, and models with them, unless something else is said: the first CUDA device, else `'cpu'`. fastai: `default_device`. */
export const defaultDevice = (): string => (torch.cuda.isAvailable() ? 'cuda:0' : 'cpu');
