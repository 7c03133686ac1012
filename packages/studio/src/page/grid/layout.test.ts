import { describe, expect, it } from 'vitest';
import { boxOf, cellsIn, cellsTouching, layoutGrid, scrollFor } from './layout.js';

const measures = { width: 524, count: 10_000, size: 100, caption: 20, gap: 10, padding: 12 };
const layout = layoutGrid(measures);

describe('the layout of the grid', () => {
  it('fills the width with as many columns as fit', () => {
    expect(layout.columns).toBe(4);
    expect(layout.width).toBe(117);
    expect(4 * layout.width + 3 * layout.gap + 2 * layout.padding).toBeLessThanOrEqual(524);
    expect(layout.total).toBe(2 * 12 + 2500 * 137 + 2499 * 10);
  });

  it('has two columns where it is narrow, and no height where it is empty', () => {
    expect(layoutGrid({ ...measures, width: 150 }).columns).toBe(2);
    expect(layoutGrid({ ...measures, count: 0 }).total).toBe(0);
    expect(layoutGrid({ ...measures, width: 0 }).width).toBe(1);
  });

  it('makes the rows in sight and some around them, never more', () => {
    expect(cellsIn(layout, 0, 600, 2)).toEqual({ from: 0, to: 28 });
    const middle = cellsIn(layout, 147 * 1000, 600, 2);
    expect(middle.from).toBe((999 - 2) * 4);
    expect(middle.to - middle.from).toBeLessThanOrEqual(4 * (Math.ceil(600 / 147) + 6));
    expect(cellsIn(layout, layout.total, 600, 2).to).toBe(10_000);
    // Every cell that is in sight is among them.
    for (const top of [0, 5, 13, 146, 147, 9999.5]) {
      const { from, to } = cellsIn(layout, top, 600, 0);
      for (let i = 0; i < 10_000; i += 4) {
        const { y, height } = boxOf(layout, i);
        if (y < top + 600 && y + height > top) expect(i >= from && i < to).toBe(true);
      }
    }
  });

  it('finds what a rectangle touches, whichever way it was drawn', () => {
    const box = boxOf(layout, 5);
    expect(cellsTouching(layout, { x: box.x + 5, y: box.y + 5, width: 1, height: 1 })).toEqual([5]);
    const whole = { x: box.x + 10, y: box.y + 10, width: 130, height: 140 };
    expect(cellsTouching(layout, whole)).toEqual([5, 6, 9, 10]);
    const back = { x: whole.x + whole.width, y: whole.y + whole.height, width: -130, height: -140 };
    expect(cellsTouching(layout, back)).toEqual([5, 6, 9, 10]);
    // Between two cells there is none.
    expect(cellsTouching(layout, { x: box.x + layout.width + 2, y: box.y, width: 4, height: 4 })).toEqual([]);
    expect(
      cellsTouching(layoutGrid({ ...measures, count: 6 }), { x: 0, y: 0, width: 999, height: 999 }),
    ).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('scrolls as little as it takes', () => {
    expect(scrollFor(layout, 0, 0, 600)).toBe(0);
    expect(scrollFor(layout, 400, 0, 600)).toBe(12 + 100 * 147 + 137 + 12 - 600);
    expect(scrollFor(layout, 4, 5000, 600)).toBe(147);
    expect(scrollFor(layout, 10, 200, 600)).toBe(200);
  });
});
