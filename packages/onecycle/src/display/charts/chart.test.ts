import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { barChart } from './bar-chart.js';
import { Chart } from './chart.js';
import { heatmap } from './heatmap.js';
import { lineChart } from './line-chart.js';
import { plotFunction } from './plot-function.js';

const given = (value: unknown): never => value as never;

test.each(['constructor', 'toString', '__proto__', 'valueOf', 'two\u2028lines'])(
  'a class may be called %s',
  async (name) => {
    const charts = [
      heatmap(
        [
          [1, 2],
          [3, 4],
        ],
        [name, 'pug'],
        [name, 'pug'],
      ),
      barChart(
        Object.fromEntries([
          [name, 1],
          ['pug', 2],
        ]) as Record<string, number>,
      ),
      lineChart([
        { name, y: [1, 2] },
        { name: 'pug', y: [2, 1] },
      ]),
    ];
    for (const chart of charts) {
      const svg = await chart.svg();
      expect(svg).toContain(name.split('\u2028')[0]);
      expect(svg).toContain('>pug<');
    }
  },
);

test('what a chart cannot draw is an error', async () => {
  const wrong = {
    data: { values: [{ a: 1 }] },
    mark: 'bar',
    encoding: { x: { field: 'a', type: 'quantitative', axis: { labelExpr: 'none(' } } },
  };
  await expect(new Chart(wrong as never).svg()).rejects.toThrow();
});

test('a line may have more points than fit onto the stack', () => {
  const y = Float32Array.from({ length: 200_000 }, (_, i) => 1 / (i + 1));
  const chart = lineChart([{ y }], { x: 'steps', yScale: 'log' });
  expect(JSON.stringify(chart.spec()).length).toBeGreaterThan(1e6);
  expect(String(chart)).toContain('steps');
});

test('every chart is valid Vega-Lite', () => {
  const schema = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('vega-lite/build/vega-lite-schema.json'), 'utf8'),
  );
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  const charts = [
    lineChart([{ name: 'train', x: [1e-3, 1e-2], y: [1, Number.NaN] }], {
      xScale: 'log',
      marks: [{ name: 'valley', x: 1e-2, y: 1 }],
      title: 'Loss',
    }),
    barChart({ pug: 0.5 }, { x: 'probability' }),
    heatmap(
      [
        [1, 0],
        [0, 2],
      ],
      ['a', 'b'],
      ['a', 'b'],
      { diagonal: true },
    ),
    plotFunction(Math.exp, { min: -1, max: 1, tx: 'x', ty: 'exp(x)' }),
  ];
  charts.push(...charts.flatMap((figure) => figure.forPhone() ?? []));
  expect(charts).toHaveLength(8);
  const specs = charts.map((figure) => figure.spec());
  specs.push(Chart.concat(charts.slice(0, 4), { title: 'all', columns: 2, width: 400, height: 300 }));
  for (const spec of specs) expect(validate(spec), JSON.stringify(validate.errors?.[0])).toBe(true);
});

test.each<[string, () => unknown, string]>([
  [
    'no bars',
    () => barChart(given(undefined)),
    'barChart takes numbers by their labels, { pug: 0.9 }, not undefined',
  ],
  ['a map of bars', () => barChart(given(new Map([['pug', 1]]))), 'not a Map'],
  ['bars without labels', () => barChart(given([1, 2])), 'not an array'],
  ['no lines', () => lineChart(given(undefined)), 'lineChart takes a list of lines'],
  ['one line', () => lineChart(given({ y: [1] })), 'not an object'],
  ['numbers as lines', () => lineChart(given([1, 2])), 'number 0 of this list is a number'],
  [
    'marks that are none',
    () => lineChart([], { marks: given(['x']) }),
    'takes marks as a list, [{ name, x, y }]',
  ],
  ['no matrix', () => heatmap(given(undefined), [], []), 'heatmap takes a list of rows'],
  ['a row as matrix', () => heatmap(given([1, 2]), ['a'], ['b']), 'number 0 of this list is a number'],
  [
    'no labels',
    () => heatmap([[1]], given(undefined), given(undefined)),
    'the labels of rows and of columns',
  ],
  ['no specification', () => new Chart(given(null)), 'a chart takes a Vega-Lite specification'],
  [
    'null as options',
    () => new Chart(given({ mark: 'bar' }), given(null)),
    'Chart takes its options as an object',
  ],
])('%s: what is no chart is told', (_, draw, message) => {
  expect(draw).toThrow(message);
});
