import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { DataLoader, DataLoaders } from '../../data/index.js';
import { ClassificationInterpretation } from '../../interpret/index.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import * as callbacks from '../callbacks/index.js';
import { checkpoint } from '../checkpoint/index.js';
import {
  CalibratedLoss,
  CrossEntropyLossFlat,
  FocalLossFlat,
  LabelSmoothingCrossEntropyFlat,
  MSELossFlat,
} from '../losses/index.js';
import { lrFind } from '../lr-find/index.js';
import {
  AvgMetric,
  AvgSmoothLoss,
  accuracyMulti,
  errorRate,
  f1Score,
  Perplexity,
  topKAccuracy,
} from '../metrics/index.js';
import { adam, Optimizer, sgd, sgdStep, slice } from '../optimizer/index.js';
import { inferenceModel } from '../predict/index.js';
import { Recorder } from '../recorder/index.js';
import { Learner, loadLearner } from './index.js';

/** As callers without types have it. */
const given = (value: unknown): never => value as never;

class Net extends nn.Linear {}

const { dls } = tinyLearner();
const net = () => new nn.Linear(1, 1);
const make = (options: object) => () =>
  new Learner(dls, net(), given({ lossFunc: F.mseLoss, progress: false, ...options }));
const parameters = () => net().parameters();

