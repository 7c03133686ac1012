import { createRequire } from 'node:module';
import { type Tensor, torch } from '@onecycle/torch';
import { optionalPackage } from '../base/index.js';

/** What is used of `onnxruntime-node`, which is installed by those who want it. */
interface OnnxRuntime {
  InferenceSession: {
    create(file: string, options: { logSeverityLevel: number }): Promise<Session>;
  };
  Tensor: new (type: string, data: Uint8Array | Float32Array, dims: readonly number[]) => RuntimeTensor;
}

interface RuntimeTensor {
  data: Float32Array;
  dims: readonly number[];
}

interface Session {
  run(feeds: Record<string, RuntimeTensor>): Promise<Record<string, RuntimeTensor>>;
  release(): Promise<void>;
}

/**
 * Finds ONNX Runtime: in the folder that `ONECYCLE_ONNXRUNTIME` names, from the working directory, as a project of yours
 * would, or from this library.
 *
 * @throws Error that says how to install it
 */
export function loadOnnxRuntime(): OnnxRuntime {
  const { ONECYCLE_ONNXRUNTIME: folder } = process.env;
  const found = optionalPackage('onnxruntime-node', folder === undefined ? [] : [folder]);
  if (found !== undefined) return createRequire(import.meta.url)(found);
  throw new Error(
    'onnxruntime-node, with which the ONNX file is run and compared before it is called done, is not installed: npm install onnxruntime-node ' +
      '(its install script is not needed), or export without the comparison: { check: false }, at the command line --no-check',
  );
}

/** Names of the input and the output of every exported model. */
export const INPUT = 'pictures';
export const OUTPUT = 'probabilities';

/** Runs an ONNX file on batches of pictures as bytes. @returns what it gives for all of them */
export async function runOnnx(
  runtime: OnnxRuntime,
  file: string,
  batches: readonly Tensor[],
): Promise<Tensor> {
  const session = await runtime.InferenceSession.create(file, { logSeverityLevel: 3 });
  try {
    const results: Tensor[] = [];
    for (const batch of batches) {
      const bytes = batch.cpu().contiguous().toTypedArray();
      if (!(bytes instanceof Uint8Array)) throw new TypeError(`pictures are bytes, not ${batch.dtype}`);
      const { [OUTPUT]: output } = await session.run({
        [INPUT]: new runtime.Tensor('uint8', bytes, batch.shape),
      });
      if (!output) throw new Error(`${file} gives no ${OUTPUT}`);
      results.push(torch.fromTypedArray(output.data, [...output.dims]));
    }
    return torch.cat(results);
  } finally {
    await session.release();
  }
}
