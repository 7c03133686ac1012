import type { Answers, Question } from '../../messages.js';
import { Refusal, sentenceOf } from '../base/index.js';
import { Child } from './child.js';

/** After so many milliseconds without a question its process ends, and its memory is free. */
const IDLE = 5 * 60_000;

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** Asks a process of its own, which has classifiers in memory, beside one that trains; started when it is first needed. */
export class Answerer {
  #child: Child | undefined;
  #count = 0;
  readonly #waiting = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;

  /** @throws Refusal with what the process says */
  ask<Q extends Question>(question: Q): Promise<Answers[Q['ask']]> {
    clearTimeout(this.#idle);
    const child = this.#child ?? this.#start();
    this.#count += 1;
    const id = this.#count;
    return new Promise<Answers[Q['ask']]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      child.tell({ type: 'ask', id, question });
    }).finally(() => this.#rest());
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const child = this.#child;
    child?.kill();
    await child?.ended;
  }

  #start(): Child {
    const child: Child = new Child(
      { do: 'answer' },
      {
        message: (message) => {
          if (message.type === 'answer') this.#take(message.id)?.resolve(message.answer as never);
          if (message.type === 'refused')
            this.#take(message.id)?.reject(new Refusal(422, sentenceOf(message.error)));
        },
        ended: (reason) => {
          if (this.#child === child) this.#child = undefined;
          const error = new Refusal(
            500,
            `the question was not answered: ${reason ?? 'the studio is ending'}`,
          );
          for (const { reject } of this.#waiting.values()) reject(error);
          this.#waiting.clear();
        },
      },
    );
    this.#child = child;
    return child;
  }

  #take(id: number): Waiting | undefined {
    const found = this.#waiting.get(id);
    this.#waiting.delete(id);
    return found;
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#child?.kill(), IDLE).unref();
  }
}
