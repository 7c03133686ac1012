import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSafetensors, nn, saveSafetensors, type Tensor, torch } from '@onecycle/torch';
import { afterAll, expect, test, vi } from 'vitest';
import { Categorize, DataLoaders, Datasets, Path, register, revive, Transform } from '../../data/index.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import { Callback, type PredictItem } from '../events/index.js';
import { Learner, loadLearner } from '../learner/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { learnerKey } from './export.js';

interface Reference {
  dataset: { features: ReferenceTensor; labels: string[]; splits: [number[], number[]]; vocab: string[] };
  get_preds: { args: Record<string, boolean | number>; order: string[]; shapes: Record<string, number[]> }[];
  predictions: {
    weight: ReferenceTensor;
    bias: ReferenceTensor;
    probabilities: ReferenceTensor;
    targets: number[];
    validate: number[];
    train_targets_in_order: number[];
  };
  predict: { item: number; label: string; index: number; probabilities: number[] }[];
  export: { vocab: string[]; optimizer_is_none: boolean };
  save: { hyper_keys: string[]; state_keys: string[]; n_opt_states: number };
}
const cases = reference<Reference>('dataloaders');

const path = mkdtempSync(join(tmpdir(), 'learner-files-'));
afterAll(() => rmSync(path, { recursive: true }));

/** Items that are numbers; alone the types take them for a mistake. */
const numbered = (item: unknown) => item as PredictItem;

/** Rows of numbers; an item is a row's number. */
const rows = new Map<number, number[]>();
class Row extends Transform<number, Tensor> {
  override order = 0;
  encodes(i: number): Tensor {
    if (i < 0) throw new Error('unreadable');
    return torch.tensor(rows.get(i) ?? [], { dtype: 'float32' });
  }
}
register('Row', () => new Row());

const labels: string[] = [];
class LabelOf extends Transform<number, string> {
  encodes(i: number): string {
    return labels[i] ?? '?';
  }
}
register('LabelOf', () => new LabelOf());

register('Affine', ({ inputs, outputs }) => new nn.Linear(Number(inputs), Number(outputs)));

/** fastai's little classifier of `dataloaders.json`. */
async function classifier(known: Reference): Promise<Learner<[Tensor, Tensor]>> {
  const { features, splits } = known.dataset;
  const width = features.shape[1] ?? 1;
  for (let i = 0; i < (features.shape[0] ?? 0); i++)
    rows.set(i, numbers(features.data.slice(i * width, (i + 1) * width)));
  labels.splice(0, labels.length, ...known.dataset.labels);
  const dsets = await Datasets.create([...rows.keys()], [[new Row()], [new LabelOf(), new Categorize()]], {
    splits,
  });
  const dls = DataLoaders.fromDsets<[Tensor, Tensor]>(dsets, { bs: 4 });
  const { weight, bias } = known.predictions;
  const [outputs = 0, inputs = 0] = weight.shape;
  const model = new nn.Linear(inputs, outputs);
  model.loadStateDict(
    new Map([
      ['weight', torch.fromTypedArray(Float32Array.from(numbers(weight.data)), weight.shape)],
      ['bias', torch.fromTypedArray(Float32Array.from(numbers(bias.data)), bias.shape)],
    ]),
  );
  const learn = new Learner(dls, model, {
    lossFunc: new CrossEntropyLossFlat(),
    metrics: accuracy,
    progress: false,
    path,
  });
  learn.architecture = { type: 'Affine', inputs, outputs };
  return learn;
}

const camel: Record<string, string> = { targets: 'targs' };
const close = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
};
const valuesOf = (tensor: Tensor): number[] => Array.from(tensor.toTypedArray(), Number);