const wrong: [string, () => unknown, string][] = [
  [
    'an unknown option',
    make({ metric: errorRate }),
    "Learner has no option 'metric': did you mean 'metrics'?",
  ],
  ['another language’s name', make({ loss_func: F.mseLoss }), "did you mean 'lossFunc'?"],
  [
    'no data loaders',
    () => new Learner(given([]), net()),
    'a learner takes data loaders first: an array is none',
  ],
  [
    'a class as model',
    () => new Learner(dls, given(Net)),
    'a learner takes a model: Net is a class, make one with new Net(…)',
  ],
  [
    'a class as loss',
    make({ lossFunc: CrossEntropyLossFlat }),
    'CrossEntropyLossFlat is a class, make one with new',
  ],
  ['a text as loss', make({ lossFunc: 'mse' }), 'lossFunc takes a loss, or a function'],
  ['an optimizer as optFunc', make({ optFunc: adam(parameters(), { lr: 1 }) }), 'optFunc takes a function'],
  ['a callback’s class', make({ cbs: callbacks.MixUp }), 'MixUp is a class, make one with new MixUp()'],
  ['a callback’s maker', make({ cbs: [callbacks.mixUp] }), 'mixUp is a function, call it: mixUp()'],
  ['a metric’s class', make({ metrics: Perplexity }), 'Perplexity is a class'],
  ['a metric’s maker', make({ metrics: [errorRate, f1Score] }), 'f1Score makes one, call it: f1Score()'],
  ['a metric’s name', make({ metrics: 'accuracy' }), 'metrics takes metrics: a string is none'],
  ['a rate', make({ lr: 'fast' }), 'a learning rate is a number that is not negative'],
  ['moms', make({ moms: [0.9, 0.8] }), 'moms are three numbers'],
  ['a metric’s option', () => f1Score(given({ avg: 'macro' })), "f1Score has no option 'avg'"],
  [
    'a metric’s option beside tensors',
    () => accuracyMulti(torch.ones([1]), torch.ones([1]), given({ threshold: 1 })),
    "did you mean 'thresh'?",
  ],
  [
    'a metric’s options as a number',
    () => topKAccuracy(given(5)),
    'topKAccuracy takes its options as an object',
  ],
  [
    'a loss’s option',
    () => new FocalLossFlat(given({ gama: 1 })),
    "FocalLossFlat has no option 'gama': did you mean 'gamma'?",
  ],
  [
    'a reduction',
    () => new MSELossFlat({ reduction: given('avg') }),
    "reduction is one of 'mean', 'none', 'sum'",
  ],
  [
    'an optimizer’s option',
    () => adam(parameters(), given({ lr: 1, weightDecay: 1 })),
    "adam has no option 'weightDecay'",
  ],
  [
    'an optimizer without a rate',
    () => sgd(parameters(), given({})),
    'sgd needs a learning rate: sgd(params, { lr: 1e-3 })',
  ],
  [
    'an optimizer of a model',
    () => adam(given(net()), { lr: 1 }),
    'an optimizer takes a list of parameters, model.parameters()',
  ],
  [
    'an optimizer without steps',
    () => new Optimizer(parameters(), given(undefined)),
    'needs the steps that it runs',
  ],
  ['saveModel', () => callbacks.saveModel(given({ name: 'x' })), "SaveModelCallback has no option 'name'"],
  [
    'earlyStopping',
    () => callbacks.earlyStopping({ patience: -1 }),
    'patience is a whole number, at least 0, and not -1',
  ],
  ['reduceLrOnPlateau', () => callbacks.reduceLrOnPlateau({ factor: 0 }), 'factor is a number, above 0'],
  ['csvLogger', () => callbacks.csvLogger(given({ file: 'x' })), "csvLogger has no option 'file'"],
  ['gradientAccumulation', () => callbacks.gradientAccumulation(0), 'nAcc is a whole number, at least 1'],
  ['gradientClip', () => callbacks.gradientClip(-1), 'maxNorm is a number, above 0'],
  ['checkpoint', () => checkpoint(given({ each: 1 })), "checkpoint has no option 'each'"],
  ['Recorder', () => new Recorder(given({ addtime: false })), "did you mean 'addTime'?"],
  ['freezeTo', () => tinyLearner().freezeTo(1.5), 'freezeTo takes the number of a parameter group, not 1.5'],
  ['a rate that is no number', () => tinyLearner({ lr: Number.NaN }), 'this one has NaN'],
  ['smoothing', () => new CrossEntropyLossFlat({ labelSmoothing: 1.5 }), 'labelSmoothing is a share'],
  ['gamma', () => new FocalLossFlat({ gamma: Number.NaN }), 'gamma is a number, at least 0, and not NaN'],
  ['weights of classes', () => new CrossEntropyLossFlat({ weight: given(3) }), 'weight is a list of numbers'],
  ['a text as threshold', () => accuracyMulti({ thresh: given('0.5') }), "thresh is a number, and not '0.5'"],
  ['no class at all', () => topKAccuracy({ k: 0 }), 'topKAccuracy: k is a whole number, at least 1'],
  ['an average', () => f1Score({ average: given('mean') }), "average is one of 'binary', 'micro'"],
  ['a monitor', () => callbacks.earlyStopping({ monitor: given(null) }), 'monitor is a name, and not null'],
  ['a file', () => callbacks.saveModel({ fname: '' }), 'fname is a name, and not empty'],
  ['a path', () => tinyLearner({ path: given(5) }), 'Learner: path takes a text or a Path, not a number'],
  ['a device', () => tinyLearner().dls.to(given(0)), "a device is a text such as 'cuda', not a number"],
  [
    'a loss as metric',
    make({ metrics: [new MSELossFlat()] }),
    '(pred, target) => loss.forward(pred, target)',
  ],
  [
    'a number for a loss',
    () => new LabelSmoothingCrossEntropyFlat(given(0.2)),
    'LabelSmoothingCrossEntropyFlat takes its options as an object, { reduction: … }, not a number',
  ],
  ['a list for one', () => new CrossEntropyLossFlat(given([1, 2])), 'not an array'],
  ['a number for a tracker', () => callbacks.earlyStopping(given(3)), 'takes its options as an object'],
  [
    'a name for one',
    () => callbacks.saveModel(given('valid_loss')),
    'SaveModelCallback takes its options as an object',
  ],
  [
    'a function as metric',
    () => new AvgMetric(given(undefined)),
    'AvgMetric takes a function, not undefined',
  ],
  ['a smoothed loss', () => new AvgSmoothLoss(given(null)), 'AvgSmoothLoss takes its options as an object'],
  [
    'a loss to calibrate',
    () => new CalibratedLoss(given(5), 1, 'classes'),
    'CalibratedLoss takes the loss that training had, or null, not a number',
  ],
  [
    'gradients of a model',
    () => callbacks.clipGradNorm(given(net()), 1),
    'takes a list of parameters, model.par',
  ],
  [
    'gradients of groups',
    () => callbacks.clipGradNorm(given([parameters()]), 1),
    'clipGradNorm takes parameters, not an array',
  ],
  ['gradients of nothing', () => callbacks.clipGradNorm(given([null]), 1), 'takes parameters, not null'],
  ['no largest norm', () => callbacks.clipGradNorm(parameters(), given(undefined)), 'maxNorm is a number'],
  ['no model', () => inferenceModel(given(null)), 'inferenceModel takes a model, not null'],
  ['what is split', () => tinyLearner().splitter(given(5)), 'learn.splitter takes a model, not a number'],
  [
    'a batch by itself',
    () => tinyLearner().oneBatch(0, given(undefined)),
    'takes a number and a batch, [x, y]',
  ],
  [
    'a maker of nothing',
    () => tinyLearner({ optFunc: given(() => undefined) }).opt,
    'optFunc gives an optimizer, not undefined',
  ],
  [
    'a maker that waits',
    () => tinyLearner({ optFunc: given(async () => sgd(parameters(), { lr: 1 })) }).opt,
    'optFunc gives an optimizer, not a Promise: await it',
  ],
  [
    'a loss without targets',
    () => new MSELossFlat().forward(torch.ones([1]), given(undefined)),
    'MSELossFlat takes predictions and targets, a tensor each, not undefined',
  ],
  [
    'a loss of several outputs',
    () => new CrossEntropyLossFlat().forward(given([torch.ones([1, 2])]), torch.tensor([0])),
    'CrossEntropyLossFlat takes predictions and targets, a tensor each, not an array',
  ],
  ['a schedule by its name', () => tinyLearner().recorder.plotSched(given('lr')), "['lr'], not 'lr'"],
  ['toFp16', () => tinyLearner().toFp16(given({ mode: 'bf16' })), "toFp16 has no option 'mode'"],
];

