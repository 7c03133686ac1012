import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { barChart, chart, heatmap, lineChart } from '../charts/index.js';
import { pictureGrid, subplots } from '../grid.js';

const picture = (width: number, height: number, title?: string) => ({
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i % 3 === 0 ? 200 : 40)),
  width,
  height,
  ...(title !== undefined && { title }),
});
const pixel = async (png: Buffer, left: number, top: number) =>
  Array.from(await sharp(png).removeAlpha().extract({ left, top, width: 1, height: 1 }).raw().toBuffer());

test('figsize and dpi give the size in pixels, and paper is white', async () => {
  const line = lineChart([{ y: [1, 2, 3] }], { figsize: [5, 3], dpi: 100, title: 'Loss' });
  const png = await line.png();
  const { width, height } = await sharp(png).metadata();
  expect([width, height]).toEqual([500, 300]);
  expect(await pixel(png, 1, 298)).toEqual([255, 255, 255]);
  const larger = await sharp(await lineChart([{ y: [1, 2] }], { figsize: [2, 2], dpi: 60 }).png()).metadata();
  expect([larger.width, larger.height]).toEqual([120, 120]);
});

test('an impossible size is refused before anything is drawn', () => {
  expect(() => lineChart([], { figsize: [0, 3] })).toThrow(
    'figsize [0,3] inches at dpi 120 is no drawable size',
  );
  expect(() => lineChart([], { figsize: [500, 3] })).toThrow('no side may exceed 16384 pixels');
});

