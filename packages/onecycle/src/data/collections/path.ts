import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { inspect } from 'node:util';
import { checkOptions, is, kindOf, unawaited, wrongKind } from '../../base/index.js';
import { byCodePoint } from './compare.js';
import { globbed } from './glob.js';
import { L } from './list.js';
import { checkNames } from './names.js';
import { notThere } from './not-there.js';

/** What our functions take wherever a file or folder is meant. */
export type PathLike = Path | string;

const onWindows = process.platform === 'win32';

/** Names as folders list them: nothing in them has to be taken apart. */
const isPlainName = (name: string): boolean =>
  name !== '' && name !== '.' && !name.includes('/') && !(onWindows && /[\\:]/.test(name));

/** A path's text as it is kept, and the length of the drive or leading slash: no empty parts, no `.`, no slash at the end. */
function normalize(text: string): { text: string; rootLength: number } {
  if (isPlainName(text)) return { text, rootLength: 0 };
  const slashes = onWindows ? text.replaceAll('\\', '/') : text;
  const root = /^([A-Za-z]:)?\//.exec(slashes)?.[0] ?? '';
  const parts = slashes.slice(root.length).split('/');
  return {
    text: root + parts.filter((part) => part !== '' && part !== '.').join('/'),
    rootLength: root.length,
  };
}

/**
 * A file's or folder's path, after Python's pathlib: `path.join('images').ls()`, `path.parent.name`.
 *
 * All functions of onecycle take a `Path` or a string; elsewhere `String(path)` serves.
 */
export class Path {
  /** Paths below it are shown relative to it (fastai's `Path.BASE_PATH`). */
  static base: Path | undefined;

  // One text and not its parts: data sets hold hundreds of thousands of paths.
  readonly #text: string;
  readonly #rootLength: number;

  constructor(...segments: PathLike[]) {
    let text = '';
    let rootLength = 0;
    for (const segment of segments) {
      if (typeof segment !== 'string' && !(segment instanceof Path))
        throw new TypeError(`a path is a text or a Path, not ${kindOf(segment)}${unawaited(segment)}`);
      const next =
        segment instanceof Path
          ? { text: segment.#text, rootLength: segment.#rootLength }
          : normalize(segment);
      if (next.rootLength > 0) ({ text, rootLength } = next);
      else if (next.text !== '') text = text.length > rootLength ? `${text}/${next.text}` : text + next.text;
    }
    this.#text = text;
    this.#rootLength = rootLength;
  }

  /** Its parts without the root. */
  get #parts(): readonly string[] {
    return this.#text.length === this.#rootLength ? [] : this.#text.slice(this.#rootLength).split('/');
  }