test.each(wrong)('%s is refused in the words of the call', (_, call, message) => {
  expect(call).toThrow(message);
});

test('calls that take their time refuse alike', async () => {
  const learn = tinyLearner();
  const calls: [() => Promise<unknown>, string][] = [
    [() => learn.getPreds(given({ withDecode: true })), "did you mean 'withDecoded'?"],
    [() => learn.validate(given({ ds_idx: 0 })), "did you mean 'dsIdx'?"],
    [() => learn.tta(given({ N: 4, betas: 1 })), "learn.tta has no option 'N': did you mean 'n'?"],
    [() => learn.tta({ n: 0 }), 'n is a whole number, at least 1, and not 0'],
    [() => learn.showResults({ maxN: 0 }), 'maxN is a whole number, at least 1'],
    [() => learn.save('x', given({ with_opt: false })), "did you mean 'withOpt'?"],
    [() => learn.getPreds({ dl: given(5) }), 'dl is a data loader, or a list of batches, and not a number'],
    [() => learn.validate({ dl: given({}) }), 'dl is a data loader, or a list of batches, and not an object'],
    [
      async () => learn.getPreds({ dl: given(await learn.dls.oneBatch()) }),
      'each a list of tensors, and this one has a Tensor in it: of one batch it is [[x, y]]',
    ],
    [() => learn.getPreds({ dl: given(learn.dls.oneBatch()) }), 'and not a Promise: await it'],
    [
      () => learn.fitOneCycle(1, given(Promise.resolve(0.1))),
      'lrMax is a learning rate, or an object of options such as { lrMax: 1e-3 }, and not a Promise: await it',
    ],
    [() => learn.fit(1, 0.1, given(new Map())), 'and not a Map'],
    [() => learn.fit(1, given('0.1')), "this one has '0.1'"],
    [async () => learn.fit(1, slice(given('1e-6'), 1e-4)), "this one has '1e-6'"],
    [async () => slice(given(undefined)), 'this one has undefined'],
    [() => learn.predict(given(Promise.resolve('x.jpg'))), 'and not a Promise: await it'],
    [
      () => learn.fit(1, { cbs: callbacks.earlyStopping({ monitor: 'acc' }) }),
      'epoch 0 of 1, before its first',
    ],
    [
      () => learn.lrFind({ startLr: 1, endLr: 1e-3 }),
      'lrFind goes up from startLr to endLr, and cannot from 1 to 0.001',
    ],
    [() => learn.getPreds({ dsIdx: 0.5 }), 'there is no data loader 0.5: there are 2'],
    [() => learn.save(given(undefined)), 'a path is a text or a Path, not undefined'],
    [() => learn.export(given([])), 'a path is a text or a Path, not an array'],
    [() => lrFind(given(undefined)), 'lrFind takes a learner, not undefined'],
    [() => lrFind(given(learn.dls)), 'lrFind takes a learner, not a DataLoaders'],
    [() => lrFind(given(Promise.resolve(learn))), 'lrFind takes a learner, not a Promise: await it'],
    [() => learn.passOver(given(5)), 'dl is a data loader, or a list of batches, and not a number'],
    [() => learn.passOver(given(learn.model)), 'each a list of tensors, and this one has a Linear in it'],
    [() => learn.noBar(given(undefined)), 'learn.noBar takes a function, not undefined'],
    [() => learn.noLogging(given(learn.fit(0))), 'learn.noLogging takes a function, not a Promise'],
    [() => learn.addedCbs([], given(undefined)), 'learn.addedCbs(cbs, fn) takes a function'],
    [() => learn.removedCbs([], given(null)), 'learn.removedCbs(cbs, fn) takes a function'],
    [() => loadLearner('x', given({ cpu: true })), 'loadLearner has no option'],
    [() => ClassificationInterpretation.fromLearner(learn, given({ dsIndex: 1 })), "did you mean 'dsIdx'?"],
  ];
  for (const [call, message] of calls) await expect(call(), message).rejects.toThrow(message);
});

