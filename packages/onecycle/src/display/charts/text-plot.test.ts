import { expect, test } from 'vitest';
import { lineChart } from './line-chart.js';
import { textPlot } from './text-plot.js';

const plain = {
  title: '',
  x: 'batches',
  y: 'loss',
  xScale: 'linear',
  yScale: 'linear',
  named: [],
  color: false,
} as const;
const line = (ys: number[]) => ({ name: 'train', points: ys.map((y, x) => ({ x, y })) });

test('a falling line goes from the upper left to the lower right', () => {
  const text = textPlot([line([3, 2, 1])], plain);
  const rows = text.split('\n');
  expect(rows[1]).toMatch(/^3 │⠑|^3 │⠉|^3 │\p{Script=Braille}/u);
  expect(rows[12]).toMatch(/^1 │ +\p{Script=Braille}+$/u);
  expect(rows.at(-1)).toMatch(/^ {3}0 +batches +2$/);
  for (const row of rows) expect(row.length).toBeLessThan(80);
});

test('points that are not finite break the line', () => {
  const whole = textPlot([line([1, 2, 3, 4, 5])], plain);
  const broken = textPlot([line([1, 2, Number.NaN, 4, 5])], plain);
  const inked = (text: string) => [...text].filter((c) => /\p{Script=Braille}/u.test(c)).length;
  expect(inked(broken)).toBeLessThan(inked(whole) * 0.7);
  expect(textPlot([line([Number.NaN])], plain)).toContain('no finite points');
});

test('logarithmic axes name the values, and zero is left out', () => {
  const points = [0, 1e-5, 1e-3, 1e-1].map((x, y) => ({ x, y }));
  const text = textPlot([{ name: 'lr', points }], { ...plain, xScale: 'log' });
  expect(text).toContain('1.0e-5');
  expect(text).toContain('0.1');
});

test('lines are told apart by colour where that is possible', () => {
  const named = { ...plain, named: ['train', 'valid'], color: true };
  const text = textPlot([line([1, 2]), { ...line([2, 1]), name: 'valid' }], named);
  expect(text).toContain('\x1b[34m● train\x1b[39m   \x1b[33m● valid');
});

test('a line chart shows itself in a terminal', () => {
  const chart = lineChart([{ y: [2, 1] }], { title: 'Loss', marks: [{ name: 'valley', x: 1, y: 1 }] });
  expect(String(chart)).toMatch(/^Loss\n/);
  expect(String(chart)).toContain('valley: 1.00, 1.00');
  expect(String(lineChart([]))).toContain('no finite points');
});

test('a line of a single point is seen: its axes name its numbers', async () => {
  const single = lineChart([{ x: [0.25], y: [1.5] }]);
  // In the middle of the axes.
  const rows = String(single).split('\n');
  expect(rows.filter((row) => /[\u2801-\u28ff]/.test(row))).toEqual([rows[6]]);
  expect([rows[0]?.slice(0, 3), rows[11]?.slice(0, 3)]).toEqual(['2.5', '0.5']);
  expect(rows.at(-1)?.trim().split(/\s+/)).toEqual(['-0.75', '1.25']);
  const svg = await single.svg();
  expect(svg).toContain('>1.5<');
  expect(svg).toContain('>0.25<');
  // The point itself: a line of one point would draw nothing.
  expect(svg.match(/mark-symbol[^>]*>\s*<path/g)).toHaveLength(1);
});
