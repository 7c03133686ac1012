import { torch } from '@onecycle/torch';
import { beforeAll, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import { modelEma, saveModel } from '../callbacks/index.js';
import { checkpoint } from '../checkpoint/index.js';
import type { Learner } from './learner.js';

beforeAll(() => void vi.spyOn(console, 'log').mockImplementation(() => {}));

const calls: [string, (learn: Learner<TinyBatch>) => Promise<unknown>][] = [
  ['fit', (learn) => learn.fit(1, 0.1)],
  ['fit with averages', (learn) => learn.fit(1, 0.1, { cbs: modelEma({ decay: 0.9 }) })],
  ['fit that keeps the best', (learn) => learn.fit(2, 0.1, { cbs: saveModel() })],
  ['fit with checkpoints', (learn) => learn.fit(1, 0.1, { cbs: checkpoint({ every: 1 }) })],
  ['lrFind', (learn) => learn.lrFind({ numIt: 8, suggest: null })],
  ['save', (learn) => learn.save('model')],
  ['save and load', (learn) => learn.save('model').then(() => learn.load('model'))],
  ['export', (learn) => learn.export('model.onecycle')],
  ['validate', (learn) => learn.validate()],
  ['tta', (learn) => learn.tta({ n: 2 }).then(({ preds, targs }) => [preds, targs].map((x) => x?.dispose()))],
  ['showResults', (learn) => learn.showResults()],
];

test.each(calls)('no tensor waits for the garbage collector after %s', async (_, call) => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const learn = tinyLearner({ path: await temporaryFolder(), groups: 2 });
  await call(learn);
  const before = torch.memory().tensors;
  await call(learn);
  expect(torch.memory().tensors).toBeLessThanOrEqual(before);
});
