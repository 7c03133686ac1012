/** The classes behind `\w`, `\d`, `\s` and their opposites. */
const sets = (word: string, digit: string, space: string) => ({
  w: `[${word}]`,
  W: `[^${word}]`,
  d: `[${digit}]`,
  D: `[^${digit}]`,
  s: `[${space}]`,
  S: `[^${space}]`,
});
type Sets = ReturnType<typeof sets>;

const unicode = sets('\\p{L}\\p{N}_', '\\p{Nd}', '\\p{White_Space}\\x1c-\\x1f');
const ascii = sets('A-Za-z0-9_', '0-9', ' \\t-\\r');

/** What the flags change of a pattern's meaning; `i` is the RegExp's own. */
interface Flags {
  sets: Sets;
  multiline: boolean;
  dotAll: boolean;
}

/** A character by its code, an octal number or a group's, or any escaped character. */
const escaped = String.raw`\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|0[0-7]{0,2}|[1-3][0-7]{2}|[1-9]\d?|.)`;

/** What needs a translation; anything else is the same in both languages. */
const token = new RegExp(
  [
    escaped,
    String.raw`\[\^?\]?(?:\\.|[^\]\\])*\]`,
    String.raw`\(\?P<`,
    String.raw`\(\?P=\w+\)`,
    String.raw`\(\?#[^)]*\)`,
    // Conditions, and flags within the pattern.
    String.raw`\(\?(?:\(|[a-zA-Z\-]+[:)])`,
    String.raw`\{\d*,?\d*\}`,
    String.raw`[.^$\[\]{}]`,
  ].join('|'),
  'gsu',
);

/** A member of a character class, or a range of them. */
const member = new RegExp(`(${escaped}|.)(?:-(${escaped}|.))?`, 'gsu');

const controls = new Map(Object.entries({ a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }));

/**
 * A Python pattern as a RegExp that finds the same: named groups `(?P<name>…)`, flags at the start as in `(?i)`, `\A` and
 * `\Z`, `$` also before a newline that ends the text, `\w`, `\d`, `\s` and `\b` for the letters, digits and spaces of all
 * scripts. One difference remains: `\1` matches the empty text where its group took no part. Source: Python's `re`.
 *
 * Throws an Error that names the pattern where Python would not take it, or where no RegExp does the same: verbose
 * patterns, flags within the pattern, conditions.
 */
export function pythonRegExp(pattern: string): RegExp {
  const [start = ''] = /^(?:\(\?[aimsu]+\))*/u.exec(pattern) ?? [];
  const has = (flag: string) => start.includes(flag);
  const flags = { sets: has('a') ? ascii : unicode, multiline: has('m'), dotAll: has('s') };
  try {
    const source = pattern.slice(start.length).replace(token, (text) => translated(text, flags));
    return new RegExp(source, has('i') ? 'isv' : 'sv');
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`the pattern '${pattern}' cannot be used; a text is a pattern of Python's: ${reason}`, {
      cause: error,
    });
  }
}

function translated(text: string, flags: Flags): string {
  if (text.startsWith('\\')) return escapeSequence(text.slice(1), flags.sets);
  if (text.startsWith('[') && text.length > 1) return characterClass(text, flags.sets);
  if (text === '(?P<') return '(?<';
  if (text.startsWith('(?P=')) return `\\k<${text.slice(4, -1)}>`;
  if (text.startsWith('(?#')) return '';
  if (text.startsWith('(')) throw new Error(`there is no ${text} in a RegExp`);
  if (text === '[') throw new Error('a [ has no ]');
  // With the flag s, as here, a RegExp's own . is any character.
  if (text === '.') return flags.dotAll ? '.' : '[^\\n]';
  // JavaScript knows more line ends than \n, so that its multiline mode is not used.
  if (text === '^') return flags.multiline ? '(?<![^\\n])' : '^';
  if (text === '$') return flags.multiline ? '(?![^\\n])' : '(?=\\n?$)';
  if (text.startsWith('{,')) return `{0${text.slice(1)}`;
  // Brackets that open or close nothing stand for themselves.
  return /^\{\d/u.test(text) ? text : [...text].map(literal).join('');
}

/** What stands behind a backslash, outside of character classes. */
function escapeSequence(name: string, known: Sets): string {
  const { w } = known;
  if (name === 'b') return `(?:(?<=${w})(?!${w})|(?<!${w})(?=${w}))`;
  if (name === 'B') return `(?:(?<=${w})(?=${w})|(?<!${w})(?!${w}))`;
  if (name === 'A') return '^';
  if (name === 'Z') return '$';
  // In a group of its own: a digit that follows is not part of the number.
  if (/^[1-9]\d?$/u.test(name)) return `(?:\\${name})`;
  return setOrCharacter(name, known);
}

function characterClass(text: string, known: Sets): string {
  const one = (part: string): string => {
    if (!part.startsWith('\\')) return literal(part);
    return part === '\\b' ? '\\x08' : setOrCharacter(part.slice(1), known);
  };
  const open = text.startsWith('[^') ? '[^' : '[';
  const members = text
    .slice(open.length, -1)
    .replace(member, (_, from: string, to?: string) =>
      to === undefined ? one(from) : `${one(from)}-${one(to)}`,
    );
  return `${open}${members}]`;
}

const isSet = (name: string, known: Sets): name is keyof Sets => Object.hasOwn(known, name);

function setOrCharacter(name: string, known: Sets): string {
  if (isSet(name, known)) return known[name];
  const control = controls.get(name);
  if (control !== undefined) return literal(String.fromCodePoint(control));
  if (/^[xuU]./u.test(name)) return literal(String.fromCodePoint(Number.parseInt(name.slice(1), 16)));
  if (/^[0-7]+$/u.test(name)) return literal(String.fromCodePoint(Number.parseInt(name, 8)));
  if (/^[a-zA-Z\d]/u.test(name)) throw new Error(`there is no \\${name} in them`);
  return literal(name);
}

/** By its number, as which characters need a backslash differs within classes. */
const literal = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;
