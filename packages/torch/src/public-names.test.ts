import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { atenNames } from './dispatch/index.js';
import { F, nn, Tensor, torch } from './index.js';
import { isOperatorMethod } from './tensor/index.js';

// What people can import, and what hangs on it beside libtorch's operators: a change here is one of the public interface, and
// belongs into CHANGELOG.md. `npx vitest run packages/torch/src/public-names -u` writes the list anew.

const sources = fileURLToPath(new URL('.', import.meta.url));
const door = readFileSync(join(sources, 'index.ts'), 'utf8');
const nnDoor = readFileSync(join(sources, 'nn/index.ts'), 'utf8');

/** The names in `export { a, type B } from …` and `export * as c from …`, types included. */
const exported = (text: string): string[] => [
  ...[...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== ''),
  ),
  ...[...text.matchAll(/^export \* as (\w+)/gm)].map(([, name = '']) => name),
];

/** libtorch's own, which differ from version to version; newer ones also have `numel`, which is ours. */
const operators = atenNames();
operators.delete('numel');

test('the public names are these', async () => {
  const lists = {
    '@onecycle/torch': exported(door),
    nn: exported(nnDoor),
    'nn.init': Object.keys(nn.init),
    F: Object.keys(F),
    torch: Object.keys(torch).filter((name) => !operators.has(name)),
    'Tensor.prototype': Object.getOwnPropertyNames(Tensor.prototype).filter(
      (name) => !isOperatorMethod(name),
    ),
    'nn.Module.prototype': Object.getOwnPropertyNames(nn.Module.prototype),
  };
  const text = Object.entries(lists)
    .map(
      ([title, names]) =>
        `${title}\n${[...names]
          .sort()
          .map((name) => `  ${name}\n`)
          .join('')}`,
    )
    .join('\n');
  await expect(text).toMatchFileSnapshot('./fixtures/public-names.txt');
});

test('every one of them has a docstring', () => {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(sources, file), 'utf8'));
  const names = new Set<string>([
    ...exported(door),
    ...exported(nnDoor),
    ...Object.keys(nn.init),
    ...Object.keys(F),
  ]);
  for (const namespace of ['nn', 'init']) names.delete(namespace);
  const described = new Set(
    files.flatMap((text) =>
      [
        ...text.matchAll(
          /\*\/\nexport (?:abstract class|class|(?:async )?function\*?|const|type|interface) (\w+)/g,
        ),
      ].map(([, name = '']) => name),
    ),
  );
  const bare = [...names].filter((name) => !described.has(name));
  expect(bare).toEqual([]);
});
