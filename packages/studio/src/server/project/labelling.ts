import { copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Project as ProjectInfo, Split } from '../../protocol/index.js';
import type { Change } from './edits.js';
import type { PictureFile } from './files.js';
import { type FoundLabels, findLabels, folderOfClass } from './found-labels.js';
import { type Decision, LabelsFile, PictureNames } from './labels-file.js';
import { partFolders, partOf } from './parts.js';
import type { LabelledPicture, Picture } from './picture.js';
import { splitOf } from './split.js';

/**
 * What the pictures of a folder are, by folders, names and tables: the label that was found for each, what was decided about it, and the part of
 * the data that it is in.
 */
export class Labelling {
  readonly #table: LabelsFile;
  /** The table of labels that came with the pictures, as it was before the first edit; empty where there was none. */
  readonly #foundTable: LabelsFile;
  #found: FoundLabels = { labelled: 'none', labelRegex: null, labelOf: () => null };
  #isEmpty = true;
  #parts: ReadonlyMap<string, Split> = new Map();

  /**
   * @param table a path: there decisions are kept
   * @param foundTable there a table that came with the pictures is kept as it was
   */
  constructor(
    private readonly table: string,
    private readonly foundTable: string,
    private readonly wantedRegex: string | undefined,
  ) {
    this.#table = new LabelsFile(table);
    this.#foundTable = new LabelsFile(foundTable);
  }

  get labelRegex(): string | null {
    return this.#found.labelRegex;
  }

  /** Where most labels are from. */
  labelled(pictures: readonly Picture[]): ProjectInfo['labelled'] {
    const inTable = pictures.filter(({ path }) => this.#inTable(path)).length;
    return inTable > pictures.length / 2 ? 'table' : this.#found.labelled;
  }

  get splitBy(): ProjectInfo['splitBy'] {
    if ([this.#table, this.#foundTable].some((table) => table.hasParts)) return 'table';
    return this.#parts.size > 0 ? 'folders' : 'seed';
  }

  /** Looks at folders, names and tables anew. */
  async read(files: readonly PictureFile[]): Promise<void> {
    await this.readTables(files);
    this.#parts = partFolders(files.map(({ path }) => path));
    // What labels are found by stays once it was found: it does not change with a file that comes.
    if (this.#isEmpty) this.#found = findLabels(files, this.#parts, this.wantedRegex);
    this.#isEmpty = files.length === 0;
  }

  /** Reads the tables, which another program may have written. Gives whether the labels are others. */
  async readTables(files: readonly PictureFile[]): Promise<boolean> {
    const names = new PictureNames(files.map(({ path }) => path));
    const [isOther] = [await this.#table.read(names), await this.#foundTable.read(names)];
    return isOther;
  }

  /** Whether nobody else has written the table. */
  isAsItWas(): Promise<boolean> {
    return this.#table.isAsItWas();
  }

  /** The label that was found for a file, and what holds now. */
  of(file: Pick<PictureFile, 'path' | 'name'>): Decision & { foundLabel: string | null } {
    const inTable = this.#inTable(file.path);
    const foundLabel = inTable ? inTable.label : this.#found.labelOf(file);
    return { foundLabel, ...(this.#table.get(file.path) ?? { label: foundLabel, removed: false }) };
  }

  /** Keeps decisions. @param pictureAt by its path */
  async decide(changes: readonly Change[], pictureAt: ReadonlyMap<string, Picture>): Promise<void> {
    if (this.#table.isForeign) {
      await mkdir(dirname(this.foundTable), { recursive: true });
      await copyFile(this.table, this.foundTable);
    }
    for (const { path, to } of changes) {
      const picture = pictureAt.get(path);
      const isFound = picture !== undefined && !to.removed && to.label === picture.foundLabel;
      this.#table.set(path, to, isFound && this.#inTable(path) === undefined);
    }
    await this.#table.write();
    await this.readTables([...pictureAt.values()]);
  }

  /** Files were moved: their rows go by the new paths. */
  async moved(paths: ReadonlyMap<string, string>): Promise<void> {
    for (const [from, to] of paths) {
      this.#table.rename(from, to);
      this.#foundTable.rename(from, to);
    }
    await this.#table.write();
    if (!this.#foundTable.isEmpty) await this.#foundTable.write();
  }

  /** The part of the data that each picture is in: by what came with them; without that by chance. */
  split(
    pictures: readonly LabelledPicture[],
    settings: { seed: number; validPct: number },
  ): Map<string, Split> {
    if (this.splitBy === 'seed') return splitOf(pictures, settings);
    return new Map(
      pictures.map(({ id, path }) => [
        id,
        this.#table.part(path) ?? this.#foundTable.part(path) ?? partOf(path, this.#parts) ?? 'train',
      ]),
    );
  }

  /** The folder that a picture belongs into by a label. */
  folderFor({ path }: Picture, label: string): string {
    return folderOfClass(path, label, this.#found.labelled, this.#parts);
  }

  /** What a table that came with the pictures says of one. */
  #inTable(path: string): Decision | undefined {
    return (this.#table.isForeign ? this.#table : this.#foundTable).get(path);
  }
}
