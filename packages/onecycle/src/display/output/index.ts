export { Displayable, escapeHtml, type MimeBundle } from './displayable.js';
export { htmlPage, scrolling } from './html-page.js';
export { type LiveOutput, notebook } from './notebook.js';
export { dark, fontFamily, fontStack, light, series, verdictColor } from './theme.js';
