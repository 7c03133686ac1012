import { readFile, stat } from 'node:fs/promises';
import type { PredictionsFile } from '../../messages.js';
import type {
  ConfusionResult,
  Neighbour,
  NextPicture,
  PicturePrediction,
  RunReport,
} from '../../protocol/index.js';
import { notFound, Refusal, readJson } from '../base/index.js';
import type { Project } from '../project/index.js';
import { mostTelling, nearest } from './likeness.js';
import type { RunFolder } from './run-folder.js';

/** What a run's model says of pictures, as it was written down. */
interface Said extends PredictionsFile {
  /** [rows, classes] and [rows, width]. */
  probs: Float32Array;
  features: Float32Array;
  /** Rows by picture. */
  places: Map<string, number>;
}

const NOT_YET = 'this run has no model yet: it is there when training is over';

/** What there is to understand of a run, from what was written when it was trained. */
export class Results {
  readonly #project: Project;
  /** Of one run: the one that is looked at. */
  #kept: { key: string; said: Said } | undefined;

  constructor(project: Project) {
    this.#project = project;
  }

  async report(folder: RunFolder): Promise<RunReport> {
    const report = await readJson<Omit<RunReport, 'test'>>(folder.file('report.json'));
    if (!report) throw new Refusal(409, NOT_YET);
    // They may be written at this moment.
    const said = await this.#said(folder).catch(() => undefined);
    return { ...report, test: said ? this.#tested(said) : null };
  }

  #tested(said: Said): RunReport['test'] {
    const { split } = this.#project;
    const answers = said.rows.flatMap(({ id }, row) => {
      const label = split.get(id) === 'test' ? this.#project.find(id)?.label : undefined;
      return label == null ? [] : [said.vocab[best(said, row)] === label];
    });
    if (answers.length === 0) return null;
    return {
      errorRate: answers.filter((isRight) => !isRight).length / answers.length,
      items: answers.length,
    };
  }

  /** Of the validation pictures. */
  async confusion(folder: RunFolder): Promise<ConfusionResult> {
    const said = await this.#said(folder);
    const { vocab, rows } = said;
    const matrix = vocab.map(() => vocab.map(() => 0));
    const cells: ConfusionResult['cells'] = {};
    for (const [row, { id, label, valid }] of rows.entries()) {
      const actual = valid && label !== null ? vocab.indexOf(label) : -1;
      const counts = matrix[actual];
      if (!counts) continue;
      const predicted = best(said, row);
      counts[predicted] = (counts[predicted] ?? 0) + 1;
      const cell = `${actual},${predicted}`;
      cells[cell] = [...(cells[cell] ?? []), id];
    }
    return { vocab, matrix, cells };
  }

  /** The validation pictures that are taken for something else than they are labelled, those with the largest losses first. */
  async mistakes(folder: RunFolder, k: number): Promise<PicturePrediction[]> {
    const all = await this.predictions(folder);
    const wrong = all.filter(({ label, prediction }) => label !== null && label !== prediction);
    return wrong.sort((a, b) => (b.loss ?? 0) - (a.loss ?? 0)).slice(0, k);
  }

  /** Of the pictures that are asked for; without that of the validation pictures. */
  async predictions(folder: RunFolder, ids?: readonly string[]): Promise<PicturePrediction[]> {
    const said = await this.#said(folder);
    const rows = ids
      ? ids.map((id) => said.places.get(id)).filter((row) => row !== undefined)
      : said.rows.flatMap(({ valid }, row) => (valid ? [row] : []));
    return rows.map((row) => this.#prediction(said, row));
  }

  async neighbours(folder: RunFolder, id: string, k: number): Promise<Neighbour[]> {
    const said = await this.#said(folder);
    const row = said.places.get(id);
    if (row === undefined) throw notSeen();
    const isThere = (other: number) => this.#project.find(said.rows[other]?.id ?? '') !== undefined;
    return nearest(said.features, said.width, row, k, isThere).map(({ row: other, similarity }) => {
      const neighbour = said.rows[other]?.id ?? '';
      return { id: neighbour, label: this.#project.find(neighbour)?.label ?? null, similarity };
    });
  }

  /** Pictures without a label that are best labelled next: those of which the model is least sure, and unlike each other. */
  async next(folder: RunFolder, n: number): Promise<NextPicture[]> {
    const said = await this.#said(folder);
    const open = said.rows.flatMap(({ id }, row) => {
      const picture = this.#project.find(id);
      return picture && picture.label === null && !picture.removed
        ? [{ id, row, margin: marginOf(said, row) }]
        : [];
    });
    return mostTelling(open, said.features, said.width, n).map(({ id, row, margin }) => {
      const predicted = best(said, row);
      return {
        id,
        prediction: said.vocab[predicted] ?? '',
        probability: rowOf(said, row)[predicted] ?? 0,
        margin,
      };
    });
  }

  #prediction(said: Said, row: number): PicturePrediction {
    const { id, label } = said.rows[row] ?? { id: '', label: null };
    const probabilities = Array.from(rowOf(said, row));
    const predicted = best(said, row);
    const own = label === null ? undefined : probabilities[said.vocab.indexOf(label)];
    return {
      id,
      label,
      labelNow: this.#project.find(id)?.label ?? null,
      prediction: said.vocab[predicted] ?? '',
      probability: probabilities[predicted] ?? 0,
      loss: own === undefined ? null : -Math.log(Math.max(own, 1e-12)),
      probabilities,
    };
  }

  async #said(folder: RunFolder): Promise<Said> {
    const file = folder.file('predictions.json');
    const stats = await stat(file).catch(() => undefined);
    if (!stats) throw new Refusal(409, NOT_YET);
    const key = `${file} ${stats.mtimeMs} ${stats.size}`;
    if (this.#kept?.key === key) return this.#kept.said;
    const written = await readJson<PredictionsFile>(file);
    const [probs, features] = await Promise.all(
      ['probs.f32', 'features.f32'].map((name) => numbersIn(folder.file(name))),
    );
    const count = written?.rows.length ?? 0;
    // The three are written one after the other: between two of them they do not belong together.
    if (
      !written ||
      !probs ||
      !features ||
      probs.length !== count * written.vocab.length ||
      features.length !== count * written.width
    )
      throw new Refusal(409, 'the model is being looked into: ask again in a moment');
    const said = {
      ...written,
      probs,
      features,
      places: new Map(written.rows.map(({ id }, row) => [id, row])),
    };
    this.#kept = { key, said };
    return said;
  }
}

const notSeen = (): Refusal =>
  new Refusal(404, 'this run has not looked at that picture (yet): it does when training is over');

async function numbersIn(file: string): Promise<Float32Array> {
  const bytes = await readFile(file).catch(() => {
    throw notFound('such result of this run any more');
  });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

const rowOf = ({ probs, vocab }: Said, row: number): Float32Array =>
  probs.subarray(row * vocab.length, (row + 1) * vocab.length);

/** The most probable class. */
function best(said: Said, row: number): number {
  const probs = rowOf(said, row);
  return probs.reduce((most, p, i) => (p > (probs[most] ?? 0) ? i : most), 0);
}

/** How far the most probable class is ahead of the next. */
function marginOf(said: Said, row: number): number {
  const [first = 0, second = 0] = Array.from(rowOf(said, row)).sort((a, b) => b - a);
  return first - second;
}
