import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Tensor } from '@onecycle/torch';
import { writeWhole, writing } from '../base/index.js';
import type { Path } from '../data/index.js';
import { checkIsLearner, type Learner } from '../training/index.js';

/**
 * Writes the class names as a type of TypeScript, `Label`, for programs that use the classifier: a union of their names, so
 * that the compiler knows a class that is misspelt, or was given up.
 *
 * ```ts ignore
 * import type { Label } from './pets.js';
 * const classifier = await loadClassifier<Label>('/pets.onnx');
 * ```
 *
 * @param name a file that ends in `.ts`, relative to the learner's path
 * @throws Error for a learner without classes
 */
export async function exportTypes<B extends readonly Tensor[]>(
  learn: Learner<B>,
  name: Path | string = 'labels.d.ts',
): Promise<Path> {
  checkIsLearner('exportTypes', learn);
  if (!/\.[cm]?ts$/.test(String(name)))
    throw new Error(`exportTypes writes TypeScript: ${name} ends in no .ts`);
  const names = learn.dls.vocab.map(String);
  if (names.length === 0) throw new Error('exportTypes: the learner has no classes');
  const file = learn.path.join(name);
  const union = names.map((label) => `\n  | ${literal(label)}`).join('');
  const text = `// Written by onecycle: the classes of the classifier, in the order of its outputs.\nexport type Label =${union};\n`;
  const kept = 'A file of that name from before is as it was, and so is the learner.';
  await writing(String(file), kept, () => mkdir(dirname(String(file)), { recursive: true }));
  await writeWhole(String(file), text, { kept });
  return file;
}

/** A string of TypeScript. JSON's is one, in other quotes. */
const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
