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

/** The file of pretrained weights, of torchvision's ResNet-18, that both sides of a job start from. Throws where there is none. */
export function pretrained() {
  const file =
    process.env.ONECYCLE_WEIGHTS ??
    fileURLToPath(
      new URL('../../../shared/weights/resnet18-imagenet-distilled.safetensors', import.meta.url),
    );
  if (existsSync(file)) return file;
  throw new Error(
    `no weights at ${file}: set ONECYCLE_WEIGHTS to a safetensors file of torchvision's ResNet-18`,
  );
}
