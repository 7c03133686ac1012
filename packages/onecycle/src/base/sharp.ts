import { createRequire } from 'node:module';
import type sharp from 'sharp';

/** sharp, loaded when it is first needed. As CommonJS: its ES modules use an import attribute, which Node 20.9 does not know. */
export const loadSharp = (): typeof sharp => createRequire(import.meta.url)('sharp');
