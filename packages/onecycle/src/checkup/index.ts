export { type CheckPicturesOptions, checkPictures } from './check-pictures.js';
export { type Embeddings, embed } from './embeddings.js';
export type { Finding, FindingKind } from './finding.js';
export { doubtfulLabels, type Judged, judge } from './judge.js';
export { PictureCheck } from './picture-check.js';
