import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFolder } from '@onecycle/torch/install';

/**
 * The program of the worker threads: beside this module, also where a bundler wrote both; else in the package `onecycle`
 * that lies in `node_modules`, as its native part does.
 *
 * @throws Error where there is none, saying how to keep one
 */
export function workerFile(): URL {
  for (const name of ['./predict-worker.js', './predict-worker.mjs']) {
    const beside = new URL(name, import.meta.url);
    if (beside.protocol === 'file:' && existsSync(beside)) return beside;
  }
  const folder = packageFolder('onecycle', import.meta.url);
  const installed = folder && join(folder, 'dist/serve/predictor/predict-worker.js');
  if (installed && existsSync(installed)) return pathToFileURL(installed);
  throw new Error(
    "the program of createPredictor's worker threads was not found: keep onecycle in node_modules, as an external package of the bundler, " +
      "or give the bundler 'onecycle/predict/worker' as another entry and write it beside this one as predict-worker.js",
  );
}