  get #root(): string {
    return this.#text.slice(0, this.#rootLength);
  }

  /** The working directory. */
  static cwd(): Path {
    return new Path(process.cwd());
  }

  /** The user's own folder. */
  static home(): Path {
    return new Path(homedir());
  }

  /** The last part: `pug_12.jpg`; empty for `.` and `/`. */
  get name(): string {
    return this.#text.slice(Math.max(this.#rootLength, this.#text.lastIndexOf('/') + 1));
  }

  /** The last part without its suffix: `pug_12`. */
  get stem(): string {
    return this.suffix === '' ? this.name : this.name.slice(0, -this.suffix.length);
  }

  /** The last part's ending with its dot: `.jpg`; empty where there is none. */
  get suffix(): string {
    const dot = this.name.lastIndexOf('.');
    return dot > 0 && dot < this.name.length - 1 ? this.name.slice(dot) : '';
  }

  /** All endings of the last part: `.tar` and `.gz`. */
  get suffixes(): L<string> {
    const [, ...endings] = this.name.endsWith('.') ? [] : this.name.replace(/^\.+/, '').split('.');
    return L.from(endings, (ending) => `.${ending}`);
  }

  /** The folder that it is in; `.` for a bare name. */
  get parent(): Path {
    return new Path(this.#text.slice(0, Math.max(this.#rootLength, this.#text.lastIndexOf('/'))));
  }

  /** Its parts, the root first. */
  get parts(): L<string> {
    return L.from(this.#root === '' ? this.#parts : [this.#root, ...this.#parts]);
  }

  /** Whether it starts at the root. */
  get isAbsolute(): boolean {
    return this.#root !== '';
  }

  /** This path with more parts; an absolute one replaces it. */
  join(...segments: PathLike[]): Path {
    return new Path(this, ...segments);
  }

  /** Beside it, with another last part. */
  withName(name: string): Path {
    return this.parent.join(name);
  }

  /** With another suffix (`.png`), or without one (empty). */
  withSuffix(suffix: string): Path {
    if (typeof suffix !== 'string') throw wrongKind('withSuffix', "a suffix such as '.png'", suffix);
    return this.withName(this.stem + suffix);
  }

  /** Starting at the root, without `..`. */
  absolute(): Path {
    const parts: string[] = [];
    const whole = Path.cwd().join(this);
    for (const part of whole.#parts) {
      if (part === '..') parts.pop();
      else parts.push(part);
    }
    return new Path(whole.#root + parts.join('/'));
  }

  /** The part of this path below `base`. Throws where it isn't below it. */
  relativeTo(base: PathLike): Path {
    const below = this.#below(new Path(base));
    if (!below) throw new Error(`${this} is not below ${base}`);
    return below;
  }

  #below(base: Path): Path | undefined {
    const isBelow = base.#root === this.#root && base.#parts.every((part, i) => this.#parts[i] === part);
    return isBelow ? new Path(this.#parts.slice(base.#parts.length).join('/')) : undefined;
  }

  /** Whether there is such a file or folder. */
  exists(): boolean {
    return existsSync(this.toString());
  }

  /** Whether it is a file (links are followed). */
  isFile(): boolean {
    return statSync(this.toString(), { throwIfNoEntry: false })?.isFile() ?? false;
  }

  /** Whether it is a folder (links are followed). */
  isDir(): boolean {
    return statSync(this.toString(), { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  /** What is in the folder, sorted; with `exts` (`['.jpg']`) only those endings, with `max` only the first. */
  ls(options: { exts?: readonly string[]; max?: number } = {}): L<Path> {
    checkOptions(options, { exts: is.orNull(is.texts), max: is.limit(0) }, 'ls');
    const { exts, max } = options;
    if (!this.exists()) throw new Error(notThere('folder', this));
    if (!this.isDir()) throw new Error(`${this} is not a folder`);
    const names = readdirSync(this.toString()).sort(byCodePoint);
    checkNames(this.toString(), names);
    const paths = L.from(names, (name) => this.join(name));
    const kept = exts ? paths.filter((path) => exts.includes(path.suffix.toLowerCase())) : paths;
    return kept.slice(0, max);
  }

  /**
   * What in the folder matches a pattern, sorted: `glob('*.jpg')`, `glob('train/[ab]?.png')`. A part `**` stands for the
   * folder and all folders inside. Empty where nothing matches.
   */
  glob(pattern: string): L<Path> {
    if (typeof pattern !== 'string') throw wrongKind('glob', "a pattern such as '**/*.jpg'", pattern);
    const { text, rootLength } = normalize(pattern);
    if (rootLength > 0 || text === '')
      throw new Error(`glob needs a pattern for what is below the folder, not '${pattern}'`);
    return L.from(globbed(this.toString(), text.split('/')), (found) => this.join(...found));
  }

  /** Makes the folder, and those above it, where it does not exist. */
  mkdir(): this {
    mkdirSync(this.toString(), { recursive: true });
    return this;
  }

  /** The file's text. */
  readText(): Promise<string> {
    return readFile(this.toString(), 'utf8');
  }

  /** Writes the file. */
  writeText(text: string): Promise<void> {
    return writeFile(this.toString(), text);
  }

  /** Whether both mean the same, as texts. */
  equals(other: PathLike): boolean {
    return this.toString() === new Path(other).toString();
  }

  toString(): string {
    return this.#text || '.';
  }

  toJSON(): string {
    return this.toString();
  }

  /** `Path('images/pug_12.jpg')`, relative to `Path.base` where it is below it. */
  [inspect.custom](): string {
    const shown = (Path.base && this.#below(Path.base)) ?? this;
    return `Path('${shown}')`;
  }

  [Symbol.for('Deno.customInspect')](): string {
    return this[inspect.custom]();
  }

  [Symbol.for('Jupyter.display')](): Record<string, string> {
    return { 'text/plain': this[inspect.custom]() };
  }
}

/** The check of an option that takes a path. */
export function checkPath(what: string, value: unknown): void {
  if (typeof value !== 'string' && !(value instanceof Path)) throw wrongKind(what, 'a text or a Path', value);
}
