import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Canvas from '@napi-rs/canvas';
import { engine } from '../../base/index.js';
import { fontFamily } from '../output/index.js';
import { subsetFont } from './font-subset.js';

/** The canvas, loaded when something is first measured or drawn: who only trains never does. */
export const canvas = (): typeof Canvas => engine('canvas', 'a figure');

/** Files of the one family that all our text is set in. */
export function fontFiles(): Record<'regular' | 'bold', string> {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
    'ttf',
  );
  return { regular: join(folder, 'DejaVuSans.ttf'), bold: join(folder, 'DejaVuSans-Bold.ttf') };
}

let measuring: Canvas.SKRSContext2D | undefined;

/** Makes our font known to the canvas, so that text needs none of the machine's; again and again does no harm. */
export function registerFonts(): void {
  if (measuring) return;
  const { GlobalFonts, createCanvas } = canvas();
  for (const file of Object.values(fontFiles())) {
    if (!GlobalFonts.registerFromPath(file, fontFamily)) {
      throw new Error(`could not read the font ${file}: install the npm packages again (npm ci)`);
    }
  }
  measuring = createCanvas(1, 1).getContext('2d');
}

/** Width of a text set in a CSS font such as `bold 10px 'DejaVu Sans'`, in the unit of its size. */
export function textWidth(text: string, font: string): number {
  registerFonts();
  if (!measuring) return 0;
  measuring.font = font;
  return measuring.measureText(text).width;
}

/** CSS that brings our font, cut down to the characters of some text. */
export function fontFaces(text: string): string {
  const codes = Array.from(new Set(text), (character) => character.codePointAt(0) ?? 0).filter(
    (code) => code > 32,
  );
  return Object.entries(fontFiles())
    .map(([weight, file]) => {
      const { font, characters } = subsetFont(readFileSync(file), [32, ...codes]);
      const range = characters.map((code) => `U+${code.toString(16)}`).join(',');
      const style = `font-family:'${fontFamily}';font-weight:${weight === 'bold' ? 'bold' : 'normal'}`;
      return `@font-face{${style};unicode-range:${range};src:url(data:font/ttf;base64,${font.toString('base64')})}`;
    })
    .join('');
}
