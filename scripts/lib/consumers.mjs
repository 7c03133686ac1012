import { Project, readmeExample } from './project.mjs';
import { say } from './report.mjs';

/** TypeScript and @types/node in pairs: the oldest that work, those of a year ago, the newest. */
export const compilers = [
  ['5.4.5', '20.9.0'],
  ['5.9.3', '20.19.0'],
  ['latest', 'latest'],
];

const program = `${readmeExample()}
import { torch } from '@onecycle/torch';
using one = torch.ones([2, 3]);
const shape: readonly number[] = one.mul(2).shape;
const figure = await learn.lrFind({ showPlot: false });
export { figure, shape };
`;

/** A program for a page, with its class names as a type. */
const page = `import { loadClassifier } from 'onecycle-web';
const classifier = await loadClassifier<'cat' | 'dog'>('/pets.onnx');
const { label, probabilities, ranking } = await classifier.classify(new Blob());
export const sound: 'cat' | 'dog' = label;
export const sure: number = probabilities.cat + (ranking[0]?.probability ?? 0);
`;

/**
 * Checks a program that uses the packages with every compiler, as strictly as they can.
 * @param {Project} project where the packages are installed, onecycle-web among them
 * @throws {import('./report.mjs').SetupError} with the errors
 */
export async function checkTypes(project) {
  project.write('consumer.ts', program);
  project.write('page.ts', page);
  const strict = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--verbatimModuleSyntax',
  ];
  const target = ['--target', 'es2022', '--lib', 'es2023,esnext.disposable,dom', '--module', 'nodenext'];
  for (const [typescript, node] of compilers) {
    await project.add(`typescript@${typescript}`, `@types/node@${node}`);
    await project.run('npx', [
      'tsc',
      '--noEmit',
      ...strict,
      ...target,
      '--types',
      'node',
      '--skipLibCheck',
      'consumer.ts',
      'page.ts',
    ]);
    // Our own declarations are checked too; vega-lite's do not hold under exactOptionalPropertyTypes.
    await project.run('npx', [
      'tsc',
      '--noEmit',
      '--strict',
      ...target,
      '--types',
      'node',
      'consumer.ts',
      'page.ts',
    ]);
    say(`types: TypeScript ${typescript} with @types/node ${node}`);
  }
}
