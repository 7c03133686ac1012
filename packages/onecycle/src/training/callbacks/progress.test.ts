import { expect, test, vi } from 'vitest';
import type { Terminal } from '../../display/index.js';
import { tinyLearner } from '../../testing/tiny-learner.js';
import { Callback } from '../events/index.js';
import { ProgressCallback } from './progress.js';

const terminal = (isTTY: boolean) => {
  let text = '';
  const to: Terminal = {
    isTTY,
    columns: 80,
    write: (more) => {
      text += more;
    },
  };
  return { to, text: () => text };
};

test('without a TTY there are the rows of the table, as fastai prints them, and nothing else', async () => {
  const { to, text } = terminal(false);
  const learn = tinyLearner({
    metrics: [(pred) => pred.mean()],
    progress: true,
    cbs: new ProgressCallback(to),
  });
  await learn.fit(2, 0.1);
  const lines = text().trimEnd().split('\n');
  expect(lines[0]).toMatch(/^epoch +train_loss +valid_loss +metric +time$/);
  expect(lines).toHaveLength(3);
  for (const [epoch, line] of lines.slice(1).entries()) {
    expect(line).toMatch(
      new RegExp(`^${epoch} +\\d+\\.\\d{6} +\\d+\\.\\d{6} +-?\\d+\\.\\d{6} +\\d\\d:\\d\\d$`),
    );
  }
  const before = text();
  await learn.validate();
  await learn.getPreds();
  expect(text()).toBe(before);
});

test('in a terminal of 80 columns no line is longer, and the bar is gone in the end', async () => {
  const { to, text } = terminal(true);
  // The bar is drawn anew when some time has passed: here every look at the clock finds it later by as much.
  let time = 0;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => (time += 500));
  const learn = tinyLearner({ batches: 40, progress: true, cbs: new ProgressCallback(to) });
  await learn.fit(2, 0.1);
  await learn.getPreds();
  clock.mockRestore();
  const shown = text()
    .split(/[\r\n]/)
    .map((line) => line.replaceAll('\x1b[K', ''));
  expect(Math.max(...shown.map((line) => line.length))).toBeLessThan(80);
  expect(shown.some((line) => /Epoch 1\/2 · train .*\d+ % \d+\/40/.test(line))).toBe(true);
  expect(shown.at(-1)).toBe('');
});

test('bars and rows can be left out for a while, and are closed by an error', async () => {
  const { to, text } = terminal(false);
  const learn = tinyLearner({ progress: true, cbs: new ProgressCallback(to) });
  await learn.noLogging(() => learn.fit(1, 0.1));
  await learn.noLogging(() => learn.noBar(() => learn.fit(1, 0.1)));
  expect(text()).toBe('');
  expect(learn.callback(ProgressCallback)).toBeDefined();
  const { logger } = learn;
  const { forward } = learn.model;
  learn.model.forward = () => {
    throw new Error('broken');
  };
  await learn.noLogging(() => expect(learn.fit(1, 0.1)).rejects.toThrow(/broken/));
  learn.model.forward = forward;
  expect(learn.logger).toBe(logger);
  class TooEarly extends Callback {
    override order = -20;
    override beforeFit() {
      throw new Error('too early');
    }
  }
  await expect(learn.fit(1, 0.1, { cbs: new TooEarly() })).rejects.toThrow(/too early/);
  expect(learn.logger).toBe(logger);
});
