import { compile } from 'vega-lite';
import { expect, it } from 'vitest';
import { curveSpec } from './curve-spec.js';

it('is a chart that Vega-Lite takes', () => {
  const chart = { y: 'loss', format: '~g', runs: ['a', 'b'], epochs: 5 };
  const { spec: vega } = compile(curveSpec({ ...chart, kinds: ['training', 'validation'] }));
  expect(vega.data?.some(({ name }) => name === 'curve')).toBe(true);
  expect(vega.legends).toHaveLength(2);
  const one = compile(curveSpec({ ...chart, runs: ['a'], kinds: ['validation'] }));
  expect(one.spec.legends).toBeUndefined();
});