test('points that are not finite are left out and break the line', async () => {
  const svg = await lineChart([{ y: [1, 2, Number.NaN, 3, Number.NEGATIVE_INFINITY, 2, 4] }]).svg();
  expect(svg).not.toMatch(/NaN|Infinity/);
  const path = /class="mark-line[^>]*><path[^>]* d="([^"]*)"/.exec(svg)?.[1] ?? '';
  expect(path.match(/M/g)).toHaveLength(3);
});

test('on a logarithmic axis values that are not positive are left out', async () => {
  const svg = await lineChart([{ x: [0, 1e-5, 1e-3, 1e-1], y: [1, 2, 3, 4] }], { xScale: 'log' }).svg();
  expect(svg).toContain('1e-3</text>');
  expect(svg).not.toMatch(/NaN|Infinity/);
});

test('long labels are whole, in every renderer', async () => {
  const label = 'staffordshire_bull_terrier';
  const matrix = heatmap(
    [
      [3, 1],
      [0, 12],
    ],
    [label, 'pug'],
    [label, 'pug'],
    { figsize: [4, 4], diagonal: true },
  );
  expect((await matrix.svg()).split(`${label}</text>`)).toHaveLength(3);
  expect(await barChart({ [label]: 0.9, pug: Number.NaN }).svg()).toContain(`${label}</text>`);
});

test('37 classes are legible: every label, no number too large for its cell', async () => {
  const names = Array.from({ length: 37 }, (_, i) => `staffordshire_bull_terrier_${i}`);
  const values = names.map((_, r) => names.map((_, c) => (r === c ? 40 : (r + c) % 9 === 0 ? 2 : 0)));
  const svg = await heatmap(values, names, names, { figsize: [12, 12], diagonal: true }).svg();
  for (const name of names) expect(svg.split(`${name}</text>`)).toHaveLength(3);
  const numbers = [...svg.matchAll(/font-size="([\d.]+)px"[^>]*>(?:40|2)<\/text>/g)].map((match) =>
    Number(match[1]),
  );
  expect(numbers.length).toBeGreaterThan(100);
  for (const size of numbers) expect(size).toBeGreaterThan(5);
});

test('a matrix that does not fit its labels is refused', () => {
  expect(() => heatmap([[1, 2]], ['a', 'b'], ['a', 'b'])).toThrow(
    'a heatmap of 2 × 2 labels got 1 row of 2 numbers',
  );
  expect(() => lineChart([{ name: 'valid', x: [1], y: [1, 2] }])).toThrow(
    "line 'valid' has 1 value of x, but 2 of y",
  );
});

test('a notebook gets Vega-Lite 5 and PNG', async () => {
  const bundle = await lineChart([{ y: [1, Number.NaN, 2] }]).mimeBundle();
  expect(bundle['application/vnd.vegalite.v5+json']).toMatchObject({
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  });
  expect(JSON.stringify(bundle['application/vnd.vegalite.v5+json'])).toContain('"y":null');
  const png = Buffer.from(String(bundle['image/png']), 'base64');
  expect((await sharp(png).metadata()).format).toBe('png');
});

test('charts side by side are Vega-Lite in a notebook too, pictures are not', async () => {
  const grid = subplots(1, 2, { title: 'two curves' });
  const [left, right] = grid.axes;
  left?.show(lineChart([{ y: [1, 2] }]));
  right?.show(lineChart([{ y: [2, 1] }], { title: 'falling' }));
  expect((await grid.mimeBundle())['application/vnd.vegalite.v5+json']).toMatchObject({
    columns: 2,
    concat: [{ width: 218 }, { title: 'falling' }],
  });
  right?.show(picture(4, 4));
  expect(Object.keys(await grid.mimeBundle())).toEqual(['image/png', 'text/plain']);
});

test('saves PNG, SVG and a page that asks for nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'figure-'));
  const figure = chart(
    { data: { values: [{ a: 1 }] }, mark: 'point', encoding: { x: { field: 'a', type: 'quantitative' } } },
    { title: 'One <point>' },
  );
  await figure.save(join(folder, 'f.html'));
  const page = await readFile(join(folder, 'f.html'), 'utf8');
  expect(page).toContain('<title>One &#60;point&#62;</title>');
  expect(page).toContain('prefers-color-scheme:dark');
  expect(page.replaceAll(/http:\/\/www\.w3\.org\/[^"]*/g, '')).not.toMatch(/https?:|<script|<link/);
  await figure.save(join(folder, 'f.svg'));
  expect(await readFile(join(folder, 'f.svg'), 'utf8')).toMatch(
    /^<svg [^>]*aria-label="One &#60;point&#62;"/,
  );
  await expect(figure.save('f.gif')).rejects.toThrow('use one of the extensions .png, .svg, .html');
});

test('a picture grid shows every picture with its title, and is as high as they need', async () => {
  const grid = pictureGrid(
    [
      picture(200, 100, 'staffordshire_bull_terrier/american_pit_bull_terrier'),
      picture(200, 100, 'pug'),
      picture(100, 100),
    ],
    { ncols: 2, dpi: 72 },
  );
  const svg = await grid.svg();
  expect(svg).toContain('>staffordshire_bull_terrier/<');
  expect(svg).toContain('>american_pit_bull_terrier<');
  expect(svg.match(/<image /g)).toHaveLength(3);
  expect(svg).toContain('data:image/png;base64,');
  const { width, height } = await sharp(await grid.png()).metadata();
  expect(width).toBe(432);
  // The first row's pictures are half as high as the second's, and have a title of two lines.
  expect(height).toBeGreaterThan(105 + 210 + 24);
  expect(height).toBeLessThan(105 + 210 + 48);
  expect(String(grid)).toContain('pug');
});

test('pictures keep their colours and their shape', async () => {
  const grid = pictureGrid([picture(8, 4)], { figsize: [2, 2], dpi: 72 });
  const png = await grid.png();
  expect(await pixel(png, 72, 20)).toEqual([200, 40, 40]);
  expect(await pixel(png, 72, 100)).toEqual([255, 255, 255]);
});

test('subplots hold pictures and charts side by side', async () => {
  const figure = subplots(1, 2, { figsize: [8, 4], dpi: 50 });
  const [left, right] = figure;
  left?.show(lineChart([{ y: [1, 2] }]));
  right?.show(picture(10, 10, 'pug'));
  expect(figure.at(0, 1)).toBe(right);
  const svg = await figure.svg();
  expect(svg).toContain('mark-line');
  expect(svg).toContain('<image ');
  expect((await sharp(await figure.png()).metadata()).width).toBe(400);
  expect(() => figure.at(1, 0)).toThrow('no cell [1, 0] in a grid of 1 × 2');
});

test('bytes that do not fit the size are refused', () => {
  expect(() => pictureGrid([{ data: new Uint8Array(5), width: 2, height: 2 }])).toThrow(
    'holds 5 bytes, but 2 × 2 RGB needs 12',
  );
  expect(() => pictureGrid([])).toThrow('at least one picture');
  const given = (value: unknown): never => value as never;
  const wanted = 'a list of pictures, [{ data, width, height }]';
  expect(() => pictureGrid(given(picture(2, 2)))).toThrow(`pictureGrid takes ${wanted}, not an object`);
  expect(() => pictureGrid(given([[1, 2]]))).toThrow(`${wanted}, and number 0 of this list is an array`);
  expect(() => subplots(1, 1).at(0, 0).show(given(undefined))).toThrow('show takes a figure or a picture');
  expect(() => subplots(0, 2)).toThrow('not 0 × 2');
});

test('pictures beside each other start at the same height, whatever their titles need', async () => {
  const titled = [picture(100, 80, 'short'), picture(100, 80, 'a title that is too long for one line of it')];
  const svg = await pictureGrid(titled, { ncols: 2, imsize: 1.5 }).svg();
  const tops = Array.from(svg.matchAll(/<image x="[\d.]+" y="([\d.]+)"/g), ([, y]) => y);
  expect(svg.match(/<text /g)).toHaveLength(3);
  expect(tops).toHaveLength(2);
  expect(tops[0]).toBe(tops[1]);
});
