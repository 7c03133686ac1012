import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { publicNames } from './testing/public-names.js';

const entry = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

test.each(['index', 'extend', 'predict'])(
  'what %s lets out: a change to it is a change for users',
  async (name) => {
    const names = publicNames(entry(name));
    const listed = names.map((one) => (one.isType ? `type ${one.name}` : one.name)).sort();
    expect(new Set(listed).size).toBe(listed.length);
    expect(Object.keys(await import(entry(name))).sort()).toEqual(
      listed.filter((one) => !one.startsWith('type ')),
    );
    await expect(`${listed.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}-names.txt`);
  },
);

test('no name stands in both entries, predict has a choice of the names, and none comes by a star', () => {
  const [main, extend] = ['index', 'extend'].map(
    (name) => new Set(publicNames(entry(name)).map((one) => one.name)),
  );
  expect([...(extend ?? [])].filter((name) => main?.has(name))).toEqual([]);
  expect(publicNames(entry('predict')).filter(({ name }) => !main?.has(name))).toEqual([]);
  for (const name of ['index', 'extend', 'predict'])
    expect(readFileSync(entry(name), 'utf8')).not.toContain('export *');
});

test('every public name has a docstring', () => {
  const bare = ['index', 'extend'].flatMap((name) =>
    publicNames(entry(name)).filter(({ docstring }) => !docstring),
  );
  expect(bare.map(({ name, file }) => `${name} in ${file.replace(/^.*\/packages\//, 'packages/')}`)).toEqual(
    [],
  );
});
