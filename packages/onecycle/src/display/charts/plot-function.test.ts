import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { plotFunction } from './plot-function.js';

const values = (figure: ReturnType<typeof plotFunction>) =>
  [...JSON.stringify(figure.spec()).matchAll(/"x":(-?[\d.e-]+),"y":(-?[\d.e-]+|null)/g)].map((match) => [
    Number(match[1]),
    match[2] === 'null' ? null : Number(match[2]),
  ]);

test('draws a function of a tensor', () => {
  const points = values(plotFunction(torch.sigmoid, { min: -4, max: 4 }));
  expect(points[0]?.[0]).toBe(-4);
  expect(points.at(-1)?.[0]).toBe(4);
  expect(points[100]?.[1]).toBeCloseTo(0.5, 6);
  expect(points.at(-1)?.[1]).toBeCloseTo(1 / (1 + Math.exp(-4)), 5);
});

test('draws a function of a number, broken where it is not finite', () => {
  const points = values(
    plotFunction(Math.log, { min: 0, max: 4, tx: 'x', ty: 'log(x)', title: 'Logarithm' }),
  );
  expect(points[0]).toEqual([0, null]);
  expect(points.at(-1)?.[1]).toBeCloseTo(Math.log(4), 6);
});

test('refuses a range without extent and what is no function of a number', () => {
  expect(() => plotFunction(Math.sin, { min: 1, max: 1 })).toThrow('finite min < max');
  const fails = (): number => {
    throw new Error('no such curve');
  };
  expect(() => plotFunction(fails)).toThrow('no such curve');
});
