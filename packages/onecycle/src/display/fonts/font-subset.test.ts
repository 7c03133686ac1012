import { readFileSync } from 'node:fs';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { fontFamily } from '../output/index.js';
import { subsetFont } from './font-subset.js';
import { fontFaces, fontFiles, registerFonts } from './fonts.js';

const codes = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);

test('a subset draws its characters as the whole font', () => {
  const text = 'Russian_Blue é − × 0.93';
  const { font, characters } = subsetFont(readFileSync(fontFiles().regular), codes(text));
  expect(characters).toEqual([...new Set(codes(text))].sort((a, b) => a - b));
  expect(font.length).toBeLessThan(15_000);
  registerFonts();
  expect(GlobalFonts.register(font, 'Subset')).not.toBeNull();

  // Without hinting an edge may move by a part of a pixel; a wrong or missing glyph would change far more.
  const drawn = (character: string, family: string) => {
    const context = createCanvas(60, 60).getContext('2d');
    context.font = `40px '${family}'`;
    context.fillText(character, 5, 45);
    return Array.from(context.getImageData(0, 0, 60, 60).data).filter((_, i) => i % 4 === 3);
  };
  const ink = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  for (const character of new Set(text.replaceAll(' ', ''))) {
    const whole = drawn(character, fontFamily);
    const difference = drawn(character, 'Subset').map((value, i) => Math.abs(value - (whole[i] ?? 0)));
    expect(ink(difference) / ink(whole), character).toBeLessThan(0.1);
  }
});

test('characters that the font lacks are left out', () => {
  expect(subsetFont(readFileSync(fontFiles().regular), codes('a漢')).characters).toEqual(codes('a'));
  expect(fontFaces('ab')).toContain('unicode-range:U+20,U+61,U+62;');
});

test('what is no TrueType font is refused', () => {
  expect(() => subsetFont(Buffer.alloc(64), [97])).toThrow("no table 'OS/2'");
});
