export { Translation, type TranslationOptions } from './translation.js';
