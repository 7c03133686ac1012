export { fitTitle } from './fit-title.js';
export { canvas, fontFaces, registerFonts, textWidth } from './fonts.js';
