export { atOnce } from './at-once.js';
export { type DownloadImagesOptions, downloadImages, type FailedDownload } from './download-images.js';
export { type ResizeImagesOptions, resizeImages } from './resize-images.js';
export { type PictureWarning, VerifiedImages, type VerifyOptions, verifyImages } from './verify.js';
