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

/**
 * Checks a program that uses the packages with every compiler, as strictly as they can.
 * @param {Project} project where the packages are installed
 * @throws {import('./report.mjs').SetupError} with the errors
 */
export async function checkTypes(project) {
  project.write('consumer.ts', program);
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
    ]);
    // Our own declarations are checked too; vega-lite's do not hold under exactOptionalPropertyTypes.
    await project.run('npx', ['tsc', '--noEmit', '--strict', ...target, '--types', 'node', 'consumer.ts']);
    say(`types: TypeScript ${typescript} with @types/node ${node}`);
  }
}
