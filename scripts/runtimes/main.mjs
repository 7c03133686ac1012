import { explained } from '../../packages/torch/install/command.mjs';
import { Project } from '../lib/project.mjs';
import { SetupError, say } from '../lib/report.mjs';
import { setupOrExit } from '../setup.mjs';
import { cases, prepare } from './cases.mjs';

// npm run test:runtimes -- [case …]: installs the packed packages into an empty project and has each runtime train, export, load and
// predict there. Without arguments all of them; `-- --list` names them.

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in cases) && name !== '--list');
if (asked.includes('--list') || unknown.length > 0) {
  process.stderr.write(
    `${unknown.length ? `unknown: ${unknown}\n` : ''}cases: ${Object.keys(cases).join(', ')}\n`,
  );
  process.exit(unknown.length ? 2 : 0);
}

await setupOrExit();
process.exitCode = await explained(async () => {
  const project = await Project.create('runtimes');
  await project.install();
  await prepare(project);
  /** @type {[string, string][]} */
  const failures = [];
  for (const [name, run] of Object.entries(cases)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const started = Date.now();
    try {
      say(`${name}: predicted ${await run(project)}, ${((Date.now() - started) / 1000).toFixed(0)} s`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push([name, reason]);
      say(`${name}: failed\n${reason.split('\n').slice(-30).join('\n')}`);
    }
  }
  if (failures.length > 0) throw new SetupError(`failed: ${failures.map(([name]) => name).join(', ')}`);
});