test('predictions are fastai’s, with everything that can be asked for', async () => {
  const learn = await classifier(cases);
  for (const { args, order, shapes } of cases.get_preds) {
    const result: Record<string, unknown> = await learn.getPreds({
      withInput: args.with_input === true,
      withLoss: args.with_loss === true,
      withDecoded: args.with_decoded === true,
      ...(typeof args.ds_idx === 'number' && { dsIdx: args.ds_idx }),
    });
    for (const name of order) {
      const tensor = result[camel[name] ?? name];
      expect(tensor, `${JSON.stringify(args)}: ${name}`).toHaveProperty('shape', shapes[name]);
    }
  }
  const { preds, targs } = await learn.getPreds();
  close(valuesOf(preds), numbers(cases.predictions.probabilities.data));
  expect(valuesOf(targs)).toEqual(cases.predictions.targets);
  close((await learn.validate()).map(Number), cases.predictions.validate);
  expect(valuesOf((await learn.getPreds({ dsIdx: 0 })).targs)).toEqual(
    cases.predictions.train_targets_in_order,
  );

  const items = cases.dataset.splits[1];
  const unlabelled = await learn.getPreds({ dl: learn.dls.testDl(items) });
  expect(unlabelled.targs).toBeNull();
  close(valuesOf(unlabelled.preds), numbers(cases.predictions.probabilities.data));

  const [x, y] = await learn.dls.valid.oneBatch();
  const own = await learn.getPreds({ dl: [[x, y]] });
  close(valuesOf(own.preds), numbers(cases.predictions.probabilities.data).slice(0, own.preds.numel()));
  expect(valuesOf(own.targs)).toEqual(valuesOf(y));
  expect(x.disposed).toBe(false);
});

test('shuffled data come back in the order of the items', async () => {
  const learn = await classifier(cases);
  const shuffled = learn.dls.valid.new<[Tensor, Tensor]>({ shuffle: true });
  const { preds, targs } = await learn.getPreds({ dl: shuffled });
  close(valuesOf(preds), numbers(cases.predictions.probabilities.data));
  expect(valuesOf(targs)).toEqual(cases.predictions.targets);
});

test('without reorder they come in the order of the loader', async () => {
  const learn = await classifier(cases);
  const dl = learn.dls.valid.new<[Tensor, Tensor]>({ shuffle: true, seed: 3 });
  const { targs } = await learn.getPreds({ dl, reorder: false });
  const drawn = dl.new<[Tensor, Tensor]>();
  expect(valuesOf(targs)).toEqual([...drawn.getIdxs()].map((i) => cases.predictions.targets[i]));
  expect(valuesOf(targs)).not.toEqual(cases.predictions.targets);
});

test('single items and lists are named with fastai’s labels and probabilities', async () => {
  const learn = await classifier(cases);
  const all = await learn.predict(cases.predict.map(({ item }) => item));
  for (const [i, { item, label, index, probabilities }] of cases.predict.entries()) {
    const one = await learn.predict(numbered(item));
    expect(one).toMatchObject({ label, index, item: 0, decoded: label });
    close(one.probs, probabilities);
    expect(all[i]).toEqual({ ...one, item: i });
  }
  expect(await learn.predict([])).toEqual([]);
  learn.dls.loaders.pop();
  expect(learn.dls.loaders).toHaveLength(1);
  expect(await learn.predict(numbered(cases.predict[0]?.item))).toEqual(all[0]);
});

test('of items that cannot be read predictions say which are missing', async () => {
  const strict = await classifier(cases);
  const { dls } = strict;
  const skipping = new DataLoaders(dls.loaders.map((dl) => dl.new<[Tensor, Tensor]>({ onError: 'skip' })));
  const { lossFunc, model } = strict;
  const learn = new Learner(skipping, model, { lossFunc, progress: false, path });
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const items = [0, -1, 1];
  expect((await learn.predict(items)).map(({ item }) => item)).toEqual([0, 2]);
  await expect(learn.predict(numbered(-1))).rejects.toThrow('the item -1 cannot be read: unreadable');
  await expect(strict.predict(items)).rejects.toThrow(/item 1.*unreadable/);
  const dl = skipping.testDl(items).new<[Tensor, Tensor]>({ shuffle: true });
  const { preds } = await learn.getPreds({ dl });
  close(
    valuesOf(preds),
    (await strict.predict([0, 1])).flatMap(({ probs }) => probs),
  );
  warn.mockRestore();
});

