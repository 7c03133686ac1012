import { expect, it } from 'vitest';
import { commandOf } from './keys.js';

const key = (
  name: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => commandOf({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

it.each([
  [key('ArrowDown'), { kind: 'move', direction: 'down', extend: false }],
  [key('End', { shiftKey: true }), { kind: 'move', direction: 'end', extend: true }],
  [key('3'), { kind: 'class', number: 2 }],
  [key('0'), null],
  [key('p'), { kind: 'type', text: 'p' }],
  [key('Ä', { shiftKey: true }), { kind: 'type', text: 'Ä' }],
  [key(' '), { kind: 'open' }],
  [key(' ', { ctrlKey: true }), { kind: 'toggle' }],
  [key('Enter'), { kind: 'open' }],
  [key('Delete'), { kind: 'setAside' }],
  [key('Escape'), { kind: 'clear' }],
  [key('a', { ctrlKey: true }), { kind: 'all' }],
  [key('a', { metaKey: true }), { kind: 'all' }],
  [key('z', { ctrlKey: true }), { kind: 'undo' }],
  [key('Z', { ctrlKey: true, shiftKey: true }), { kind: 'redo' }],
  [key('y', { ctrlKey: true }), { kind: 'redo' }],
  [key('z', { metaKey: true }), { kind: 'undo' }],
  [key('/'), { kind: 'search' }],
  [key('?', { shiftKey: true }), { kind: 'help' }],
  // The browser's own.
  [key('r', { ctrlKey: true }), null],
  [key('ArrowLeft', { altKey: true }), null],
  [key('F5'), null],
  [key('Tab'), null],
])('%j', (asked, expected) => {
  expect(asked).toEqual(expected);
});
