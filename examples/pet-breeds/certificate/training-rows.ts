import {
  earlyStopping,
  minimum,
  Normalize,
  type nn,
  reduceLrOnPlateau,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  saveModel,
  slice,
  slide,
  spread,
  steep,
  terminateOnNan,
  torch,
  valley,
  visionLearner,
} from 'onecycle';
import { Phases } from '../phases.js';
import { all, close, messageOf, type Row, same } from './row.js';

const count = (model: nn.Module, which = (_: nn.Parameter) => true): number =>
  model
    .parameters()
    .filter(which)
    .reduce((sum, parameter) => sum + parameter.numel(), 0);

/** Rows 14 to 16, 24 to 26 and 29 to 32: networks, and how they are trained. */
export const trainingRows: readonly Row[] = [
  {
    number: 14,
    title: 'visionLearner',
    by: 'fastai',
    expected:
      'a body cut before its pooling, a head of two linears, three parameter groups, the loss chosen from the data',
    async run({ newLearner }) {
      const learn = await newLearner();
      const [body, head] = learn.model.children();
      const layers = head?.children().map((layer) => layer.constructor.name) ?? [];
      return all({
        'the loss is cross-entropy': learn.lossFunc.constructor.name === 'CrossEntropyLossFlat',
        'three groups': learn.splitter(learn.model).length === 3,
        'no pooling at the end of the body': body?.children().at(-1)?.constructor.name === 'Sequential',
        'a head that begins with concat pooling': layers[0] === 'AdaptiveConcatPool2d',
        'and has two linears': layers.filter((name) => name === 'Linear').length === 2,
      });
    },
  },
  {
    number: 15,
    title: 'fineTune',
    by: 'book',
    expected:
      'a table of epoch, train_loss, valid_loss, error_rate, time; frozen, then all layers at half the rate',
    async run({ newLearner }) {
      const learn = await newLearner();
      const seen = new Phases();
      await learn.fineTune(2, { baseLr: 1e-2, cbs: seen });
      const { metricNames, row, lrs } = learn.recorder;
      return all({
        'the columns': metricNames.join(' ') === 'epoch train_loss valid_loss error_rate time',
        'a row for every epoch': seen.done.map(({ epochs }) => epochs.rows.length).join() === '1,2',
        'the last with its time': row.length === 5 && /^\d\d:\d\d$/.test(String(row[4])),
        'frozen, then not': seen.done.map(({ frozen }) => frozen).join() === 'true,false',
        'up to half the rate': Math.abs(Math.max(...lrs) - 5e-3) < 1e-4,
      });
    },
  },
  {
    number: 16,
    title: 'getPreds',
    by: 'book',
    expected: 'a probability per class, together one; targets that are the labels of the batch',
    async run({ learn, dls }) {
      const [x, y] = await dls.valid.oneBatch();
      const { preds, targs } = await learn.getPreds({ dl: [[x, y]] });
      const sums = preds.sum(1);
      return all({
        'one row per picture': preds.shape.join() === `${x.shape[0]},12`,
        'each row adds up to one': Number(sums.sub(1).abs().max()) < 1e-5,
        'the targets are the labels': targs instanceof torch.Tensor && targs.equal(y.cpu()),
      });
    },
  },
  {
    number: 24,
    title: 'lrFind',
    by: 'promise',
    expected: 'minimum and steep, a plot, and everything as it was before',
    async run({ newLearner }) {
      const learn = await newLearner();
      const before = learn.model.parameters().map((parameter) => parameter.detach().clone());
      const found = await learn.lrFind({ suggest: { minimum, steep }, numIt: 40 });
      const again = await learn.lrFind({ suggest: { valley, slide }, numIt: 40 });
      const unchanged = learn.model
        .parameters()
        .every((parameter, i) => parameter.equal(before[i] ?? parameter.neg()));
      return all({
        'rates between the ends': [found.minimum, found.steep, again.valley, again.slide ?? 1].every(
          (lr) => lr > 1e-8 && lr < 10,
        ),
        'a plot': (await learn.recorder.plotLrFind().png()).length > 5000,
        'the weights are the same, bit for bit': unchanged,
      });
    },
  },
  {
    number: 25,
    title: 'fitOneCycle with a number and with a slice',
    by: 'fastai',
    expected: 'slice(1e-6, 1e-4) over three groups: 1e-6, 1e-5, 1e-4; the rate starts at lrMax / 25',
    async run({ newLearner }) {
      const learn = await newLearner();
      await learn.fitOneCycle(1, slice(1e-6, 1e-4));
      const rates = close(spread(slice(1e-6, 1e-4), 3), [1e-6, 1e-5, 1e-4], 1e-9);
      const [first = 0] = learn.recorder.lrs;
      const ofGroups = learn.opt.hypers.map(({ lr = 0 }) => lr);
      await learn.fitFlatCos(1, 1e-3);
      const flat = learn.recorder.lrs.slice(0, 4).every((lr) => Math.abs(lr - 1e-3) < 1e-9);
      await learn.fitSgdr(1, 1, { lrMax: 1e-3 });
      const falling = (learn.recorder.lrs.at(-1) ?? 1) < 1e-4;
      const rest = all({
        'the first rate is 4e-6': Math.abs(first - 1e-4 / 25) < 1e-9,
        'each group ends a tenth of the next': ofGroups.every(
          (lr, i) => i === 0 || Math.abs(lr / (ofGroups[i - 1] ?? 0) - 10) < 1e-3,
        ),
        'fitFlatCos is flat at first': flat,
        'fitSgdr falls to nothing': falling,
      });
      return { computed: `${rates.computed}; ${rest.computed}`, agrees: rates.agrees && rest.agrees };
    },
  },
  {
    number: 26,
    title: 'freeze, unfreeze, freezeTo',
    by: 'fastai',
    expected:
      'of 37 classes: frozen 555904 of 11722816 parameters, the head and the batch norms; freezeTo(-2): more',
    async run({ dls }) {
      const learn = await visionLearner(dls, resnet18, { pretrained: false, nOut: 37 });
      const training = () => count(learn.model, ({ requiresGrad }) => requiresGrad);
      learn.unfreeze();
      const whole = training();
      learn.freeze();
      const frozen = training();
      learn.freezeTo(-2);
      const two = training();
      return {
        computed: `frozen ${frozen}, freezeTo(-2) ${two}, unfrozen ${whole}`,
        agrees: frozen === 555904 && whole === 11722816 && frozen < two && two < whole,
      };
    },
  },
  {
    number: 29,
    title: 'Early stopping and its kin',
    by: 'promise',
    expected:
      'a fit that ends when nothing gets better; the best model kept; a lower rate on a plateau; an end at NaN',
    async run({ newLearner }) {
      const learn = await newLearner();
      const cbs = [earlyStopping({ monitor: 'valid_loss', patience: 0, minDelta: 100 })];
      await learn.fit(4, { lr: 1e-4, cbs });
      const stopped = learn.recorder.values.length;

      const keeping = [saveModel({ monitor: 'valid_loss', fname: 'best' })];
      await learn.fit(1, { lr: 1e-4, cbs: keeping });

      const slower = [reduceLrOnPlateau({ monitor: 'valid_loss', patience: 0, minDelta: 100 })];
      await learn.fit(3, { lr: 1e-4, cbs: slower });
      const lowered = (learn.recorder.lrs.at(-1) ?? 1) < (learn.recorder.lrs[0] ?? 0);

      await learn.fit(1, { lr: 1e9, cbs: [terminateOnNan()] });
      return all({
        'it stopped before the fourth epoch': stopped < 4,
        'the best model is a file': (await learn.path.join('models').ls()).some(
          ({ stem }) => stem === 'best',
        ),
        'the rate fell': lowered,
        'no more batches after NaN': learn.recorder.losses.length < learn.dls.train.length,
      });
    },
  },
  {
    number: 30,
    title: 'ResNet-18, 34, 50, 101, 152',
    by: 'fastai',
    expected:
      '11689512, 21797672, 25557032, 44549160, 60192808 parameters; the embedded weights make a body, frozen and normalised',
    async run({ block, files }) {
      const models = [resnet18, resnet34, resnet50, resnet101, resnet152];
      const counts = models.map((make) => torch.scope(() => count(make())));
      const dls = await block.dataloaders(files, { bs: 16 });
      const { opt } = await visionLearner(dls, resnet18, { weights: '@onecycle/resnet18-tiny' });
      const isNormalised = dls.afterBatch.transforms.some((transform) => transform instanceof Normalize);
      const body = opt.frozenIdx > 0 && isNormalised ? 'make a body, frozen and normalised' : 'do not';
      return same(`${counts.join(', ')} parameters; the embedded weights ${body}`, this.expected);
    },
  },
  {
    number: 31,
    title: 'Out of memory',
    by: 'promise',
    expected:
      'the error names the batch size and the memory in use, and advises a smaller bs, toFp16 or gradient accumulation; the learner trains on after it',
    async run({ newLearner }) {
      const learn = await newLearner();
      learn.logger = null;
      const { forward } = learn.model;
      let greedy = true;
      // The weights have changed by then: the first batch goes well, the second asks for more than any machine has.
      learn.model.forward = (x) =>
        greedy && learn.iter === 1 ? torch.empty([2 ** 46]) : forward.call(learn.model, x);
      const message = await messageOf(() => learn.fitOneCycle(1, 1e-3));
      greedy = false;
      await learn.fitOneCycle(1, 1e-3);
      const [loss] = await learn.validate();
      return all({
        'it says where': /epoch 0 of 1, training batch 1 of \d+/.test(message),
        'the batch size and the memory in use': /batch of 16; .*\d\.\d GB/.test(message),
        'a smaller bs, toFp16 and gradientAccumulation': [
          'bs: 8',
          'learn.toFp16()',
          'gradientAccumulation(16)',
        ].every((advice) => message.includes(advice)),
        'it trains on': learn.recorder.losses.every(Number.isFinite) && Number.isFinite(Number(loss)),
      });
    },
  },
  {
    number: 32,
    title: 'toFp16',
    by: 'promise',
    expected: 'chains, trains, and goes back to 32 bits',
    async run({ newLearner }) {
      const learn = (await newLearner()).toFp16();
      await learn.fitOneCycle(1, 1e-3);
      const weights = learn.model.parameters().every((parameter) => parameter.dtype === 'float32');
      return all({
        'the weights stay in 32 bits': weights,
        'the loss is finite': learn.recorder.losses.every(Number.isFinite),
        'toFp32 gives the learner': learn.toFp32() === learn,
      });
    },
  },
];
