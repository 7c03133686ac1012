import { expect, test } from 'vitest';
import { Outbox } from './outbox.js';

/** An outbox of numbers, each of which takes as much room as it says; the server is away until `back()`. */
function boxed(room: number) {
  const sent: number[] = [];
  const dropped: number[] = [];
  let isBack = false;
  const box = new Outbox<number>(
    {
      send: async (letter) => {
        if (!isBack) throw new Error('away');
        sent.push(letter);
      },
      sent: () => {},
      again: () => true,
      failed: () => {},
      size: (letter) => letter,
      dropped: (letter) => void dropped.push(letter),
    },
    room,
  );
  const back = () => {
    isBack = true;
  };
  return { box, sent, dropped, back };
}

test('what waits has so much room, beyond which the oldest is given up', async () => {
  const { box, sent, dropped, back } = boxed(10);
  box.add(3, 0, 4);
  box.add(2);
  expect([box.unsent, dropped]).toEqual([[3, 0, 4, 2], []]);
  box.add(5);
  // What takes no room is never given up, nor is the last, however large.
  expect([box.unsent, dropped]).toEqual([
    [0, 2, 5],
    [3, 4],
  ]);
  box.add(50);
  expect([box.unsent, dropped]).toEqual([
    [0, 50],
    [3, 4, 2, 5],
  ]);
  expect(await box.drain(20)).toBe(false);
  back();
  expect(await box.drain(60_000)).toBe(true);
  expect(sent).toEqual([0, 50]);
});
