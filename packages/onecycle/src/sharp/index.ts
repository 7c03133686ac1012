import { createRequire } from 'node:module';
import type sharp from 'sharp';

/**
 * sharp, loaded when it is first needed. As CommonJS: its ES modules use an import attribute, which Node 20.9 does not know.
 * It has a folder of its own because no public declaration may lead here: sharp's types need a newer TypeScript than ours do.
 */
export const loadSharp = (): typeof sharp => createRequire(import.meta.url)('sharp');
