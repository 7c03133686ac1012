import { afterEach, expect, test, vi } from 'vitest';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { Callback } from '../events/index.js';

afterEach(() => void vi.restoreAllMocks());

/** Presses Ctrl-C so many times in a batch. */
class Press extends Callback {
  heard: string[] = [];
  constructor(
    readonly trainIter: number,
    readonly times: number,
  ) {
    super();
  }
  override afterPred() {
    if (!this.learn.training || this.learn.trainIter !== this.trainIter) return;
    for (let i = 0; i < this.times; i++) process.emit('SIGINT', 'SIGINT');
  }
  override afterCancelFit() {
    this.heard.push('afterCancelFit');
  }
  override afterFit() {
    this.heard.push('afterFit');
  }
}

test('Ctrl-C ends the fit after the batch, with everything kept', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const listeners = process.listenerCount('SIGINT');
  const learn = tinyLearner({ batches: 4 });
  const press = new Press(5, 1);
  await learn.fit(10, 0.1, { cbs: press });
  expect(learn.stopRequested).toBe(true);
  expect([learn.recorder.losses.length, learn.recorder.values.length]).toEqual([6, 1]);
  expect(press.heard).toEqual(['afterCancelFit', 'afterFit']);
  expect(said.mock.calls.flat().join()).toMatch(/Stopping after this batch; press Ctrl-C again/);
  expect(process.listenerCount('SIGINT')).toBe(listeners);

  await learn.validate();
  await learn.fit(1, 0.1);
  expect(learn.stopRequested).toBe(false);
  expect(learn.recorder.losses).toHaveLength(4);
});

test('callbacks of the last batch know that it is the last, whenever Ctrl-C is heard', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const known: boolean[] = [];
  class Between extends Callback {
    override afterBatch() {
      known.push(this.learn.stopRequested);
      // Heard in the turn after this batch, as signals are.
      if (known.length === 3) setImmediate(() => process.emit('SIGINT', 'SIGINT'));
    }
  }
  await tinyLearner({ batches: 10 }).fit(1, 0.1, { cbs: new Between() });
  expect(known.at(-1)).toBe(true);
  expect(known.length).toBeLessThan(6);
});

test('it ends both phases of fineTune', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const learn = tinyLearner({ groups: 2 });
  const press = new Press(1, 1);
  await learn.fineTune(3, { cbs: press });
  expect(press.heard).toEqual(['afterCancelFit', 'afterFit']);
  expect(learn.opt.frozenIdx).toBe(1);
});

test('pressed twice it ends the process', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  await expect(tinyLearner().fit(10, 0.1, { cbs: new Press(2, 2) })).rejects.toThrow(/exit 130/);
  expect(exit).toHaveBeenCalledOnce();
});
