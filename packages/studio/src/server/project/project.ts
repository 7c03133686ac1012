import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
  ClassInfo,
  EditsDone,
  FindingKind,
  LabelEdit,
  PictureCounts,
  PictureInfo,
  RunSettings,
  Split,
} from '../../protocol/index.js';
import { notFound, Refusal, readJson, writeJson } from '../base/index.js';
import { type Change, Edits } from './edits.js';
import { HIDDEN, listPictures, type PictureFile } from './files.js';
import { type FoundLabels, findLabels } from './found-labels.js';
import { type Decision, LabelsFile } from './labels-file.js';
import { firstDefaults } from './settings.js';
import { splitOf } from './split.js';

/** What is kept of a project beside labels and edits. */
interface Kept {
  defaults: RunSettings;
  /** Classes without pictures. */
  classes: string[];
}

/** A picture and what is known of it. */
export interface Picture extends PictureFile {
  foundLabel: string | null;
  label: string | null;
  removed: boolean;
  width?: number;
  height?: number;
}

const MOST_CHARACTERS = 200;

/** A folder of pictures, their labels, and the edits to them. */
export class Project {
  readonly name: string;
  defaults: RunSettings = firstDefaults;
  /** Whether a person has chosen them. */
  #areChosen = false;
  readonly #labels: LabelsFile;
  readonly #edits: Edits;
  readonly #labelRegex: string | undefined;
  #found: FoundLabels = { labelled: 'none', labelRegex: null, labelOf: () => null };
  #pictures = new Map<string, Picture>();
  #classes = new Set<string>();
  #split: Map<string, Split> | undefined;
  /** Edits are made one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    /** The folder's real path. */
    readonly folder: string,
    labelRegex: string | undefined,
  ) {
    this.name = basename(folder);
    this.#labelRegex = labelRegex;
    this.#labels = new LabelsFile(join(folder, 'labels.csv'));
    this.#edits = new Edits(this.keeps('edits.jsonl'));
  }

  /** @throws Error where the folder may not be read, or its labels.csv is no table of labels */
  static async open(folder: string, options: { labelRegex?: string } = {}): Promise<Project> {
    const project = new Project(await realpath(folder), options.labelRegex);
    const kept = await readJson<Partial<Kept>>(project.keeps('project.json'));
    project.defaults = { ...firstDefaults, ...kept?.defaults };
    project.#areChosen = kept?.defaults !== undefined;
    project.#classes = new Set(kept?.classes);
    await project.#labels.read();
    const last = await project.#edits.read();
    await project.scan();
    if (last.length > 0) await project.#apply(last);
    return project;
  }

  /** A file of the studio's own. */
  keeps(...names: string[]): string {
    return join(this.folder, HIDDEN, ...names);
  }

  get labelled(): FoundLabels['labelled'] {
    return this.#found.labelled;
  }
  get labelRegex(): string | null {
    return this.#found.labelRegex;
  }
  get undoable(): number {
    return this.#edits.undoable;
  }
  get redoable(): number {
    return this.#edits.redoable;
  }
  get pictures(): Iterable<Picture> {
    return this.#pictures.values();
  }

  /** Looks for pictures anew. */
  async scan(): Promise<void> {
    const files = await listPictures(this.folder);
    // What labels are found by stays once it was found: it does not change with a file that comes.
    if (this.#pictures.size === 0) this.#found = findLabels(files, this.#labelRegex);
    const before = this.#pictures;
    this.#pictures = new Map(
      files.map((file) => {
        const foundLabel = this.#found.labelOf(file);
        const { label, removed } = this.#labels.get(file.path) ?? { label: foundLabel, removed: false };
        const { width, height, version } = before.get(file.id) ?? {};
        const size = version === file.version && width && height ? { width, height } : {};
        return [file.id, { ...file, ...size, foundLabel, label, removed }];
      }),
    );
    this.#split = undefined;
  }

  /** @throws Refusal where there is none */
  picture(id: string): Picture {
    const found = this.#pictures.get(id);
    if (found) return found;
    throw notFound(`picture ${JSON.stringify(id.slice(0, 40))} in this folder`);
  }

  find(id: string): Picture | undefined {
    return this.#pictures.get(id);
  }

  /** What the page is told of a picture. */
  info(picture: Picture, findings?: readonly FindingKind[]): PictureInfo {
    const { id, path, name, label, foundLabel, removed, version, bytes, width, height } = picture;
    return {
      id,
      path,
      name,
      label,
      foundLabel,
      changed: removed || label !== foundLabel,
      removed,
      split: this.split.get(id) ?? null,
      version,
      bytes,
      ...(width !== undefined && height !== undefined && { width, height }),
      ...(findings && findings.length > 0 && { findings: [...findings] }),
    };
  }

  /** The part of the data that each labelled picture is in, by the default settings. */
  get split(): ReadonlyMap<string, Split> {
    this.#split ??= this.splitFor(this.defaults);
    return this.#split;
  }

  splitFor(settings: Pick<RunSettings, 'seed' | 'validPct'>): Map<string, Split> {
    return splitOf(this.labelledPictures(), settings);
  }

  /** What can be trained with. */
  labelledPictures(): (Picture & { label: string })[] {
    return [...this.#pictures.values()].filter(
      (picture): picture is Picture & { label: string } => picture.label !== null && !picture.removed,
    );
  }

  get classes(): ClassInfo[] {
    const classes = new Map([...this.#classes].map((name) => [name, { name, count: 0, valid: 0 }]));
    const { split } = this;
    for (const { id, label } of this.labelledPictures()) {
      const one = classes.get(label) ?? { name: label, count: 0, valid: 0 };
      classes.set(label, one);
      one.count += 1;
      if (split.get(id) === 'valid') one.valid += 1;
    }
    return [...classes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get counts(): PictureCounts {
    const counts = { pictures: 0, labelled: 0, unlabelled: 0, removed: 0, changed: 0 };
    for (const { label, foundLabel, removed } of this.#pictures.values()) {
      if (removed || label !== foundLabel) counts.changed += 1;
      if (removed) counts.removed += 1;
      else counts.pictures += 1;
      if (!removed && label !== null) counts.labelled += 1;
      if (!removed && label === null) counts.unlabelled += 1;
    }
    return counts;
  }

  /** Where labels and edits stand. */
  get standing(): EditsDone {
    return this.#done([]);
  }

  /** Changes labels, or sets pictures aside: one edit, which can be taken back. */
  edit(edits: readonly LabelEdit[]): Promise<EditsDone> {
    return this.#alone(async () => {
      const changes = new Map<string, Change>();
      for (const { ids, label, removed } of edits) {
        if (typeof label === 'string') checkClassName(label);
        for (const id of ids) {
          const picture = this.picture(id);
          const before = changes.get(id);
          const now = before?.to ?? decisionOf(picture);
          const to = { label: label === undefined ? now.label : label, removed: removed ?? now.removed };
          changes.set(id, { path: picture.path, from: before?.from ?? decisionOf(picture), to });
        }
      }
      const real = [...changes.values()].filter(({ from, to }) => !isSame(from, to));
      if (real.length === 0) return this.#done([]);
      await this.#edits.add(real);
      return this.#done(await this.#apply(real));
    });
  }

  undo(): Promise<EditsDone> {
    return this.#alone(async () => this.#done(await this.#apply(await this.#edits.undo())));
  }

  redo(): Promise<EditsDone> {
    return this.#alone(async () => this.#done(await this.#apply(await this.#edits.redo())));
  }

  /** A class that has no pictures yet. */
  addClass(name: string): Promise<EditsDone> {
    return this.#alone(async () => {
      checkClassName(name);
      this.#classes.add(name);
      await this.#keep();
      return this.#done([]);
    });
  }

  /** Forgets a class; one that has pictures stays. */
  removeClass(name: string): Promise<EditsDone> {
    return this.#alone(async () => {
      const count = this.classes.find((one) => one.name === name)?.count;
      if (count === undefined) throw notFound(`class '${name}'`);
      if (count > 0) throw new Refusal(409, `'${name}' has ${count} pictures: give them another label first`);
      this.#classes.delete(name);
      await this.#keep();
      return this.#done([]);
    });
  }

  /** Gives all pictures of a class another label. */
  async renameClass(name: string, to: string): Promise<EditsDone> {
    checkClassName(to);
    if (!this.classes.some((one) => one.name === name)) throw notFound(`class '${name}'`);
    const ids = [...this.pictures].filter(({ label }) => label === name).map(({ id }) => id);
    if (this.#classes.delete(name)) {
      this.#classes.add(to);
      await this.#keep();
    }
    return this.edit([{ ids, label: to }]);
  }

  /** Where 16 bits are faster they are the default. */
  machineIs({ fp16 }: { fp16: boolean }): void {
    if (!this.#areChosen) this.defaults = { ...this.defaults, fp16 };
  }

  async setDefaults(defaults: RunSettings): Promise<void> {
    this.defaults = { ...defaults, name: '' };
    this.#areChosen = true;
    this.#split = undefined;
    await this.#keep();
  }

  /** Files were moved: labels and edits go by their new paths. Pictures are looked for anew. */
  moved(paths: ReadonlyMap<string, string>): Promise<void> {
    return this.#alone(async () => {
      await this.#edits.moved(paths);
      for (const [from, to] of paths) this.#labels.rename(from, to);
      await this.#labels.write();
      await this.scan();
    });
  }

  async #apply(changes: readonly Change[]): Promise<Picture[]> {
    const touched: Picture[] = [];
    const byPath = new Map([...this.#pictures.values()].map((picture) => [picture.path, picture]));
    for (const { path, to } of changes) {
      const picture = byPath.get(path);
      const isFound = picture !== undefined && !to.removed && to.label === picture.foundLabel;
      this.#labels.set(path, to, isFound);
      if (!picture) continue;
      Object.assign(picture, to);
      touched.push(picture);
    }
    if (changes.length > 0) await this.#labels.write();
    this.#split = undefined;
    return touched;
  }

  #done(changed: readonly Picture[]): EditsDone {
    const { undoable: undo, redoable: redo, classes, counts } = this;
    return { undo, redo, classes, counts, changed: changed.map((picture) => this.info(picture)) };
  }

  #keep(): Promise<void> {
    const kept: Kept = { defaults: this.defaults, classes: [...this.#classes] };
    return writeJson(this.keeps('project.json'), kept);
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }
}

const decisionOf = ({ label, removed }: Picture): Decision => ({ label, removed });
const isSame = (a: Decision, b: Decision): boolean => a.label === b.label && a.removed === b.removed;

function checkClassName(name: string): void {
  if (name.trim() !== name || name === '')
    throw new Refusal(400, 'the name of a class is a text without blanks at its ends');
  if (name.length > MOST_CHARACTERS)
    throw new Refusal(400, `the name of a class has at most ${MOST_CHARACTERS} characters`);
  if (hasControls(name)) throw new Refusal(400, 'the name of a class is one line of text');
}

const hasControls = (text: string): boolean =>
  [...text].some((character) => character < ' ' || character === '\x7f');
