import { copyFile, mkdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type {
  ClassInfo,
  EditsDone,
  FindingKind,
  LabelEdit,
  PictureCounts,
  PictureInfo,
  Project as ProjectInfo,
  RunSettings,
  Split,
} from '../../protocol/index.js';
import { notFound, Refusal, readJson, writeJson } from '../base/index.js';
import { type Change, type Edit, Edits } from './edits.js';
import { HIDDEN, listPictures, type PictureFile } from './files.js';
import { type FoundLabels, findLabels, folderOfClass } from './found-labels.js';
import { type Decision, LabelsFile, PictureNames } from './labels-file.js';
import { partFolders, partOf } from './parts.js';
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

/** What a look at the folder found: pictures that are new, or of which something is another, and those that are gone. */
export interface Scanned {
  changed: readonly Picture[];
  gone: readonly string[];
}

const TABLE = 'labels.csv';
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
  /** The table of labels that came with the pictures, as it was before the first edit; empty where there was none. */
  readonly #foundTable: LabelsFile;
  #parts: ReadonlyMap<string, Split> = new Map();
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
    this.#labels = new LabelsFile(join(folder, TABLE));
    this.#foundTable = new LabelsFile(this.keeps('labels-found.csv'));
    this.#edits = new Edits(this.keeps('edits.jsonl'));
  }

  /** @throws Error where the folder may not be read, or its labels.csv is no table of labels */
  static async open(folder: string, options: { labelRegex?: string } = {}): Promise<Project> {
    const project = new Project(await realpath(folder), options.labelRegex);
    await project.#checkOwn();
    const kept = await readJson<Partial<Kept>>(project.keeps('project.json'));
    project.defaults = { ...firstDefaults, ...kept?.defaults };
    project.#areChosen = kept?.defaults !== undefined;
    project.#classes = new Set(kept?.classes);
    const last = await project.#edits.read();
    await project.#scan();
    if (last.changes.length > 0 || last.added.length > 0 || last.dropped.length > 0)
      await project.#apply(last);
    return project;
  }

  /** What is kept is kept here: a folder that came from elsewhere may bring a link in its place. */
  async #checkOwn(): Promise<void> {
    for (const name of ['', 'thumbs', 'runs', 'trash']) {
      const path = this.keeps(name);
      const real = await realpath(path).catch(() => path);
      if (real !== path)
        throw new Error(
          `${path} is a link to ${real}: the studio keeps its files there, so remove the link first`,
        );
    }
  }

  /** A file of the studio's own. */
  keeps(...names: string[]): string {
    return join(this.folder, HIDDEN, ...names);
  }

  get labelled(): ProjectInfo['labelled'] {
    return this.#comesFromTable ? 'table' : this.#found.labelled;
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

  /** Whether pictures came with a table that says what most of them are. */
  get #comesFromTable(): boolean {
    const all = [...this.#pictures.values()];
    return all.length > 0 && all.filter(({ path }) => this.#inTable(path)).length > all.length / 2;
  }

  /** What a table that came with the pictures says of one. */
  #inTable(path: string): Decision | undefined {
    return (this.#labels.isForeign ? this.#labels : this.#foundTable).get(path);
  }

  /** Looks for pictures anew, and at the table of labels, which another program may have written. */
  scan(): Promise<Scanned> {
    return this.#alone(() => this.#scan());
  }

  /** Whether nobody else has written the table of labels. */
  isTableAsItWas(): Promise<boolean> {
    return this.#alone(() => this.#labels.isAsItWas());
  }

  async #scan(): Promise<Scanned> {
    const files = await listPictures(this.folder);
    await this.#readTables(files);
    const before = this.#pictures;
    this.#parts = partFolders(files.map(({ path }) => path));
    // What labels are found by stays once it was found: it does not change with a file that comes.
    if (before.size === 0) this.#found = findLabels(files, this.#parts, this.#labelRegex);
    this.#pictures = new Map(
      files.map((file) => {
        const { width, height, version } = before.get(file.id) ?? {};
        const size = version === file.version && width && height ? { width, height } : {};
        return [file.id, { ...file, ...size, ...this.#said(file) }];
      }),
    );
    this.#split = undefined;
    const isOther = (picture: Picture): boolean => {
      const then = before.get(picture.id);
      return then?.version !== picture.version || !isSame(then, picture);
    };
    return {
      changed: [...this.#pictures.values()].filter(isOther),
      gone: [...before.keys()].filter((id) => !this.#pictures.has(id)),
    };
  }

  async #readTables(files: readonly PictureFile[]): Promise<boolean> {
    const names = new PictureNames(files.map(({ path }) => path));
    const [isOther] = [await this.#labels.read(names), await this.#foundTable.read(names)];
    return isOther;
  }

  /** The label that was found for a file, and what holds now. */
  #said(file: Pick<PictureFile, 'path' | 'name'>): Decision & { foundLabel: string | null } {
    const inTable = this.#inTable(file.path);
    const foundLabel = inTable ? inTable.label : this.#found.labelOf(file);
    return { foundLabel, ...(this.#labels.get(file.path) ?? { label: foundLabel, removed: false }) };
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

  get splitBy(): ProjectInfo['splitBy'] {
    if ([this.#labels, this.#foundTable].some((table) => table.hasParts)) return 'table';
    return this.#parts.size > 0 ? 'folders' : 'seed';
  }

  /** By what came with the pictures; without that by chance. */
  splitFor(settings: Pick<RunSettings, 'seed' | 'validPct'>): Map<string, Split> {
    const pictures = this.labelledPictures();
    if (this.splitBy === 'seed') return splitOf(pictures, settings);
    return new Map(
      pictures.map(({ id, path }) => [
        id,
        this.#labels.part(path) ?? this.#foundTable.part(path) ?? partOf(path, this.#parts) ?? 'train',
      ]),
    );
  }

  /** The folder that a picture belongs into by a label. */
  folderFor({ path }: Picture, label: string): string {
    return folderOfClass(path, label, this.#found.labelled, this.#parts);
  }

  /** What can be trained with. */
  labelledPictures(): (Picture & { label: string })[] {
    return [...this.#pictures.values()].filter(
      (picture): picture is Picture & { label: string } => picture.label !== null && !picture.removed,
    );
  }

  get classes(): ClassInfo[] {
    const classes = new Map([...this.#classes].map((name) => [name, { name, count: 0, valid: 0, test: 0 }]));
    const { split } = this;
    for (const { id, label } of this.labelledPictures()) {
      const one = classes.get(label) ?? { name: label, count: 0, valid: 0, test: 0 };
      classes.set(label, one);
      one.count += 1;
      const part = split.get(id);
      if (part === 'valid' || part === 'test') one[part] += 1;
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
      return this.#make({ changes: real, added: this.#emptied(real), dropped: [] });
    });
  }

  /** Classes that lose their last picture: they stay, until somebody removes them, so that keys and names are where they were. */
  #emptied(changes: readonly Change[]): string[] {
    const counts = new Map(this.classes.map(({ name, count }) => [name, count]));
    for (const { from, to } of changes) {
      if (from.label !== null && !from.removed) counts.set(from.label, (counts.get(from.label) ?? 0) - 1);
      if (to.label !== null && !to.removed) counts.set(to.label, (counts.get(to.label) ?? 0) + 1);
    }
    return [...counts].flatMap(([name, count]) => (count === 0 && !this.#classes.has(name) ? [name] : []));
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
      if (this.classes.some((one) => one.name === name)) return this.#done([]);
      return this.#make({ changes: [], added: [name], dropped: [] });
    });
  }

  /** Forgets a class; one that has pictures stays. */
  removeClass(name: string): Promise<EditsDone> {
    return this.#alone(async () => {
      const count = this.#counted(name);
      if (count > 0) throw new Refusal(409, `'${name}' has ${count} pictures: give them another label first`);
      return this.#make({ changes: [], added: [], dropped: [name] });
    });
  }

  /** Gives all pictures of a class another label. */
  renameClass(name: string, to: string): Promise<EditsDone> {
    return this.#alone(async () => {
      checkClassName(to);
      this.#counted(name);
      const changes = [...this.pictures]
        .filter(({ label }) => label === name)
        .map((picture): Change => {
          const from = decisionOf(picture);
          return { path: picture.path, from, to: { ...from, label: to } };
        });
      const [isEmpty, isNew] = [this.#classes.has(name), !this.classes.some((one) => one.name === to)];
      return this.#make({ changes, added: isEmpty && isNew ? [to] : [], dropped: isEmpty ? [name] : [] });
    });
  }

  /** How many pictures a class has. @throws Refusal where there is no such class */
  #counted(name: string): number {
    const found = this.classes.find((one) => one.name === name);
    if (!found) throw notFound(`class '${name}'`);
    return found.count;
  }

  async #make(edit: Edit): Promise<EditsDone> {
    await this.#edits.add(edit);
    return this.#done(await this.#apply(edit));
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
      for (const [from, to] of paths) {
        this.#labels.rename(from, to);
        this.#foundTable.rename(from, to);
      }
      await this.#writeTables();
      await this.#scan();
    });
  }

  async #apply({ changes, added, dropped }: Edit): Promise<Picture[]> {
    const touched = new Set<Picture>();
    const byPath = new Map([...this.#pictures.values()].map((picture) => [picture.path, picture]));
    if (changes.length > 0) {
      // Another program may have written the table: what it says of other pictures stays.
      if (await this.#readTables([...byPath.values()]))
        for (const picture of byPath.values()) {
          const said = this.#said(picture);
          if (!isSame(said, picture)) touched.add(Object.assign(picture, said));
        }
      if (this.#labels.isForeign) await copyFile(join(this.folder, TABLE), await this.#foundTablePlace());
      for (const { path, to } of changes) {
        const picture = byPath.get(path);
        const isFound = picture !== undefined && !to.removed && to.label === picture.foundLabel;
        this.#labels.set(path, to, isFound && this.#inTable(path) === undefined);
        if (picture) touched.add(Object.assign(picture, to));
      }
      await this.#labels.write();
      await this.#readTables([...byPath.values()]);
    }
    for (const name of added) this.#classes.add(name);
    for (const name of dropped) this.#classes.delete(name);
    if (added.length > 0 || dropped.length > 0) await this.#keep();
    this.#split = undefined;
    return [...touched];
  }

  async #foundTablePlace(): Promise<string> {
    await mkdir(this.keeps(), { recursive: true });
    return this.keeps('labels-found.csv');
  }

  async #writeTables(): Promise<void> {
    await this.#labels.write();
    if (!this.#foundTable.isEmpty) await this.#foundTable.write();
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
