import { readFile } from 'node:fs/promises';
import {
  accuracyMulti,
  BCEWithLogitsLossFlat,
  ClassificationInterpretation,
  DataBlock,
  F,
  FocalLossFlat,
  Grid,
  imageBlock,
  LabelSmoothingCrossEntropyFlat,
  loadLearner,
  multiCategoryBlock,
  type Path,
  resize,
  resnet18,
  source,
  torch,
  visionLearner,
} from 'onecycle';
import { all, type Row, same } from './row.js';

/** Rows 22, 23, 27, 28, 33, 34 and 36: what was learned, how it is kept, and what is left to ask. */
export const understandingRows: readonly Row[] = [
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
      const { losses } = interp.topLosses(9);
      const top = await interp.plotTopLosses(9);
      const report = interp.classificationReport().rows.map(([name]) => String(name));
      const results = await learn.showResults();
      const pictured = (shown: unknown) =>
        shown instanceof Grid && shown.axes.every(({ content, title }) => content && title);
      return all({
        'the highest loss first': losses.every((loss, i) => i === 0 || loss <= (losses[i - 1] ?? 0)),
        'nine pictures that say why': top instanceof Grid && top.axes.length === 9 && Boolean(pictured(top)),
        'a row per class, then the averages': interp.vocab.every((name, i) => report[i] === String(name)),
        'results are shown': Boolean(pictured(results)),
      });
    },
  },
  {
    number: 27,
    title: 'The source of fineTune',
    by: 'book',
    expected: 'freeze, fit, unfreeze, fit; in TypeScript',
    run({ learn }) {
      const text = source(learn.fineTune);
      return all({
        'freeze, fit, unfreeze, fit':
          /this\.freeze\(\)[\s\S]*fitOneCycle\(this[\s\S]*this\.unfreeze\(\)[\s\S]*fitOneCycle\(this/.test(
            text,
          ),
        'it is TypeScript': /epochs: number/.test(text),
      });
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
    number: 33,
    title: 'Focal loss, label smoothing, several labels or none',
    by: 'promise',
    expected:
      'focal with γ = 0 and smoothing of 0 are cross-entropy; several labels get a sigmoid per column',
    async run({ files }) {
      torch.manualSeed(42);
      const [acts, targ] = [torch.randn([6, 2]).mul(2), torch.tensor([0, 1, 0, 1, 1, 0])];
      const plain = Number(F.crossEntropy(acts, targ));
      const focal = (gamma: number) => Number(new FocalLossFlat({ gamma }).forward(acts, targ));
      const smooth = (eps: number) => Number(new LabelSmoothingCrossEntropyFlat({ eps }).forward(acts, targ));
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
        'tta adds up to one': Math.abs(Number(preds.at(0).sum()) - 1) < 1e-4,
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
      const sections = (await readFile(file, 'utf8')).split(/^## (?=\d)/m).slice(1);
      const answered = sections.filter((section) => section.split('\n').slice(1).join('').trim().length > 60);
      return same(`${answered.length} questions, each with an answer`, '23 questions, each with an answer');
    },
  },
];
