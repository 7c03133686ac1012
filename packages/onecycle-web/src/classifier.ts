import { describeModel, type ModelDescription } from './model-file.js';
import { openPicture, type Picture } from './picture.js';
import { type Preparation, preparationOf, prepared } from './preparation/index.js';
import { bytesFrom, type Model, type Source, startModel } from './runtime.js';

/** A class and how probable it is, 0 … 1. */
export interface Rating<Label extends string = string> {
  label: Label;
  probability: number;
}

/** What a classifier says of a picture. */
export interface Classification<Label extends string = string> {
  /** The most probable class. */
  label: Label;
  probability: number;
  /** By class name. */
  probabilities: Readonly<Record<Label, number>>;
  /** All classes, the most probable first. */
  ranking: readonly Rating<Label>[];
  /** Of a classifier of several labels: those that the picture has. Otherwise the most probable class alone. */
  labels: readonly Label[];
}

/** Options of {@link loadClassifier}. */
export interface ClassifierOptions {
  /**
   * ONNX Runtime's `ort-wasm-simd-threaded.wasm`. By default it is looked for beside the script, where bundlers put it.
   */
  wasm?: Source | undefined;
}

/**
 * Loads a classifier that `onecycle export pets.onecycle --onnx pets.onnx` wrote.
 *
 * ```ts
 * const classifier = await loadClassifier('/pets.onnx');
 * const { label, probability } = await classifier.classify(file);
 * ```
 *
 * @typeParam Label its class names: `onecycle export pets.onecycle --types pets.d.ts` writes them as a type
 * @param model its address, or its bytes
 * @throws Error where it cannot be had, is no classifier of onecycle's, or prepares pictures as a page cannot
 */
export async function loadClassifier<Label extends string = string>(
  model: Source,
  { wasm }: ClassifierOptions = {},
): Promise<Classifier<Label>> {
  const bytes = await bytesFrom(model, 'the model');
  const description = describeModel(bytes);
  // Before the long work: pictures that cannot be prepared are no reason to load ONNX Runtime.
  const preparation = preparationOf(description.transforms);
  return new Classifier<Label>(description, preparation, await startModel(bytes, wasm));
}

/** A classifier in a page: see {@link loadClassifier}. */
export class Classifier<Label extends string = string> {
  /** Its class names. */
  readonly labels: readonly Label[];
  /** Whether a picture has one label, or any number of them. */
  readonly task: 'single-label' | 'multi-label';
  /** The network. */
  readonly architecture: string;
  readonly #model: Model;
  readonly #description: ModelDescription;
  readonly #preparation: Preparation;

  /** @internal */
  constructor(description: ModelDescription, preparation: Preparation, model: Model) {
    this.#description = description;
    this.#preparation = preparation;
    this.#model = model;
    // Whoever names a type has it from the exporter.
    this.labels = description.classes as readonly string[] as readonly Label[];
    this.task = description.task;
    this.architecture = description.architecture;
  }

  /**
   * Says what a picture shows. It is turned upright, and resized and cropped as validation did; several calls are answered in
   * turn. The page stands still while the network computes, some tenths of a second for a small one.
   *
   * @throws Error that says what is wrong with a file
   */
  async classify(picture: Picture): Promise<Classification<Label>> {
    const { layout, height, width, task, threshold } = this.#description;
    const open = await openPicture(picture, this.#preparation.background);
    let pixels: Uint8ClampedArray;
    try {
      pixels = prepared(open, this.#preparation);
    } finally {
      open.close();
    }
    if (pixels.length !== 3 * height * width)
      throw new Error(
        `the picture becomes ${pixels.length} numbers, and the model takes ${width} × ${height} pixels of three`,
      );
    const output = await (layout === 'nhwc'
      ? this.#model.run(new Uint8Array(pixels), [1, height, width, 3])
      : this.#model.run(planesOf(pixels), [1, 3, height, width]));
    const ratings = this.labels.map((label, i) => ({ label, probability: output[i] ?? Number.NaN }));
    const ranking = ratings.toSorted((a, b) => b.probability - a.probability);
    const [best] = ranking;
    if (!best || output.length !== ratings.length)
      throw new Error(`the model gives ${output.length} numbers for ${ratings.length} classes`);
    const isMulti = task === 'multi-label';
    return {
      ...best,
      probabilities: Object.fromEntries(
        ratings.map(({ label, probability }) => [label, probability]),
      ) as Record<Label, number>,
      ranking,
      labels: isMulti
        ? ranking.filter(({ probability }) => probability > threshold).map(({ label }) => label)
        : [best.label],
    };
  }

  /** Frees the model's memory. */
  async dispose(): Promise<void> {
    await this.#model.release();
  }
}

/** A plane for each colour. */
function planesOf(pixels: Uint8ClampedArray): Uint8Array {
  const count = pixels.length / 3;
  const planes = new Uint8Array(pixels.length);
  for (let i = 0; i < count; i++) for (let c = 0; c < 3; c++) planes[c * count + i] = pixels[3 * i + c] ?? 0;
  return planes;
}
