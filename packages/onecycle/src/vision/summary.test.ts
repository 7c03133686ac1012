import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  CollateError,
  categoryBlock,
  DataBlock,
  L,
  Path,
  randomSplitter,
  regexLabeller,
  type TransformLike,
  usingAttr,
} from '../data/index.js';
import { reference } from '../testing/reference.js';
import { temporaryFolder } from '../testing/temporary.js';
import { augTransforms } from './augment/index.js';
import { imageBlock } from './blocks/index.js';
import { resize } from './resize/index.js';

interface Reference {
  files: string[];
  split_seed: number;
  bs: number;
  resize: number;
  batch_size_px: number;
  n_items: number;
  split_sizes: number[];
  train_files_in_order: string[];
  vocab: string[];
  sections: { section: string; example?: { picture?: string; label?: string; label_id?: number } }[];
  working: {
    headings_in_order: string[];
    batch_shapes: number[][];
    item_shapes: number[][];
    labels_of_the_batch: number[];
  };
  without_resize: {
    headings_in_order: string[];
    failing_member: number;
    shapes_of_all_members: number[][];
    expected_shapes: number[][];
    error: { type_named: string; first: [number, number[]]; differs: [number, number[]]; n_lines: number };
  };
}

const ref = reference<Reference>('summary');
const images = await temporaryFolder();
beforeAll(drawPictures);
const size = (shape: readonly number[] = []) => `TensorImage of size ${shape.join('x')}`;

/** Pictures under the reference's names; those of the first batch have the sizes of the photographs. */
async function drawPictures(): Promise<void> {
  const shapes = ref.without_resize.shapes_of_all_members;
  const order = ref.train_files_in_order;
  for (const file of ref.files) {
    const [, height = 375, width = 500] = shapes[order.indexOf(file)] ?? [];
    const picture = sharp({ create: { width, height, channels: 3, background: 'olive' } });
    await picture.jpeg().toFile(`${images}/${file}`);
  }
}

/** Up to twenty labels are printed, padded to one width; more of them by their number. */
function labelsInWords(labels: readonly number[]): string {
  if (labels.length > 20) return `TensorCategory of size ${labels.length}`;
  const width = Math.max(...labels.map((label) => String(label).length));
  return `TensorCategory([${labels.map((label) => String(label).padStart(width)).join(', ')}])`;
}

/** What `summary` prints for a block with these transforms, and the error that it ends with. */
async function summary(tfms: { itemTfms?: TransformLike; batchTfms?: TransformLike }, one: Reference) {
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: (files: readonly string[]) => files.map((file) => new Path(images, file)),
    splitter: randomSplitter({ seed: one.split_seed }),
    getY: usingAttr(regexLabeller(/(.+)_\d+.jpg$/), 'name'),
    ...tfms,
  });
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const error = await block.summary(one.files, { bs: one.bs, print }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { text: lines.join('\n'), error };
}

/** The texts stand in `whole` one after the other. */
function expectInOrder(whole: string, texts: readonly string[]) {
  let from = 0;
  for (const text of texts) {
    const at = whole.indexOf(text, from);
    expect(at, `'${text}' after position ${from} of\n${whole}`).toBeGreaterThanOrEqual(0);
    from = at + text.length;
  }
}

describe("the chapter's summary", () => {
  test('tells of every stage with what it is given and what it makes', async () => {
    const itemTfms = resize(ref.resize);
    const batchTfms = augTransforms({ size: ref.batch_size_px, minScale: 0.75 });
    const { text, error } = await summary({ itemTfms, batchTfms }, ref);
    const sample = ref.sections.find(({ section }) => section === 'one sample')?.example;
    const [width] = sample?.picture?.split(' ') ?? [];
    const picture = `PilImage mode=RGB size=${width}`;
    const label = `TensorCategory(${sample?.label_id})`;
    expect(error).toBe(undefined);
    expectInOrder(text, ref.working.headings_in_order);
    expectInOrder(text, [
      'Setting-up type transforms pipelines',
      'Collecting items from',
      `Found ${ref.n_items} items`,
      `2 datasets of sizes ${ref.split_sizes.join(',')}`,
      `Setting up Pipeline: usingAttr`,
      `vocab: ${ref.vocab.length > 10 ? L.from(ref.vocab) : JSON.stringify(ref.vocab)}`,
      'Building one sample',
      `starting from\n      ${images}/${ref.train_files_in_order[0]}`,
      `applying PilImage.create gives\n      ${picture}`,
      `applying usingAttr gives\n      ${sample?.label}`,
      `applying Categorize gives\n      ${label}`,
      `Final sample: (${picture}, ${label})`,
      'Building one batch',
      `applying Resize gives\n      (PilImage mode=RGB size=${ref.resize}x${ref.resize}, ${label})`,
      `applying ToTensor gives\n      (${size(ref.working.item_shapes[0])}, ${label})`,
      `Adding the next ${ref.bs - 1} samples`,
      'No before_batch transform to apply',
      'Collating items in a batch',
      'Applying batch_tfms to the batch built',
    ]);
    const labels = labelsInWords(ref.working.labels_of_the_batch);
    const [start, ...steps] = ref.working.batch_shapes;
    const names = ['IntToFloatTensor', 'Flip', 'RandomResizedCropGPU', 'Brightness'];
    expectInOrder(text, [
      `starting from\n      (${size(start)}, ${labels})`,
      ...steps.map((shape, i) => `applying ${names[i]} gives\n      (${size(shape)}, ${labels})`),
    ]);
  });

  test('without a resize it says what does not fit together, and throws the error again', async () => {
    const one = ref.without_resize;
    const { text, error } = await summary({}, ref);
    expectInOrder(text, one.headings_in_order);
    const shapes = one.shapes_of_all_members.map((shape) => `[${shape.join(', ')}]`).join(', ');
    expectInOrder(text, [
      `Could not collate the ${one.failing_member}-th members`,
      shapes,
      'itemTfms: resize(460)',
    ]);
    expect(text).not.toContain('Applying batch_tfms');
    expect(error).toBeInstanceOf(CollateError);
    if (!(error instanceof CollateError)) return;
    expect([error.member, error.type]).toEqual([one.failing_member, one.error.type_named]);
    expect(error.shapes).toEqual(one.expected_shapes);
    expect(error.message.split('\n')).toHaveLength(one.error.n_lines);
    for (const [index, shape] of [one.error.first, one.error.differs]) {
      expect(error.message).toContain(`item ${index} has shape [${shape.join(', ')}]`);
    }
  });
});
