export { fitTitle } from './fit-title.js';
export { fontFaces, registerFonts, textWidth } from './fonts.js';
