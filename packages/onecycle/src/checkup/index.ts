export { type CheckPicturesOptions, checkPictures } from './check-pictures.js';
export type { Finding, FindingKind, JudgedLabel } from './finding.js';
export { PictureCheck } from './picture-check.js';
