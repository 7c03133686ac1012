import type { Direction } from './selection.js';

/** What a key asks for, in a grid of pictures. */
export type Command =
  | { kind: 'move'; direction: Direction; extend: boolean }
  | { kind: 'open' | 'toggle' | 'all' | 'clear' | 'setAside' | 'undo' | 'redo' | 'search' | 'help' }
  /** The class with this number, from 0. */
  | { kind: 'class'; number: number }
  /** A class's name begins. */
  | { kind: 'type'; text: string };

/** What is read of a KeyboardEvent. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const directions: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'home',
  End: 'end',
};

/** Undo and redo hold everywhere in the page. */
export function editCommand({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): 'undo' | 'redo' | null {
  if ((!ctrlKey && !metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : null;
}

/** The command that a key is for, null where it is the browser's own. */
export function commandOf(pressed: Key): Command | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = pressed;
  const edit = editCommand(pressed);
  if (edit) return { kind: edit };
  const direction = directions[key];
  if (direction && !altKey) return { kind: 'move', direction, extend: shiftKey };
  if (ctrlKey || metaKey || altKey) {
    if (key === ' ' && ctrlKey) return { kind: 'toggle' };
    return key.toLowerCase() === 'a' && !altKey ? { kind: 'all' } : null;
  }
  if (key === 'Enter' || key === ' ') return { kind: 'open' };
  if (key === 'Escape') return { kind: 'clear' };
  if (key === 'Delete' || key === 'Backspace') return { kind: 'setAside' };
  if (key === '/') return { kind: 'search' };
  if (key === '?') return { kind: 'help' };
  if (/^[1-9]$/.test(key)) return { kind: 'class', number: Number(key) - 1 };
  return /^\p{L}$/u.test(key) ? { kind: 'type', text: key } : null;
}
