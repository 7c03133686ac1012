export { ActivationMap, type ShowMapOptions } from './activation-map.js';
export { activationMaps, type CamOptions, cam, type Explainable, gradCam } from './grad-cam.js';
export { chosenLayer, type LayerChoice } from './layers.js';
