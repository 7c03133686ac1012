export { type FileFormat, fileFormat } from './format.js';
export { loadNpy, saveNpy } from './npy.js';
export { type Loaded, loadPth } from './pth.js';
export {
  loadSafetensors,
  readSafetensorsHeader,
  type Safetensors,
  type SafetensorsHeader,
  saveSafetensors,
} from './safetensors.js';