test('what is meant works: options behind tensors, a plain list of parameters', () => {
  const [preds, targets] = [torch.tensor([[0.2, 0.6]]), torch.tensor([[0, 1]])];
  expect(accuracyMulti(preds, targets, { thresh: 0.7, sigmoid: false }).item()).toBe(0.5);
  expect(accuracyMulti(preds, targets, { thresh: 0.5, sigmoid: false }).item()).toBe(1);
  const optimizer = new Optimizer(parameters(), [sgdStep], { lr: 0.1 });
  expect(optimizer.paramGroups.map(({ params }) => params.length)).toEqual([2]);
  const made = new Optimizer(given(parameters().values()), [sgdStep], { lr: 0.1 });
  expect(made.paramGroups.map(({ params }) => params.length)).toEqual([2]);
});

test('batches may come from any iterable', async () => {
  const batch: [Tensor, Tensor] = [torch.zeros([3, 1]), torch.zeros([3, 1])];
  const learn = tinyLearner();
  for (const dl of [[batch], new Set([batch]), [batch].values()])
    expect((await learn.getPreds({ dl: given(dl) })).preds.shape).toEqual([3, 1]);
});

test('what cannot be watched or trained is said before the first epoch', async () => {
  const empty = new DataLoaders<[Tensor, Tensor]>([
    dls.train,
    new DataLoader<[Tensor, Tensor]>([], { bs: 1 }),
  ]);
  const learn = new Learner<[Tensor, Tensor]>(empty, net(), { lossFunc: F.mseLoss, progress: false });
  learn.logger = null;
  await expect(learn.fit(1, 1e-3, { cbs: callbacks.saveModel() })).rejects.toThrow(
    "the validation set is empty, so that 'valid_loss' has no value",
  );
  const alone = new Learner<[Tensor, Tensor]>(new DataLoaders<[Tensor, Tensor]>([dls.train]), net(), {
    lossFunc: F.mseLoss,
    progress: false,
  });
  await expect(alone.validate()).rejects.toThrow('these data loaders have no validation set');
  const frozen = tinyLearner();
  for (const parameter of frozen.model.parameters()) parameter.requiresGrad = false;
  await expect(frozen.fit(1, 1e-3)).rejects.toThrow(
    'the loss depends on no parameter that trains: unfreeze some',
  );
});
