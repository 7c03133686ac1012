import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of photographs that both sides of a job read. Throws where there is none. */
export function photographs() {
  const folder =
    process.env.ONECYCLE_PHOTOS ??
    fileURLToPath(new URL('../../../shared/data/pets-sample/images', import.meta.url));
  if (existsSync(folder)) return folder;
  throw new Error(`no photographs at ${folder}: set ONECYCLE_PHOTOS to a folder of JPEGs`);
}
