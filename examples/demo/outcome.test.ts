import { expect, test } from 'vitest';
import { lossesInWords } from './outcome.js';

const metricNames = ['epoch', 'train_loss', 'valid_loss', 'error_rate', 'time'];
const words = (losses: number[], valid: number[]) =>
  lossesInWords({ losses, metricNames, values: valid.map((loss) => [0, loss, 0]) });

test.each([
  [
    [3, 2, 1],
    [2, 1],
    'The training loss fell from 3.00 to 1.00; the validation loss fell from 2.00 to 1.00. What the model learns holds',
  ],
  [
    [3, 2, 1],
    [1, 2],
    'the validation loss rose from 1.00 to 2.00. The model begins to know the training pictures by heart',
  ],
  [
    [1, 2, 3],
    [1, 2],
    'The training loss rose from 1.00 to 3.00; the validation loss rose from 1.00 to 2.00. It has not learned',
  ],
  [
    [1, 1, 1],
    [1, 1],
    'The training loss stayed near 1.00; the validation loss stayed near 1.00. It has not learned',
  ],
  [[3, 2, 1], [1, 1], 'no longer what helps with new ones'],
  [[3, 2, 1], [2], 'of one epoch there is one validation loss, 2.00'],
])('captions follow the numbers: %j, %j', (losses, valid, expected) => {
  expect(words(losses, valid)).toContain(expected);
});