test('an exported learner predicts the same, without items and optimizer', async () => {
  const learn = await classifier(cases);
  await learn.fit(1, 0.01);
  const item = cases.predict[0]?.item;
  const before = await learn.predict(numbered(item));
  const file = await learn.export('pets.onecycle');
  expect(String(file)).toBe(join(path, 'pets.onecycle'));

  const loaded = await loadLearner(file);
  expect(await loaded.predict(numbered(item))).toEqual(before);
  expect([...loaded.dls.vocab]).toEqual(cases.export.vocab);
  expect(loaded.dls.train.n).toBe(0);
  expect(loaded.dls.valid.n).toBe(0);
  expect(loaded.lossFunc).toBeInstanceOf(CrossEntropyLossFlat);
  expect(loaded.model.training).toBe(false);
  expect([...(await loadSafetensors(String(file))).tensors.keys()].sort()).toEqual(['bias', 'weight']);
});

test('a model and a loss of one’s own are handed in; without them the error says so', async () => {
  const learn = await classifier(cases);
  learn.architecture = null;
  learn.lossFunc = (pred) => pred.sum();
  const file = await learn.export('own.onecycle');
  await expect(loadLearner(file)).rejects.toThrow(/weights of a Linear.*loadLearner\(file, \{ model/);
  const [outputs = 0, inputs = 0] = cases.predictions.weight.shape;
  const loaded = await loadLearner(file, {
    model: new nn.Linear(inputs, outputs),
    lossFunc: new CrossEntropyLossFlat(),
  });
  expect((await loaded.predict(numbered(cases.predict[0]?.item))).label).toBe(cases.predict[0]?.label);
  const larger = new nn.Linear(inputs, outputs + 1);
  await expect(loadLearner(file, { model: larger })).rejects.toThrow(/own\.onecycle does not fit.*weight/s);
});

test('files that are damaged or hold something else are clear errors', async () => {
  const learn = await classifier(cases);
  const good = readFileSync(String(await learn.export('good.onecycle')));
  const file = join(path, 'bad.onecycle');
  for (const bytes of [
    good.subarray(0, 5),
    good.subarray(0, good.length - 7),
    Buffer.from('not a model'),
    Buffer.alloc(0),
  ]) {
    writeFileSync(file, bytes);
    await expect(loadLearner(file)).rejects.toThrow(/bad\.onecycle/);
  }
  await expect(loadLearner(join(path, 'missing.onecycle'))).rejects.toThrow(
    /there is no missing\.onecycle in .* beside .*good\.onecycle.*: learn\.export\(…\) writes one/,
  );
  await expect(loadLearner('/nonexistent')).rejects.toThrow(/there is no nonexistent in \/: learn\.export/);
  const weights = new Map([['weight', torch.ones([2])]]);
  await saveSafetensors(file, weights);
  await expect(loadLearner(file)).rejects.toThrow(/holds no exported learner/);

  const { tensors, metadata } = await loadSafetensors(join(path, 'good.onecycle'));
  const description = JSON.parse(metadata[learnerKey] ?? '');
  const changed = async (change: object) => {
    await saveSafetensors(file, tensors, { [learnerKey]: JSON.stringify({ ...description, ...change }) });
    return loadLearner(file);
  };
  await saveSafetensors(file, tensors, { [learnerKey]: '{"version":' });
  await expect(loadLearner(file)).rejects.toThrow(/damaged/);
  await expect(changed({ version: 2 })).rejects.toThrow(
    /by a newer version of onecycle \(format 2; .*npm install/,
  );
  await expect(changed({ version: 0 })).rejects.toThrow(/another version/);
  await expect(changed({ architecture: { type: 'Evil' } })).rejects.toThrow(
    /bad\.onecycle.*nothing is registered under 'Evil'/,
  );
  await expect(changed({ architecture: { type: 'Row' } })).rejects.toThrow(/made no model/);
  await expect(changed({ dls: { type: 'Row' } })).rejects.toThrow(/data is damaged/);
  await expect(changed({ lossFunc: { type: 'Row' } })).rejects.toThrow(/no loss/);
  expect(() => revive({ type: 'Row' })).not.toThrow();
});

test('a saved learner goes on as the one that was saved, optimizer included', async () => {
  const learn = await classifier(cases);
  await learn.fit(2, 0.01);
  const file = await learn.save('stage-1');
  expect(String(file)).toBe(join(path, 'models', 'stage-1.safetensors'));
  const after = async (other: Learner<[Tensor, Tensor]>) => {
    other.dls.train.epoch = 7;
    Object.assign(other.dls.train, { seed: 1 });
    // The first loss does not tell how the optimizer goes on, and an epoch may have but one.
    await other.fit(2, 0.01);
    return other.recorder.losses;
  };
  const expected = await after(learn);
  const loaded = await (await classifier(cases)).load('stage-1');
  expect(await after(loaded)).toEqual(expected);
  const withoutOpt = await (await classifier(cases)).load('stage-1', { withOpt: false });
  expect(await after(withoutOpt)).not.toEqual(expected);

  const { hypers, state } = learn.opt.stateDict();
  expect(state).toHaveLength(cases.save.n_opt_states);
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  expect(
    Object.keys(hypers[0] ?? {})
      .map(snake)
      .sort(),
  ).toEqual(cases.save.hyper_keys);
  expect(
    [...Object.keys(state[0]?.tensors ?? {}), ...Object.keys(state[0]?.numbers ?? {})].map(snake).sort(),
  ).toEqual([...cases.save.state_keys].sort());

  await learn.save(new Path(join(path, 'elsewhere', 'plain')), { withOpt: false });
  expect(existsSync(join(path, 'elsewhere', 'plain.safetensors'))).toBe(true);
  const [outputs = 0, inputs = 0] = cases.predictions.weight.shape;
  const other = new Learner(learn.dls, new nn.Linear(inputs, outputs + 5), {
    lossFunc: new CrossEntropyLossFlat(),
    path,
    progress: false,
  });
  await expect(other.load('stage-1')).rejects.toThrow(/stage-1\.safetensors does not fit/);
});

test('a saved model that is not there is an error with those that are', async () => {
  const learn = await classifier(cases);
  await learn.save('known');
  await expect(learn.load('nix')).rejects.toThrow(
    /there is no nix\.safetensors in .*models beside .*known\.safetensors.*: learn\.save\(…\) writes one/,
  );
});

test('export warns of what only its user can register', async () => {
  class Unknown extends Row {}
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const learn = await classifier(cases);
  await learn.export('known.onecycle');
  expect(warn).not.toHaveBeenCalled();
  learn.dls.addTfms(new Unknown(), 'afterBatch');
  const file = await learn.export('unknown.onecycle');
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/unknown\.onecycle names a 'Unknown', .*register\('Unknown', …\)/)],
  ]);
  warn.mockRestore();
  await expect(loadLearner(file)).rejects.toThrow(/nothing is registered under 'Unknown'/);
});

