import { readFile } from 'node:fs/promises';
import {
  accuracyMulti,
  BCEWithLogitsLossFlat,
  Callback,
  ClassificationInterpretation,
  DataBlock,
  earlyStopping,
  F,
  FocalLossFlat,
  imageBlock,
  LabelSmoothingCrossEntropyFlat,
  loadLearner,
  minimum,
  multiCategoryBlock,
  type nn,
  type Path,
  reduceLrOnPlateau,
  resize,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  saveModel,
  slice,
  source,
  spread,
  steep,
  terminateOnNan,
  torch,
  valley,
  visionLearner,
} from 'onecycle';
import { all, close, messageOf, type Row, same } from './row.js';

const count = (model: nn.Module): number =>
  model.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);

/** Rows 14 to 16, 22 to 34 and 36: training, understanding, keeping. */
export const trainingRows: readonly Row[] = [
  {
    number: 14,
    title: 'visionLearner',
    by: 'fastai',
    expected:
      'a body cut before its pooling, a head of two linears, three parameter groups, the loss chosen from the data',
    async run({ newLearner }) {
      const learn = await newLearner();
      const head = String(learn.model);
      return all({
        'the loss is cross-entropy': learn.lossFunc.constructor.name === 'CrossEntropyLossFlat',
        'three groups': learn.splitter(learn.model).length === 3,
        'concat pooling in the head': head.includes('AdaptiveConcatPool2d'),
      });
    },
  },
  {
    number: 15,
    title: 'fineTune',
    by: 'book',
    expected: 'epoch train_loss valid_loss error_rate time',
    run: ({ learn }) =>
      same(learn.recorder.metricNames.join(' '), 'epoch train_loss valid_loss error_rate time'),
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
        'each row adds up to one': sums.sub(1).abs().max().item() < 1e-5,
        'the targets are the labels': targs instanceof torch.Tensor && targs.equal(y.cpu()),
      });
    },
  },
  {
    number: 22,
    title: 'Confusion matrix, most confused',
    by: 'promise',
    expected: 'a square of counts that add up to the validation set; pairs sorted by how often',
    async run({ learn, dls }) {
      const interp = await ClassificationInterpretation.fromLearner(learn);
      const matrix = interp.confusionMatrix();
      const counts = interp.mostConfused().map(([, , n]) => n);
      const png = await interp.plotConfusionMatrix({ figsize: [12, 12], dpi: 60 }).png();
      const total = matrix.flat().reduce((a, b) => a + b, 0);
      return all({
        'the counts add up': total === dls.valid.n,
        'a plot of 720 pixels': png.readUInt32BE(16) === 720,
        'most confused first': counts.every((n, i) => i === 0 || n <= (counts[i - 1] ?? 0)),
      });
    },
  },
  {
    number: 23,
    title: 'Top losses, report, results',
    by: 'promise',
    expected: 'nine pictures, a row per class, a figure of results',
    async run({ learn }) {
      const interp = await ClassificationInterpretation.fromLearner(learn);
      const top = await interp.plotTopLosses(9);
      const results = await learn.showResults();
      return all({
        'top losses are shown': 'png' in top,
        'a row per class and the averages': interp.classificationReport().rows.length >= 12,
        'results are shown': results !== undefined,
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
      const again = await learn.lrFind({ suggest: { valley }, numIt: 40 });
      const unchanged = learn.model
        .parameters()
        .every((parameter, i) => parameter.equal(before[i] ?? parameter.neg()));
      return all({
        'rates between the ends': [found.minimum, found.steep, again.valley].every(
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
      const starts = Math.abs((learn.recorder.lrs[0] ?? 0) - 1e-4 / 25) < 1e-9;
      return {
        computed: `${rates.computed}; first rate ${learn.recorder.lrs[0]?.toExponential(2)}`,
        agrees: rates.agrees && starts,
      };
    },
  },
  {
    number: 26,
    title: 'freeze, unfreeze, freezeTo',
    by: 'fastai',
    expected: 'frozen: the head and the batch norms train; unfrozen: everything; freezeTo(-2): two groups',
    async run({ newLearner }) {
      const learn = await newLearner();
      const training = () => learn.model.parameters().filter((parameter) => parameter.requiresGrad).length;
      learn.unfreeze();
      const whole = training();
      learn.freeze();
      const frozen = training();
      learn.freezeTo(-2);
      const two = training();
      return {
        computed: `${frozen}, ${two} and ${whole} of ${learn.model.parameters().length} train`,
        agrees: frozen < two && two < whole,
      };
    },
  },
  {
    number: 27,
    title: 'The source of fineTune',
    by: 'book',
    expected: 'freeze, fit, unfreeze, fit; in TypeScript',
    run({ learn }) {
      const text = source(learn.fineTune);
      return all({ 'it is fineTune': text.includes('fineTune'), 'it is TypeScript': /\w+\??: /.test(text) });
    },
  },
  {
    number: 28,
    title: 'The recorder and its plots',
    by: 'promise',
    expected: 'a smoothed loss per batch; plots of loss, schedule and metrics',
    async run({ learn, dls }) {
      const { recorder } = learn;
      const plots = await Promise.all(
        [recorder.plotLoss(), recorder.plotSched(), recorder.plotMetrics()].map((plot) => plot.png()),
      );
      return all({
        'a loss per batch': recorder.losses.length % dls.train.length === 0 && recorder.losses.length > 0,
        'three plots': plots.every((png) => png.length > 4000),
      });
    },
  },
  {
    number: 29,
    title: 'Early stopping and its kin',
    by: 'promise',
    expected: 'a fit that ends when nothing gets better',
    async run({ newLearner }) {
      const learn = await newLearner();
      const cbs = [earlyStopping({ monitor: 'valid_loss', patience: 0, minDelta: 100 })];
      await learn.fit(4, { lr: 1e-4, cbs });
      const others = [
        saveModel({ monitor: 'valid_loss' }),
        reduceLrOnPlateau({ monitor: 'valid_loss' }),
        terminateOnNan(),
      ];
      return all({
        'it stopped before the fourth epoch': learn.recorder.values.length < 4,
        'the others are callbacks': others.every((callback) => callback instanceof Callback),
      });
    },
  },
  {
    number: 30,
    title: 'ResNet-18, 34, 50, 101, 152',
    by: 'fastai',
    expected: '11689512, 21797672, 25557032, 44549160, 60192808 parameters',
    run() {
      const models = [resnet18, resnet34, resnet50, resnet101, resnet152];
      const counts = models.map((make) => torch.scope(() => count(make())));
      return same(`${counts.join(', ')} parameters`, this.expected);
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
  {
    number: 34,
    title: 'export, loadLearner, predict, save, load, validate, tta',
    by: 'promise',
    expected: 'what is loaded predicts the same; tta gives probabilities',
    async run({ learn, files }) {
      const [file] = files;
      if (!file) return { computed: 'no picture', agrees: false };
      await learn.export('certificate.onecycle');
      const loaded = await loadLearner(learn.path.join('certificate.onecycle'));
      const [mine, theirs] = [await learn.predict(file), await loaded.predict(file)];
      await learn.save('certificate');
      await learn.load('certificate');
      const record = await learn.validate();
      const { preds } = await learn.tta({ n: 2 });
      return all({
        'the same label': mine.label === theirs.label,
        'the same probabilities': mine.probs.every((p, i) => Math.abs(p - (theirs.probs[i] ?? -1)) < 1e-5),
        'validate gives loss and error': record.length === 2,
        'tta adds up to one': Math.abs(preds.at(0).sum().item() - 1) < 1e-4,
      });
    },
  },
  {
    number: 33,
    title: 'Focal loss, label smoothing, several labels or none',
    by: 'promise',
    expected:
      'focal with γ = 0 and smoothing of 0 are cross-entropy; several labels get a sigmoid per column',
    async run({ files }) {
      torch.manualSeed(42);
      const [acts, targ] = [torch.randn([6, 2]).mul(2), torch.tensor([0, 1, 0, 1, 1, 0])];
      const plain = F.crossEntropy(acts, targ).item();
      const focal = (gamma: number) => new FocalLossFlat({ gamma }).forward(acts, targ).item();
      const smooth = (eps: number) => new LabelSmoothingCrossEntropyFlat({ eps }).forward(acts, targ).item();
      const block = new DataBlock({
        blocks: [imageBlock(), multiCategoryBlock()],
        getY: (file: Path) => (/^[A-Z]/.test(file.name) ? ['cat', 'pet'] : ['pet']),
        itemTfms: resize(32),
      });
      const dls = await block.dataloaders(files.slice(0, 40), { bs: 8 });
      const learn = await visionLearner(dls, resnet18, {
        pretrained: false,
        metrics: accuracyMulti({ thresh: 0.5 }),
      });
      await learn.fitOneCycle(1, 1e-3);
      return all({
        'γ = 0 changes nothing': Math.abs(focal(0) - plain) < 1e-6,
        'γ = 2 attends less to what is known': focal(2) < plain,
        'no smoothing changes nothing': Math.abs(smooth(0) - plain) < 1e-6,
        'several labels choose their loss': learn.lossFunc instanceof BCEWithLogitsLossFlat,
        'one column a label': dls.c === 2,
      });
    },
  },
  {
    number: 36,
    title: 'The 23 questions',
    by: 'book',
    expected: '23 questions, each with an answer',
    async run() {
      const file = new URL('../../../../docs/questions.md', import.meta.url);
      const sections = (await readFile(file, 'utf8')).split(/^## /m).slice(1);
      const answered = sections.filter((section) => section.split('\n').slice(1).join('').trim().length > 60);
      return same(`${answered.length} questions, each with an answer`, '23 questions, each with an answer');
    },
  },
];
