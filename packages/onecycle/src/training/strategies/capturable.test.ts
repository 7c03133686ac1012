import { describe, expect, test } from 'vitest';
import { Noting } from '../../testing/picture-learner.js';
import { temporaryFolder } from '../../testing/temporary.js';
import { type TinyBatch, tinyLearner } from '../../testing/tiny-learner.js';
import {
  activationStats,
  bnFreeze,
  channelsLast,
  cutMix,
  gradientAccumulation,
  gradientClip,
  hookCallback,
  mixUp,
  modelEma,
  ProgressCallback,
  progressiveResizing,
  saveModel,
  shortEpoch,
  terminateOnNan,
} from '../callbacks/index.js';
import { checkpoint } from '../checkpoint/index.js';
import { Callback } from '../events/index.js';
import { TrainEvalCallback } from '../loop/index.js';
import { MixedPrecision } from '../mixed-precision/index.js';
import { Recorder } from '../recorder/index.js';
import { ParamScheduler } from '../schedules/index.js';

describe('callbacks', () => {
  class Own extends Callback {
    override afterBatch() {}
  }
  class Marked extends Own {
    override capturable = true;
  }
  class OfEpochs extends Callback {
    override beforeTrain() {}
    override afterEpoch() {}
  }
  class OfValidation extends Own {
    override runTrain = false;
  }
  /** Which callback stands against the steps of a fit with these. */
  const watcher = async (cb: Callback<TinyBatch> | Callback) => {
    const learn = tinyLearner({ path: await temporaryFolder(), batches: 2 });
    const noting = new Noting((work) => work.watcher);
    learn.strategy = noting;
    await learn.fit(1, 0.1, { cbs: cb });
    return noting.noted;
  };

  test.each([
    gradientAccumulation(4),
    mixUp(),
    cutMix(),
    progressiveResizing(),
    activationStats(),
    hookCallback(() => 1),
    new Own(),
  ])('%s must hear what happens inside of steps', async (cb) => {
    expect(await watcher(cb as Callback)).toEqual([cb.name, cb.name]);
  });

  test.each([
    new TrainEvalCallback(),
    new Recorder(),
    new ProgressCallback(),
    new ParamScheduler({}),
    new MixedPrecision(),
    gradientClip(),
    modelEma(),
    channelsLast(),
    bnFreeze(),
    terminateOnNan(),
    shortEpoch(),
    saveModel(),
    checkpoint(),
    new Marked(),
    new OfEpochs(),
    new OfValidation(),
  ])('%s need not', async (cb) => {
    expect(await watcher(cb)).toEqual([null, null]);
  });
});
