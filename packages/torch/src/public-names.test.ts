import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { atenNames } from './dispatch/index.js';
import { F, nn, Tensor, torch } from './index.js';
import { isClass } from './options/index.js';
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

/** What JavaScript says by itself where an argument is not what a function takes it for. */
const raw =
  /Cannot (read|destructure|convert|set)|is not (a function|iterable|a constructor)|Class constructor|Cannot use 'in'/;

/** Arguments that nobody means: none, null, and what stands in place of tensors, modules, functions and options. */
const wrong: readonly unknown[][] = [
  [],
  [null],
  [null, null],
  [5],
  [5, null],
  ['x', null],
  [{}, 5],
  [[]],
  [[null], null],
  [
    [1, 2],
    [3, 4],
  ],
  [new Float32Array(2), new Float32Array(2)],
  [() => 1],
  [Promise.resolve(1), Promise.resolve(1), Promise.resolve(1)],
  [torch.ones([2])],
  [torch.ones([2]), null],
  [torch.ones([2]), [1, 2]],
  [3, 4, null],
  [3, 4, Promise.resolve(1)],
];

/** Calls a function, or makes an object of a class; what it throws, or rejects with. */
async function errorOf(callee: Callee, args: readonly unknown[]): Promise<unknown> {
  try {
    await (isClass(callee) ? Reflect.construct(callee, args) : Reflect.apply(callee, undefined, args));
  } catch (error) {
    return error;
  }
  return undefined;
}

type Callee = (...args: unknown[]) => unknown;

const calleesOf = (room: string, names: object): [string, Callee][] =>
  Object.entries(Object.getOwnPropertyDescriptors(names)).flatMap(([name, { value }]) =>
    typeof value === 'function' ? [[`${room}.${name}`, value]] : [],
  );

const callees = [
  ...calleesOf('nn', { ...nn }),
  ...calleesOf('nn.init', { ...nn.init }),
  ...calleesOf('F', F),
  ...calleesOf('torch.distributed', torch.distributed),
  ...calleesOf('torch', torch).filter(([name]) => !operators.has(name.slice('torch.'.length))),
];

// Tensors are made by operators, and not by their class.
test.each(callees.filter(([name]) => name !== 'torch.Tensor'))(
  '%s refuses wrong arguments in words of ours',
  async (_, callee) => {
    for (const args of wrong) expect.soft(String(await errorOf(callee, args))).not.toMatch(raw);
  },
);