test('results are shown as a table where the data are no pictures', async () => {
  const learn = await classifier(cases);
  const shown = String(await learn.showResults({ maxN: 3, shuffle: false }));
  expect(shown.split('\n').length).toBeGreaterThanOrEqual(5);
  const [first = -1] = cases.dataset.splits[1];
  expect(shown).toContain(cases.dataset.labels[first]);
});

test('calls that overlap wait for each other; one from within a fit does not', async () => {
  const learn = await classifier(cases);
  const items = cases.predict.map(({ item }) => item);
  const alone = await Promise.all(
    items.map(async (item) => (await classifier(cases)).predict(numbered(item))),
  );
  const [together, values] = await Promise.all([
    Promise.all(items.map((item) => learn.predict(numbered(item)))),
    learn.validate(),
  ]);
  expect(together).toEqual(alone);
  close(values.map(Number), cases.predictions.validate);

  const failing = learn.predict('no such item');
  const after = learn.predict(numbered(items[0] ?? 0));
  await expect(failing).rejects.toThrow();
  expect(await after).toEqual(alone[0]);

  class Within extends Callback {
    label = '';
    override async afterFit() {
      this.label = (await this.learn.removedCbs(this, () => learn.predict(numbered(items[0] ?? 0)))).label;
    }
  }
  const within = new Within();
  await learn.fit(1, 0, { cbs: within });
  expect(within.label).toBe(alone[0]?.label);
});

test('the type of predictions follows from what was asked for', async () => {
  const learn = await classifier(cases);
  const { preds, targs, losses } = await learn.getPreds({ withLoss: true });
  const shapes: number[][] = [preds.shape, targs.shape, losses.shape];
  const { probabilities, targets } = cases.predictions;
  expect(shapes).toEqual([probabilities.shape, [targets.length], [targets.length]]);
  // @ts-expect-error nobody asked for the decisions
  expect((await learn.getPreds()).decoded).toBeNull();
});
