import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Which libtorch had which overload, of those that types were generated from: `npm run generate` adds the installed one. So the types
 * can say since when there is an operator, and keep those that the newest lacks.
 */
export interface History {
  /** `1.13`, `2.13`, …, the oldest first. */
  versions: string[];
  /** By overload (`aten::add.Tensor`), the first of these versions that has it. */
  first: Record<string, string>;
}

const path = fileURLToPath(new URL('../../src/generate/history.json', import.meta.url));

const inOrder = (a: string, b: string): number => {
  const [x = [], y = []] = [a, b].map((version) => version.split('.').map(Number));
  return (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0);
};

/** A history with the overloads of one more libtorch in it. */
export function withVersion(
  { versions, first }: History,
  version: string,
  overloads: Iterable<string>,
): History {
  const current = version.split('.').slice(0, 2).join('.');
  const since = { ...first };
  for (const overload of overloads)
    since[overload] = [current, first[overload] ?? current].sort(inOrder)[0] ?? current;
  return {
    versions: [...new Set([...versions, current])].sort(inOrder),
    first: Object.fromEntries(Object.entries(since).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The history with this libtorch's overloads in it, which is written down. */
export function remembered(version: string, overloads: Iterable<string>): History {
  const history = withVersion(JSON.parse(readFileSync(path, 'utf8')), version, overloads);
  writeFileSync(path, `${JSON.stringify(history, null, 1)}\n`);
  return history;
}

/** The version since which there is one of these overloads, or undefined where the oldest has one. */
export function sinceWhen({ versions, first }: History, overloads: readonly string[]): string | undefined {
  const [earliest] = overloads.flatMap((overload) => first[overload] ?? []).sort(inOrder);
  return earliest === versions[0] ? undefined : earliest;
}

/** The members of generated interfaces as they were written last, by interface and name: `TorchFunctions.abs`. */
export function writtenBefore(file: string): Map<string, string> {
  const members = new Map<string, string>();
  let [within, pending, inComment] = ['', '', false];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const opened = /^(?:export )?interface (\w+) \{$/.exec(line)?.[1];
    const name = /^ {2}(\w+)\(/.exec(line)?.[1];
    if (opened !== undefined) within = opened;
    else if (line.startsWith('  /**')) [pending, inComment] = [line, !line.endsWith('*/')];
    else if (inComment) [pending, inComment] = [`${pending}\n${line}`, !line.endsWith('*/')];
    else if (name !== undefined) {
      const key = `${within}.${name}`;
      members.set(key, [members.get(key) ?? pending, line].join('\n'));
    }
  }
  return members;
}
