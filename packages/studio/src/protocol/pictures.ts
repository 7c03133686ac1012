import type { FindingKind } from './finding-kind.js';

/** Of a picture: made of its path below the folder, and the same as long as that is. */
export type PictureId = string;

export interface PictureCounts {
  /** All, without those that are set aside. */
  pictures: number;
  labelled: number;
  unlabelled: number;
  /** Set aside: not trained with. */
  removed: number;
  /** With another label than was found, or set aside. */
  changed: number;
}

export interface ClassInfo {
  name: string;
  /** Pictures with this label, without those that are set aside. */
  count: number;
  /** How many of them are validated with, and how many are kept for a test. */
  valid: number;
  test: number;
}

/** `test`: neither trained nor validated with, but judged by in the end; only folders or a table say so. */
export type Split = 'train' | 'valid' | 'test';

export interface PictureInfo {
  id: PictureId;
  /** Below the folder, with `/` between. */
  path: string;
  name: string;
  label: string | null;
  /** What the folder or the file name says. */
  foundLabel: string | null;
  /** Whether the label is another than was found, or the picture is set aside. */
  changed: boolean;
  removed: boolean;
  /** The part that training with the default settings would put it in; null without a label. */
  split: Split | null;
  /** Of the file's content: goes into the addresses of its pictures. */
  version: string;
  bytes: number;
  /** Known once it was looked at. */
  width?: number;
  height?: number;
  /** What the doctor found about it, without doubts. */
  findings?: FindingKind[];
}

/** In the address of `GET /api/pictures`. */
export interface PicturesQuery {
  class?: string;
  split?: Split;
  /** Only those about which the doctor found this; `any` for all findings. */
  finding?: FindingKind | 'any';
  unlabelled?: '1';
  changed?: '1';
  /** Those that are set aside; without it they are left out. */
  removed?: '1';
  /** A part of the path or of the label. */
  q?: string;
  /** Default `name`. `-name` turns the order round, and so on. */
  sort?: 'name' | 'label' | 'size' | 'changed' | '-name' | '-label' | '-size' | '-changed';
  /** Default 0. */
  offset?: number;
  /** Default 200, at most 20,000. */
  limit?: number;
  /** Names of the fields that are wanted, `id,version,label`; default all. */
  fields?: string;
}

export interface PicturePage {
  total: number;
  offset: number;
  items: PictureInfo[];
}

/** What is left out stays as it is. */
export interface LabelEdit {
  ids: PictureId[];
  /** null: without a label. A name that is no class yet makes one. */
  label?: string | null;
  removed?: boolean;
}

export type ClassRequest = { add: string } | { rename: string; to: string } | { remove: string };

export interface EditsDone {
  /** How many edits can be taken back now, and done again. */
  undo: number;
  redo: number;
  changed: PictureInfo[];
  classes: ClassInfo[];
  counts: PictureCounts;
}

/** `apply`: files go into the folders of their classes, set aside ones into `_removed/`; `takeBack`: the last such move is taken back. */
export type MovesRequest = { do: 'apply' | 'takeBack'; dryRun?: boolean };

export interface MovesDone {
  /** Each path before and after, at most 200 of them. */
  moves: { from: string; to: string }[];
  count: number;
  /** What was left where it is, and why. */
  skipped: { path: string; reason: string }[];
}
