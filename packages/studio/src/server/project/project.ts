import { realpath, stat } from 'node:fs/promises';
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
import { changesBy, checkClassName, emptiedBy, renaming } from './changes.js';
import { type Edit, Edits } from './edits.js';
import { HIDDEN, listPictures } from './files.js';
import { Labelling } from './labelling.js';
import {
  classesOf,
  countsOf,
  infoOf,
  isLabelled,
  isSame,
  type LabelledPicture,
  type Picture,
} from './picture.js';
import { firstDefaults } from './settings.js';

/** What is kept of a project beside labels and edits. */
interface Kept {
  defaults: RunSettings;
  /** Classes without pictures. */
  classes: string[];
}

/** What a look at the folder found: pictures that are new, or of which something is another, and those that are gone. */
export interface Scanned {
  changed: readonly Picture[];
  gone: readonly string[];
}

/** A folder of pictures, their labels, and the edits to them. */
export class Project {
  readonly name: string;
  defaults: RunSettings = firstDefaults;
  /** Whether a person has chosen them. */
  #areChosen = false;
  readonly #labelling: Labelling;
  readonly #edits: Edits;
  #pictures = new Map<string, Picture>();
  /** Classes that are there without pictures, too. */
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
    this.#labelling = new Labelling(join(folder, 'labels.csv'), this.keeps('labels-found.csv'), labelRegex);
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

  /** @throws Refusal where the folder was removed, or its drive was */
  async checkIsThere(): Promise<void> {
    const found = await stat(this.folder).catch(() => undefined);
    if (!found?.isDirectory())
      throw new Refusal(
        409,
        `the folder ${this.folder} is not there any more: bring it back, or end the studio`,
      );
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
    return this.#labelling.labelled([...this.pictures]);
  }
  get labelRegex(): string | null {
    return this.#labelling.labelRegex;
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

  /** Looks for pictures anew, and at the table of labels, which another program may have written. */
  scan(): Promise<Scanned> {
    return this.#alone(() => this.#scan());
  }

  /** Whether nobody else has written the table of labels. */
  isTableAsItWas(): Promise<boolean> {
    return this.#alone(() => this.#labelling.isAsItWas());
  }

  async #scan(): Promise<Scanned> {
    const files = await listPictures(this.folder);
    await this.#labelling.read(files);
    const before = this.#pictures;
    this.#pictures = new Map(
      files.map((file) => {
        const { width, height, version } = before.get(file.id) ?? {};
        const size = version === file.version && width && height ? { width, height } : {};
        return [file.id, { ...file, ...size, ...this.#labelling.of(file) }];
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
    return infoOf(picture, this.split.get(picture.id) ?? null, findings);
  }

  /** The part of the data that each labelled picture is in, by the default settings. */
  get split(): ReadonlyMap<string, Split> {
    this.#split ??= this.splitFor(this.defaults);
    return this.#split;
  }

  get splitBy(): ProjectInfo['splitBy'] {
    return this.#labelling.splitBy;
  }

  /** By what came with the pictures; without that by chance. */
  splitFor(settings: Pick<RunSettings, 'seed' | 'validPct'>): Map<string, Split> {
    return this.#labelling.split(this.labelledPictures(), settings);
  }

  /** The folder that a picture belongs into by a label. */
  folderFor(picture: Picture, label: string): string {
    return this.#labelling.folderFor(picture, label);
  }

  /** What can be trained with. */
  labelledPictures(): LabelledPicture[] {
    return [...this.pictures].filter(isLabelled);
  }

  get classes(): ClassInfo[] {
    return classesOf(this.labelledPictures(), this.split, this.#classes);
  }

  get counts(): PictureCounts {
    return countsOf(this.pictures);
  }

  /** Where labels and edits stand. */
  get standing(): EditsDone {
    return this.#done([]);
  }

  /** Changes labels, or sets pictures aside: one edit, which can be taken back. */
  edit(edits: readonly LabelEdit[]): Promise<EditsDone> {
    return this.#alone(async () => {
      const changes = changesBy(edits, (id) => this.picture(id));
      if (changes.length === 0) return this.#done([]);
      // A class that loses its last picture stays until somebody removes it, so that keys and names are where they were.
      const added = emptiedBy(changes, this.classes).filter((name) => !this.#classes.has(name));
      return this.#make({ changes, added, dropped: [] });
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
      if (this.classes.some((one) => one.name === name)) return this.#done([]);
      return this.#make({ changes: [], added: [name], dropped: [] });
    });
  }

  /** Forgets a class; one that has pictures stays. */
  removeClass(name: string): Promise<EditsDone> {
    return this.#alone(async () => {
      const count = this.#counted(name);
      if (count > 0)
        throw new Refusal(
          409,
          `'${name}' has ${count === 1 ? 'a picture: give it' : `${count} pictures: give them`} another label first`,
        );
      return this.#make({ changes: [], added: [], dropped: [name] });
    });
  }

  /** Gives all pictures of a class another label. */
  renameClass(name: string, to: string): Promise<EditsDone> {
    return this.#alone(async () => {
      checkClassName(to);
      this.#counted(name);
      const changes = renaming(this.pictures, name, to);
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
      await this.#labelling.moved(paths);
      await this.#scan();
    });
  }

  async #apply({ changes, added, dropped }: Edit): Promise<Picture[]> {
    const touched = new Set<Picture>();
    const byPath = new Map([...this.pictures].map((picture) => [picture.path, picture]));
    if (changes.length > 0) {
      // Another program may have written the table: what it says of other pictures stays.
      if (await this.#labelling.readTables([...byPath.values()]))
        for (const picture of byPath.values()) {
          const said = this.#labelling.of(picture);
          if (!isSame(said, picture)) touched.add(Object.assign(picture, said));
        }
      await this.#labelling.decide(changes, byPath);
      for (const { path, to } of changes) {
        const picture = byPath.get(path);
        if (picture) touched.add(Object.assign(picture, to));
      }
    }
    for (const name of added) this.#classes.add(name);
    for (const name of dropped) this.#classes.delete(name);
    if (added.length > 0 || dropped.length > 0) await this.#keep();
    this.#split = undefined;
    return [...touched];
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
