import type { DType } from '@onecycle/torch';
import type { Prediction } from '../../training/index.js';
import type { Answer, ModelInfo } from './answer.js';

/** What a worker is started with. */
export interface WorkerSetup {
  /** The bytes of the exported learner, in memory that all workers share. Not a view of them: Deno copies those one by one. */
  bytes: SharedArrayBuffer;
  /** What errors call it. */
  file: string;
  /** Threads of one operator, and of the decoding of pictures. */
  threads: number;
  device: string | undefined;
  maxPixels: number | undefined;
  /** The address of a module that is imported before the learner is loaded. */
  module: string | undefined;
}

/** A picture on its way to a worker. */
export interface WireItem {
  /** A path, an address, or the bytes of a file in shared memory. */
  source: string | SharedArrayBuffer;
  /** Whether an {@link Answer} is wanted, and not all that `learn.predict` gives. */
  brief: boolean;
}

/** Pictures that are to go through the model together, or the end. */
export type ToWorker = { id: number; items: WireItem[] } | 'close';

/** A value that cannot cross threads as it is; `numbers` are of 64 bits. */
export type WireDecoded =
  | { plain: unknown }
  | { list: unknown[] }
  | { numbers: ArrayBuffer; shape: number[]; dtype: DType };

/** What became of a picture. */
export type WireResult =
  | { answer: Answer }
  | { prediction: Omit<Prediction, 'decoded' | 'item'>; decoded: WireDecoded }
  /** It cannot be read; `passing` where the machine was short of something. */
  | { problem: string; passing: boolean };

export type FromWorker =
  | { type: 'ready'; model: Pick<ModelInfo, 'task' | 'classes'> }
  /** The learner cannot be loaded. */
  | { type: 'refused'; error: Error }
  | { type: 'done'; id: number; results: WireResult[] }
  /** The whole batch failed, though its pictures may be sound. */
  | { type: 'failed'; id: number; error: Error };
