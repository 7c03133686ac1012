import { describe, expect, it } from 'vitest';
import { band, keepShown, moveTo, nothing, press, step } from './selection.js';

const order = [...'abcdefghij'];
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('');

describe('the selection', () => {
  it('follows presses, with Ctrl and with Shift', () => {
    const one = press(nothing, order, 'c');
    expect(ids(one)).toBe('c');
    const two = press(one, order, 'f', { toggle: true });
    expect(ids(two)).toBe('cf');
    expect(ids(press(two, order, 'f', { toggle: true }))).toBe('c');
    expect(ids(press(two, order, 'h', { extend: true }))).toBe('fgh');
    expect(ids(press(two, order, 'h', { extend: true, toggle: true }))).toBe('cfgh');
    // Back over the anchor: the range turns round it.
    const range = press(press(one, order, 'f', { extend: true }), order, 'a', { extend: true });
    expect(ids(range)).toBe('abc');
    expect(ids(press(nothing, order, 'b', { extend: true }))).toBe('b');
  });

  it('follows the keyboard', () => {
    const at = press(nothing, order, 'b');
    expect(ids(moveTo(at, order, 4, false))).toBe('e');
    const far = moveTo(at, order, 4, true);
    expect(ids(far)).toBe('bcde');
    expect(far.focus).toBe('e');
    expect(ids(moveTo(far, order, 2, true))).toBe('bc');
    expect(moveTo(at, order, 99, false)).toBe(at);
  });

  it('steps through rows, and stays in the grid', () => {
    const grid = { count: 10, columns: 4, rows: 2 };
    expect(step(0, 'left', grid)).toBe(0);
    expect(step(3, 'right', grid)).toBe(4);
    expect(step(9, 'right', grid)).toBe(9);
    expect(step(1, 'up', grid)).toBe(1);
    expect(step(5, 'up', grid)).toBe(1);
    expect(step(2, 'down', grid)).toBe(6);
    // The last row is shorter.
    expect(step(7, 'down', grid)).toBe(9);
    expect(step(9, 'down', grid)).toBe(9);
    expect(step(2, 'pageDown', grid)).toBe(6);
    expect(step(6, 'pageUp', grid)).toBe(2);
    expect(step(5, 'home', grid)).toBe(0);
    expect(step(5, 'end', grid)).toBe(9);
  });

  it('is what a rectangle touches, besides what was chosen before', () => {
    expect(ids(band(new Set(['a']), ['d', 'e']))).toBe('ade');
    expect(ids(band(new Set(), []))).toBe('');
  });

  it('goes on to the next picture where its own is not shown any more', () => {
    const chosen = press(press(nothing, order, 'c'), order, 'd', { extend: true });
    const left = order.filter((id) => id !== 'c' && id !== 'd');
    const now = keepShown(chosen, order, left);
    expect(ids(now)).toBe('');
    expect(now.focus).toBe('e');
    expect(keepShown(press(nothing, order, 'j'), order, order.slice(0, 9)).focus).toBe('i');
    expect(keepShown(press(nothing, order, 'a'), order, []).focus).toBeNull();
    const still = keepShown(chosen, order, order.slice(0, 8));
    expect(ids(still)).toBe('cd');
  });
});
