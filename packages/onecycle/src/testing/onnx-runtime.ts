import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where tools lie that only some need, outside of the root install. `npm run test:onnx` brings ONNX Runtime there. */
const tools = fileURLToPath(new URL('../../../../node_modules/.cache/onecycle-tools', import.meta.url));

/** Whether ONNX Runtime is there for tests, which then find it. */
export function hasOnnxRuntime(): boolean {
  if (!existsSync(`${tools}/node_modules/onnxruntime-node`)) return false;
  process.env.ONECYCLE_ONNXRUNTIME = tools;
  return true;
}
