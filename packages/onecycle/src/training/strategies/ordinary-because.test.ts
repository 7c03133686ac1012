import { torch } from '@onecycle/torch';
import { describe, expect, test } from 'vitest';
import { Noting, pictureLearner } from '../../testing/picture-learner.js';
import type { TinyBatch } from '../../testing/tiny-learner.js';
import { gradientClip, mixUp, modelEma } from '../callbacks/index.js';
import type { Callback } from '../events/index.js';
import type { Learner } from '../learner/index.js';
import { ofStep } from './ordinary-because.js';

describe('before a step', () => {
  const reasons = async (learn: Learner<TinyBatch>, cbs: Callback[] = []) => {
    const noting = new Noting((work) => ofStep(work)?.sentence ?? null);
    learn.strategy = noting;
    await learn.fit(1, 0.01, { cbs });
    return noting.noted;
  };

  test('nothing stands against the usual one', async () => {
    const learn = pictureLearner();
    learn.toFp16().addCbs([gradientClip(), modelEma()]);
    expect(await reasons(learn)).toEqual([null, null, null, null]);
  });

  test('a callback, a hook and gradients that are there do', async () => {
    const [mixed] = await reasons(pictureLearner(), [mixUp()]);
    expect(mixed).toMatch(/^MixUp has events inside of batches.*capturable/);
    const hooked = pictureLearner();
    const hook = hooked.model.modules()[2]?.registerForwardHook(() => undefined);
    expect((await reasons(hooked))[0]).toMatch(/hooks \(on BatchNorm2d\)/);
    hook?.remove();
    expect(await reasons(hooked)).toEqual([null, null, null, null]);
    const accumulating = pictureLearner();
    for (const parameter of accumulating.model.parameters()) parameter.grad = torch.zerosLike(parameter);
    // The first step writes over them, and its gradients go with the optimizer's step.
    expect(await reasons(accumulating)).toEqual([
      expect.stringMatching(/gradients from before/),
      null,
      null,
      null,
    ]);
  });
});
