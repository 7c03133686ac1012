/** The program of the processes in which libtorch works: a crash of it ends such a process, and never the server. */
import { format } from 'node:util';
import type { FromWorker, Question, Task, TaskResult, ToWorker } from '../messages.js';
import { answer } from './answer.js';
import { check } from './check.js';
import { findRate } from './lr-find.js';
import { train, type Wish } from './train.js';

const wish: Wish = { stop: false };
let isTraining = false;

const tell = (message: FromWorker): void => {
  // The server may have ended: what matters is written down.
  if (process.connected) process.send?.(message, () => {});
};

function stop(): void {
  wish.stop = true;
  wish.heard?.();
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function perform(task: Exclude<Task, { do: 'answer' }>): Promise<TaskResult | 'stopped'> {
  switch (task.do) {
    case 'train':
      return train(task, tell, wish);
    case 'lr-find':
      return findRate(task, tell, wish);
    case 'check':
      return check(task, tell);
  }
}

async function begin(task: Task): Promise<void> {
  if (task.do === 'answer') {
    tell({ type: 'ready' });
    return;
  }
  isTraining = task.do === 'train';
  let last: FromWorker;
  try {
    const result = await perform(task);
    last = result === 'stopped' ? { type: 'stopped' } : { type: 'done', result };
  } catch (error) {
    last = { type: 'failed', error: wordsOf(error) };
  }
  const end = (): void => process.exit(0);
  if (process.connected) process.send?.(last, end);
  else end();
}

// Nobody sees the standard error of this process.
console.warn = (...words: unknown[]) => tell({ type: 'warned', text: format(...words) });

/** Questions are answered one after the other: each has the whole machine. */
let answering: Promise<void> = Promise.resolve();

function reply(id: number, question: Question): void {
  answering = answering.then(async () => {
    try {
      tell({ type: 'answer', id, answer: await answer(question) });
    } catch (error) {
      tell({ type: 'refused', id, error: wordsOf(error) });
    }
  });
}

// Ctrl-C in the terminal reaches all processes of the group: the server decides what becomes of this one.
process.on('SIGINT', () => {});
process.on('message', (message: ToWorker) => {
  if (message.type === 'task') void begin(message.task);
  else if (message.type === 'stop') stop();
  else reply(message.id, message.question);
});
// Without a server training ends with a checkpoint, from which the next one goes on.
process.on('disconnect', () => {
  if (isTraining) stop();
  else process.exit(0);
});
