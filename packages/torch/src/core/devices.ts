import { translated } from './errors.js';
import { type DeviceMemory, native } from './native.js';

/** NVIDIA (and, through ROCm, AMD) graphics processors. */
export const cuda = {
  /** Whether there is one, and this libtorch was built for it. */
  isAvailable: (): boolean => native.cudaDeviceCount() > 0,
  /** How many there are. */
  deviceCount: (): number => native.cudaDeviceCount(),
  /** Waits until the device has done all work given to it. */
  synchronize(device = 0): void {
    translated(
      'cuda.synchronize',
      () => `device ${device}`,
      () => native.cudaSynchronize(device),
    );
  },
  /**
   * Bytes in tensors, bytes held by the allocator, and the peak of the former. Null without a device, and with a libtorch before
   * 2.9 that the native part was built for without CUDA's headers; from 2.9 on also before the first tensor there.
   */
  memoryStats: (device = 0): DeviceMemory | null =>
    native.cudaDeviceCount() > 0
      ? translated(
          'cuda.memoryStats',
          () => `device ${device}`,
          () => native.cudaMemory(device),
        )
      : null,
  /** Gives memory that the allocator holds, and no tensor uses, back to the device. */
  emptyCache: (): void =>
    translated(
      'cuda.emptyCache',
      () => '',
      () => native.cudaEmptyCache(),
    ),
};

/** Apple's graphics processors. */
export const mps = { isAvailable: (): boolean => native.hasMps() };

/** What the processor can do. */
export const cpu = {
  /** `'avx2'`, `'avx512f'`, `'avx512_bf16'`, `'amx_bf16'`. */
  has: (feature: 'avx2' | 'avx512f' | 'avx512_bf16' | 'amx_bf16'): boolean => native.cpuHas(feature),
  /** Whether bfloat16 is faster than float32: without these instructions it is emulated, and many times slower. */
  get hasBf16(): boolean {
    return native.cpuHas('avx512_bf16') || native.cpuHas('amx_bf16');
  },
  /**
   * Gives memory back to the system that is kept for later tensors and that no tensor uses. On Linux the memory of large
   * tensors (from 1 MB on) is kept, as on a GPU, up to twice of what was once in use; what was long not wanted, or is
   * needed elsewhere, goes back by itself.
   */
  emptyCache: (): void => native.cpuEmptyCache(),
};

/** Threads that one operator uses on the CPU. Default: as many as the machine has cores. */
export function setNumThreads(threads: number): void {
  translated(
    'setNumThreads',
    () => String(threads),
    () => native.setNumThreads(threads),
  );
}

/** How many threads one operator uses on the CPU. */
export const getNumThreads = (): number => native.getNumThreads();

/** How that libtorch was built, in its own words. */
export const config = (): string => native.config();
