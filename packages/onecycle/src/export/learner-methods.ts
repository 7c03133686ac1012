import type { nn, Tensor } from '@onecycle/torch';
import type { Path } from '../data/index.js';
import { Learner } from '../training/index.js';
import { exportOnnx, type OnnxExport, type OnnxOptions } from './export-onnx.js';
import { exportTypes } from './export-types.js';
import { exportWeb, type WebExport, type WebOptions } from './export-web.js';

// Training knows nothing of other formats: the methods are added from here.
declare module '../training/learner/learner.js' {
  interface Learner<
    B extends readonly Tensor[] = Tensor[],
    M extends nn.Module<Tensor[]> = nn.Module<Tensor[]>,
  > {
    /** Writes the model as an ONNX file, `path/<file>`, that takes pictures as bytes: see {@link exportOnnx}. */
    exportOnnx(file?: Path | string, options?: OnnxOptions): Promise<OnnxExport>;
    /** Writes a page that classifies pictures in the browser, `path/<folder>`: see {@link exportWeb}. */
    exportWeb(folder?: Path | string, options?: WebOptions): Promise<WebExport>;
    /** Writes the class names as a type of TypeScript, `path/<file>`: see {@link exportTypes}. */
    exportTypes(file?: Path | string): Promise<Path>;
  }
}

Learner.prototype.exportOnnx = function (file, options) {
  return exportOnnx(this, file, options);
};

Learner.prototype.exportWeb = function (folder, options) {
  return exportWeb(this, folder, options);
};

Learner.prototype.exportTypes = function (file) {
  return exportTypes(this, file);
};
