import { expect, test } from 'vitest';
import { barChart, chart, heatmap, lineChart } from '../charts/index.js';
import { Grid, pictureGrid, subplots } from '../grid.js';
import type { Figure } from './figure.js';
import { figureHtml } from './figure-html.js';

const picture = (title: string, width = 20, height = 20) => ({
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * title.length) % 251),
  width,
  height,
  title,
});

/** Text of a figure at the width that it has in a window of 390 pixels, in pixels. */
async function smallestOnPhone(figure: Figure): Promise<number> {
  const svg = await figure.svg();
  const sizes = Array.from(svg.matchAll(/ font-size="([\d.]+)/g), ([, size]) => Number(size));
  return (Math.min(...sizes) * 358) / (figure.figsize[0] * 72);
}

test('on a phone charts are laid out anew, with text of nine pixels and more', async () => {
  const names = ['bear', 'cat', 'dog'];
  const schedule = subplots(1, 2, { figsize: [12, 4], title: 'Schedule' });
  for (const axes of schedule) axes.show(lineChart([{ y: [1, 2] }], { x: 'steps' }));
  const charts = [
    lineChart([{ name: 'train', y: [3, 2, 1] }], { title: 'Loss', figsize: [12, 3] }),
    barChart({ staffordshire_bull_terrier: 0.9, pug: 0.1 }),
    heatmap([[1, 0, 2]], ['bear'], names, { figsize: [8, 8] }),
    chart({
      data: { values: [{ a: 1 }] },
      mark: 'point',
      encoding: { x: { field: 'a', type: 'quantitative' } },
    }),
    schedule,
  ];
  for (const figure of charts) {
    const narrow = figure.forPhone();
    if (!narrow) throw new Error('no layout for phones');
    expect(narrow.figsize[0]).toBe(4);
    expect(narrow.title).toBe(figure.title);
    expect(narrow.forPhone()).toBe(undefined);
    expect(await smallestOnPhone(narrow)).toBeGreaterThan(9);
  }
  // Charts side by side would be too small: they come below each other.
  expect(charts.at(-1)?.forPhone()?.figsize[1]).toBeGreaterThan(6);
});

test('each row is as high as its own pictures: landscapes leave no gap where another picture is a portrait', async () => {
  const titles = Array(8).fill('american_pit_bull_terrier_mix / staffordshire_bull_terrier_mix and others');
  const wide = pictureGrid(
    titles.map((title, i) => (i === 2 ? picture(title, 20, 40) : picture(title, 40, 20))),
    { ncols: 4, imsize: 2.2 },
  );
  for (const grid of [wide, wide.forPhone()]) {
    if (!(grid instanceof Grid)) throw new Error('no grid');
    const svg = await grid.svg();
    const pictures = Array.from(
      svg.matchAll(/<image x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g),
    );
    const tops = Array.from({ length: grid.nrows }, (_, row) => Number(pictures[row * grid.ncols]?.[1]));
    const ends = Array.from({ length: grid.nrows }, (_, row) =>
      Math.max(
        ...pictures
          .slice(row * grid.ncols, (row + 1) * grid.ncols)
          .map(([, y, height]) => Number(y) + Number(height)),
      ),
    );
    // Between two rows there are a gap and the titles of the second, no more.
    const between = tops.slice(1).map((top, i) => top - (ends[i] ?? 0));
    for (const space of between) expect(space).toBeCloseTo(Number(tops[0]) + 3, 0);
  }
});

test('pictures stand in as many columns as leave their titles legible', async () => {
  const columns = (titles: string[]) => {
    const narrow = pictureGrid(
      titles.map((title) => picture(title)),
      { figsize: [9, 9] },
    ).forPhone();
    return narrow instanceof Grid ? narrow.ncols : 0;
  };
  expect(columns(Array(9).fill('pug'))).toBe(3);
  expect(columns(Array(9).fill('american_pit_bull_terrier_mix / staffordshire_bull_terrier_mix'))).toBe(2);
  const narrow = pictureGrid(Array(9).fill(picture('english_cocker_spaniel / pug')), { ncols: 3 }).forPhone();
  if (!narrow) throw new Error('no layout for phones');
  expect(await smallestOnPhone(narrow)).toBeGreaterThan(9);
});

test('a picture that both layouts show is in the page once', async () => {
  const html = await figureHtml(pictureGrid([picture('pug'), picture('beagle'), picture('boxer')]));
  expect(html.match(/<image /g)).toHaveLength(3);
  expect(html.match(/<use /g)).toHaveLength(3);
  for (const [, id] of html.matchAll(/<use href="#([^"]+)"/g)) expect(html).toContain(`<image id="${id}"`);
});

test('a matrix that no phone can show scrolls in its own box, and says so', async () => {
  const names = Array.from({ length: 37 }, (_, i) => `staffordshire_bull_terrier_${i}`);
  const matrix = heatmap(
    names.map((_, r) => names.map((_, c) => (r + c) % 9)),
    names,
    names,
    { figsize: [10, 10] },
  );
  expect(matrix.forPhone()).toBe(undefined);
  const html = await figureHtml(matrix);
  const least = Number(/--least:(\d+)px/.exec(html)?.[1]);
  expect(least).toBeGreaterThan(600);
  expect(least).toBeLessThanOrEqual(960);
  expect(html).toContain('class="hint"');
  expect(html).not.toContain('class="phone"');
});

test('charts of a page keep their clips to themselves', async () => {
  const clipped = (to: number) =>
    chart({
      data: { values: [{ a: 1 }, { a: to }] },
      mark: { type: 'line', clip: true },
      encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'a', type: 'quantitative' } },
    }).svg();
  const ids = (svg: string) => Array.from(svg.matchAll(/ id="([^"]*clip[^"]*)"/g), ([, id]) => id);
  const [first, second] = [await clipped(2), await clipped(3)];
  expect(ids(first)).not.toEqual([]);
  expect(ids(first).some((id) => ids(second).includes(id))).toBe(false);
  for (const id of ids(first)) expect(first).toContain(`url(#${id})`);
});
