import { torch } from '@onecycle/torch';
import { shown } from '../../base/index.js';

/** Where batches go, and models with them, unless something else is said: the first CUDA device, else `'cpu'`. fastai: `default_device`. */
export const defaultDevice = (): string => (torch.cuda.isAvailable() ? 'cuda:0' : 'cpu');

/**
 * @throws RangeError for a device that this machine, or its libtorch, does not have
 */
export function checkDevice(device: string): void {
  try {
    torch.empty([0], { device }).dispose();
  } catch (error) {
    throw new RangeError(
      `device ${shown(device)} cannot be used here: ${torch.cuda.isAvailable() ? `there are 'cpu' and 'cuda:0' to 'cuda:${torch.cuda.deviceCount() - 1}'` : "there is no GPU that this libtorch knows, and 'cpu' is the default"}`,
      { cause: error },
    );
  }
}
