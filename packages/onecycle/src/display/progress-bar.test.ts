import { expect, test, vi } from 'vitest';
import { ProgressBar, type Terminal } from './progress-bar.js';

/** A terminal that keeps what was written. */
function recorder(isTTY: boolean, columns?: number): Terminal & { text: string } {
  return {
    text: '',
    isTTY,
    ...(columns !== undefined && { columns }),
    write(text: string) {
      this.text += text;
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function train(terminal: Terminal): Promise<void> {
  const epochs = new ProgressBar(2, { label: 'Epoch', columns: ['epoch', 'train_loss', 'time'], terminal });
  for (let epoch = 0; epoch < 2; epoch++) {
    const batches = epochs.child(3, { label: 'train' });
    for (let batch = 1; batch <= 3; batch++) {
      await pause(110);
      batches.update(batch, '0.4321');
    }
    batches.close();
    epochs.row([String(epoch), '0.432100', '00:01']);
    epochs.update(epoch + 1);
  }
  epochs.close();
  epochs.close();
}

test('in a terminal one line moves below the table, and is gone at the end', async () => {
  const terminal = recorder(true, 80);
  await train(terminal);
  expect(terminal.text).toContain('\rEpoch 1/2 · train ');
  expect(terminal.text).toContain('66 % 2/3');
  const screen = terminal.text
    .split('\n')
    .map((line) => line.split('\r').at(-1)?.replace('\x1b[K', ''))
    .join('\n');
  expect(screen).toBe(
    'epoch       train_loss  time\n0           0.432100    00:01\n1           0.432100    00:01\n',
  );
  for (const line of terminal.text.split(/[\r\n]/))
    expect(line.replace('\x1b[K', '').length).toBeLessThan(80);
});

test('without a terminal only the rows are written', async () => {
  const file = recorder(false);
  await train(file);
  expect(file.text).toBe(
    'epoch       train_loss  time\n0           0.432100    00:01\n1           0.432100    00:01\n',
  );
});

test('a narrow terminal is never overrun, and amounts come in bytes', async () => {
  const terminal = recorder(true, 40);
  const bar = new ProgressBar(811_000_000, { label: 'Downloading images.tar.gz', unit: 'bytes', terminal });
  bar.update(405_500_000);
  expect(terminal.text.replaceAll('\r', '').replaceAll('\x1b[K', '').length).toBe(39);
  const wide = recorder(true, 100);
  const download = new ProgressBar(811_000_000, { label: 'images.tar.gz', unit: 'bytes', terminal: wide });
  download.update(405_500_000);
  expect(wide.text).toContain('50 % 405.5 MB/811.0 MB');
});

test('lines can be printed above the bar, and the rows are a table', () => {
  const terminal = recorder(true, 80);
  const bar = new ProgressBar(4, { label: 'Epoch', columns: ['epoch'], terminal });
  bar.update(1);
  bar.print('Saved the best model.');
  expect(terminal.text).toContain('\r\x1b[KSaved the best model.\n\rEpoch ');
  bar.row(['0']);
  expect(bar.table.rows).toEqual([['0']]);
});

test('no step at all is no division by zero', () => {
  const terminal = recorder(true, 80);
  new ProgressBar(0, { terminal }).update(0);
  expect(terminal.text).toContain('100 % 0/0');
});

test('a terminal that cannot go back in its line gets rows only, and one that does not know its width a bar', async () => {
  vi.stubEnv('TERM', 'dumb');
  const dumb = recorder(true, 80);
  await train(dumb);
  vi.stubEnv('TERM', 'xterm');
  const plain = recorder(false);
  await train(plain);
  expect(dumb.text).toBe(plain.text);
  const unknown = recorder(true, 0);
  await train(unknown);
  expect(unknown.text).toContain('66 % 2/3');
  vi.unstubAllEnvs();
});
