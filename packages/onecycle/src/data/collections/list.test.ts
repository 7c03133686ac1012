import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { L } from './list.js';
import { Path } from './path.js';

test('shows its length and the first ten items', () => {
  expect(String(L.of('a', 'b'))).toBe("(#2) ['a','b']");
  expect(inspect(L.range(12))).toBe('(#12) [0,1,2,3,4,5,6,7,8,9...]');
  expect(String(L.from([new Path('x/y.jpg')]))).toBe("(#1) [Path('x/y.jpg')]");
  expect(String(new L())).toBe('(#0) []');
});

test('is an array: what arrays give back is an L again', () => {
  const list = L.of(3, 1, 2);
  expect(Array.isArray(list)).toBe(true);
  for (const made of [list.map(String), list.filter((x) => x > 1), list.slice(1), list.concat([4])]) {
    expect(made).toBeInstanceOf(L);
  }
  expect([...list.map((x, i) => x * i)]).toEqual([0, 1, 4]);
  expect(L.from('ab', (char) => char.toUpperCase()).join('')).toBe('AB');
  expect([...L.of(5)]).toEqual([5]);
});

test("fastcore's conveniences", () => {
  const pets = L.from([
    { breed: 'pug', age: 3 },
    { breed: 'beagle', age: 1 },
    { breed: 'pug', age: 2 },
  ]);
  expect([...pets.attrgot('breed')]).toEqual(['pug', 'beagle', 'pug']);
  expect([...L.from([{ a: 1 }, {}]).attrgot('a', 9)]).toEqual([1, 9]);
  expect([...L.of([1, [2]], [3, [4]]).itemgot(1, 0)]).toEqual([2, 4]);
  expect([...pets.argwhere((pet) => pet.breed === 'pug')]).toEqual([0, 2]);
  expect(pets.argfirst((pet) => pet.age < 3)).toBe(1);
  expect(pets.argfirst((pet) => pet.age > 30)).toBe(undefined);
  expect([...pets.attrgot('breed').unique()]).toEqual(['pug', 'beagle']);
  expect([...pets.attrgot('breed').unique({ sort: true })]).toEqual(['beagle', 'pug']);
  expect([...pets.sorted('age').attrgot('age')]).toEqual([1, 2, 3]);
  expect([...pets.sorted((pet) => pet.age, { reverse: true }).attrgot('age')]).toEqual([3, 2, 1]);
  expect([...L.of('é', 'z', 'Z', '😀', 'ﬀ').sorted()]).toEqual(['Z', 'z', 'é', 'ﬀ', '😀']);
  expect([...L.of(10, 9, 1).sorted()]).toEqual([1, 9, 10]);
  const groups = pets.groupby(
    (pet) => pet.breed,
    (pet) => pet.age,
  );
  expect([...groups].map(([key, ages]) => [key, [...ages]])).toEqual([
    ['pug', [3, 2]],
    ['beagle', [1]],
  ]);
  expect(
    L.of([1, 2, 3], ['a', 'b'])
      .zip()
      .map((pair) => [...pair]),
  ).toEqual(L.of([1, 'a'], [2, 'b']));
  expect([...L.of(1, 2).zipwith(['x', 'y', 'z'])].map((pair) => [...pair])).toEqual([
    [1, 'x'],
    [2, 'y'],
  ]);
  expect([...L.of(1, 2, 3).mapFilter((x) => (x > 1 ? x * 10 : null))]).toEqual([20, 30]);
  expect(L.of(1, 2, 3).mapFirst((x) => (x > 1 ? x * 10 : undefined))).toBe(20);
  expect(
    L.of('a', 'bb')
      .mapDict((x) => x.length)
      .get('bb'),
  ).toBe(2);
  expect([...L.of('a', 'b').enumerate()]).toEqual([
    [0, 'a'],
    [1, 'b'],
  ]);
  expect(L.of('a', 'b').val2idx()).toEqual(
    new Map([
      ['a', 0],
      ['b', 1],
    ]),
  );
  expect(L.of(1, 2, 3, 4).sum()).toBe(10);
  expect(L.of(1, 2, 3, 4).product()).toBe(24);
  const cycle = L.of(1, 2).cycle();
  expect([cycle.next().value, cycle.next().value, cycle.next().value]).toEqual([1, 2, 1]);
  expect([...L.of<[number, string]>([2, 'a'], [1, 'b']).starmap((n, text) => text.repeat(n))]).toEqual([
    'aa',
    'b',
  ]);
  expect([...L.of([1, 2, 3], [10, 20]).mapZip((a, b) => a + b)]).toEqual([11, 22]);
  const shuffled = L.range(50).shuffle();
  expect([...shuffled]).not.toEqual([...L.range(50)]);
  expect([...shuffled.sorted()]).toEqual([...L.range(50)]);
  expect([...L.split('a  b c')]).toEqual(['a', 'b', 'c']);
  expect([...L.range(2, 8, 3)]).toEqual([2, 5]);
});

test('pick takes positions, also from the end, or a mask', () => {
  const list = L.of('a', 'b', 'c');
  expect([...list.pick([2, 0, -1])]).toEqual(['c', 'a', 'c']);
  expect([...list.pick([true, false, true])]).toEqual(['a', 'c']);
  expect(() => list.pick([3])).toThrow('no item 3 in a list of 3');
});

test('zip takes as many items as there are', () => {
  const long = L.range(150_000).map((i) => [i, -i]);
  const [first, second] = long.zip();
  expect([first?.length, second?.at(-1)]).toEqual([150_000, -149_999]);
  expect(L.range(150_000).zipwith(L.range(150_000)).length).toBe(150_000);
  expect(() => long.mapZip((...all) => all.length)).toThrow('a call takes about 50000: use zip().map(…)');
});

test('what is no list is refused, where Array.from would give nothing', () => {
  const given = (value: unknown): never => value as never;
  for (const [value, kind] of [
    [5, 'a number'],
    [{}, 'an object'],
    [null, 'null'],
    [true, 'a boolean'],
  ])
    expect(() => L.from(given(value))).toThrow(`L.from takes a list or another iterable, not ${kind}`);
  expect([...L.from({ length: 2 })]).toEqual([undefined, undefined]);
  expect([...L.from('ab')]).toEqual(['a', 'b']);
  expect(() => L.range(given('3'))).toThrow("L.range: stop is a number, and not '3'");
  expect(() => L.range(0, 3, 0)).toThrow('step is 0');
  expect(() => L.split(given(undefined))).toThrow('L.split takes a text, not undefined');
  expect(() => L.of(1).pick(given(0))).toThrow(
    'pick takes positions, or a list of true and false, not a number',
  );
});
