import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test, vi } from 'vitest';
import { DataLoader, DataLoaders } from '../../data/index.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { CrossEntropyLossFlat } from '../losses/index.js';
import { Learner } from './learner.js';

/** A network of four layers, of which the first alone is one parameter group, and pictures of 4 × 4 pixels. */
function pictures(): Learner<Tensor[], nn.Sequential> {
  const items = [0, 1, 2, 0].map((label) => [torch.zeros([1, 4, 4]), torch.tensor(label)]);
  const loader = () => new DataLoader<Tensor[]>(items, { bs: 2 });
  const model = new nn.Sequential(
    new nn.Conv2d(1, 4, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.Flatten(),
    new nn.Linear(64, 3),
  );
  return new Learner(new DataLoaders([loader(), loader()]), model, {
    lossFunc: new CrossEntropyLossFlat(),
    splitter: (whole) => [whole.at(0).parameters(), whole.at(3).parameters()],
    progress: false,
  });
}

test('the table of layers is fastai’s: a shape where it changes, what trains, totals', async () => {
  const learn = pictures();
  learn.freeze();
  const wasTraining = learn.model.training;
  expect((await learn.summary()).split('\n').map((line) => line.trimEnd())).toEqual([
    'Sequential (Input shape: 2 x 1 x 4 x 4)',
    '='.repeat(76),
    'Layer (type)         Output Shape         Param #    Trainable',
    '='.repeat(76),
    '                     2 x 4 x 4 x 4',
    'Conv2d                                    40         False',
    'ReLU',
    '_'.repeat(76),
    '                     2 x 64',
    'Flatten',
    '_'.repeat(76),
    '                     2 x 3',
    'Linear                                    195        True',
    '_'.repeat(76),
    '',
    'Total params: 235',
    'Total trainable params: 195',
    'Total non-trainable params: 40',
    '',
    'Optimizer used: adam',
    'Loss function: CrossEntropyLossFlat',
    '',
    'Model frozen up to parameter group #1',
    '',
    'Callbacks:',
    '  - TrainEvalCallback',
    '  - Recorder',
    '',
  ]);
  expect(learn.model.training).toBe(wasTraining);
  expect(await tinyLearner().summary()).toMatch(/Loss function: lossFunc\n\nModel unfrozen\n/);
});

test('a layer that fails leaves no hook behind', async () => {
  const learn = pictures();
  const linear = learn.model.at(3);
  vi.spyOn(linear, 'forward').mockImplementation(() => {
    throw new Error('broken on purpose');
  });
  await expect(learn.summary()).rejects.toThrow('broken on purpose');
  vi.restoreAllMocks();
  expect((await learn.summary()).match(/^Conv2d/gm)).toHaveLength(1);
});

test('the training loop is shown with the callbacks that hear of each event', () => {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => printed.push(...text.split('\n')));
  pictures().showTrainingLoop();
  vi.restoreAllMocks();
  expect(printed[0]).toBe('Start Fit');
  expect(printed.slice(5, 10)).toEqual([
    '       - beforeTrain         : [TrainEvalCallback, Recorder]',
    '      Start Batch Loop',
    '         - beforeBatch         : []',
    '         - afterPred           : []',
    '         - afterLoss           : []',
  ]);
  expect(printed).toContain('        **CBs same as train batch**');
  expect(printed.slice(-3)).toEqual([
    'End Fit',
    ' - afterCancelFit      : []',
    ' - afterFit            : []',
  ]);
});
