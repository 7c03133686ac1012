export { type FileFormat, fileFormat } from './format.js';
export { loadNpy, saveNpy } from './npy.js';
export { type Loaded, loadPth } from './pth.js';
export { loadSafetensors, type Safetensors, saveSafetensors } from './safetensors.js';
