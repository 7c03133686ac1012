import type { nn, Tensor } from '@onecycle/torch';
import type { Path } from '../data/index.js';
import { Learner } from '../training/index.js';
import { exportOnnx, type OnnxExport, type OnnxOptions } from './export-onnx.js';

// Training knows nothing of other formats: the method is added from here.
declare module '../training/learner/learner.js' {
  interface Learner<
    B extends readonly Tensor[] = Tensor[],
    M extends nn.Module<Tensor[]> = nn.Module<Tensor[]>,
  > {
    /** Writes the model as an ONNX file, `path/<file>`, that takes pictures as bytes: see {@link exportOnnx}. */
    exportOnnx(file?: Path | string, options?: OnnxOptions): Promise<OnnxExport>;
  }
}

Learner.prototype.exportOnnx = function (file, options) {
  return exportOnnx(this, file, options);
};
