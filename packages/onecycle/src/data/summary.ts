import { Tensor } from '@onecycle/torch';
import { describeItem } from './items/index.js';
import type { DataLoaders, Datasets } from './loading/index.js';
import { briefly, CollateError, collate, toDevice } from './loading/index.js';
import { Rng } from './random/index.js';
import { type MaybePromise, Pipeline } from './transforms/index.js';

/** Options of {@link DataBlock.summary}. */
export interface SummaryOptions {
  /** Items in the batch that is built. Default 4. */
  bs?: number;
  /** Where lines go. Default: `console.log`. */
  print?: (line: string) => void;
}

type Print = (line: string) => void;

/** Makes one batch step by step and tells of each step. fastai: `DataBlock.summary`. */
export async function summarize(
  makeDatasets: (log: Print) => Promise<Datasets>,
  makeLoaders: (dsets: Datasets, bs: number) => Promise<DataLoaders<unknown>>,
  { bs = 4, print = console.log }: SummaryOptions,
): Promise<void> {
  print('Setting-up type transforms pipelines');
  const dsets = await makeDatasets(print);
  for (const pipeline of dsets.pipelines) print(`Setting up ${pipeline}`);

  print('\nBuilding one sample');
  const { train } = dsets;
  const sample: unknown[] = [];
  for (const pipeline of train.pipelines)
    sample.push(await stepByStep(pipeline, train.item(0), encodeOne, print));
  print(`\nFinal sample: ${inWords(sample)}\n`);

  const dls = await makeLoaders(dsets, bs);
  const { afterItem, beforeBatch, afterBatch } = dls.train;
  for (const [name, pipeline] of Object.entries({ afterItem, beforeBatch, afterBatch })) {
    print(`Setting up ${name}: ${pipeline}`);
  }

  print('\nBuilding one batch');
  const samples = await transformedSamples(train, afterItem, bs, print);
  const changed = await beforeBatching(samples, beforeBatch, print);
  const batch = collated(changed, print);
  if (afterBatch.length === 0) print('\nNo batch_tfms to apply');
  else {
    print('\nApplying batch_tfms to the batch built');
    await stepByStep(afterBatch, toDevice(batch, dls.device), encodeMembers, print);
  }
}

type Encode<T> = (pipeline: Pipeline, x: T) => MaybePromise<T>;
const context = { rng: new Rng(0), splitIdx: 0 } as const;
const encodeOne: Encode<unknown> = (pipeline, x) => pipeline.encode(x, context);
const encodeMembers: Encode<readonly unknown[]> = (pipeline, x) => pipeline.encodeTuple(x, context);

/** Applies one transform after the other and prints what each gives. */
async function stepByStep<T>(pipeline: Pipeline, start: T, encode: Encode<T>, print: Print): Promise<T> {
  print(`  ${pipeline}\n    starting from\n      ${inWords(start)}`);
  let x = start;
  for (const [i, t] of pipeline.transforms.entries()) {
    if (!Pipeline.runs(t, context.splitIdx)) continue;
    try {
      x = await encode(new Pipeline(t, { firstStream: pipeline.firstStream + i }), x);
    } catch (error) {
      print(`    applying ${t.name} failed.`);
      throw error;
    }
    print(`    applying ${t.name} gives\n      ${inWords(x)}`);
  }
  return x;
}

async function transformedSamples(train: Datasets, afterItem: Pipeline, bs: number, print: Print) {
  const first = await train.get(0);
  const samples: (readonly unknown[])[] = [];
  if (afterItem.length === 0) {
    print('No item_tfms to apply');
    samples.push(first);
  } else {
    print('Applying item_tfms to the first sample:');
    samples.push(await stepByStep(afterItem, first, encodeMembers, print));
    print(`\nAdding the next ${Math.min(bs, train.length) - 1} samples`);
  }
  for (let i = 1; i < Math.min(bs, train.length); i++) {
    samples.push(await afterItem.encodeTuple(await train.get(i), context));
  }
  return samples;
}

async function beforeBatching(samples: (readonly unknown[])[], beforeBatch: Pipeline, print: Print) {
  if (beforeBatch.length === 0) {
    print('\nNo before_batch transform to apply');
    return samples;
  }
  print('\nApplying before_batch to the list of samples');
  const changed = await stepByStep<unknown>(beforeBatch, samples, encodeOne, print);
  return Array.isArray(changed) ? changed : samples;
}

function collated(samples: readonly (readonly unknown[])[], print: Print): unknown[] {
  print('\nCollating items in a batch');
  try {
    return collate(samples);
  } catch (error) {
    print("Error! It's not possible to collate your items in a batch");
    if (error instanceof CollateError) {
      print(
        `Could not collate the ${error.member}-th members of your tuples because got the following shapes\n` +
          error.shapes.map((shape) => `[${shape.join(', ')}]`).join(', '),
      );
      print(
        `Give every ${error.type} the same size by an item transform, itemTfms: resize(460) for instance`,
      );
    } else print(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** A value in a few words, as the chapter prints it. */
function inWords(value: unknown): string {
  if (value instanceof Tensor) return briefly(value);
  if (Array.isArray(value)) return `(${value.map(inWords).join(', ')})`;
  const hasText =
    typeof value !== 'object' || (value !== null && value.toString !== Object.prototype.toString);
  return hasText ? String(value) : describeItem(value);
}
