import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execute } from '../../packages/torch/install/shell.mjs';
import { Project } from '../lib/project.mjs';
import { root, SetupError, say } from '../lib/report.mjs';
import { tools } from '../lib/tools.mjs';

const round = readFileSync(join(root, 'scripts/runtimes/round.mjs'), 'utf8');
const call = "import { round } from './round.mjs';\nconsole.log('predicted', await round());\n";

/**
 * What each runtime is tried with, in a project with the packages, their native parts and a few pictures. A case gives what it
 * predicted, or throws.
 * @type {Record<string, (project: Project) => Promise<string>>}
 */
export const cases = {
  'node 20.9': (project) => inNode(project, '20.9.0'),
  'node 22': (project) => inNode(project, '22'),
  'node 24': (project) => inNode(project, '24'),
  'node newest': (project) => inNode(project, 'latest'),
  deno: async (project) => {
    const deno = join(await tool('deno', 'latest'), '../.bin/deno');
    // Its own installer brings the binary at the first call.
    return await predicted(project, deno, ['run', '-A', '--node-modules-dir=manual', 'main.mjs']);
  },
  bun: async (project) => {
    const folder = await tool(`@oven/bun-${process.platform}-${process.arch}`, 'latest');
    return await predicted(project, join(folder, 'bin/bun'), ['run', 'main.mjs']);
  },
  tsx: async (project) => {
    project.write('main.ts', call.replace("'predicted'", "'predicted' as const"));
    await project.add('tsx');
    return await predicted(project, 'npx', ['tsx', 'main.ts']);
  },
  'worker thread': async (project) => {
    project.write(
      'worker.mjs',
      "import { parentPort } from 'node:worker_threads';\nimport { round } from './round.mjs';\nparentPort.postMessage(await round());\n",
    );
    project.write(
      'main-worker.mjs',
      "import { Worker } from 'node:worker_threads';\nconst worker = new Worker(new URL('worker.mjs', import.meta.url));\nworker.on('error', (error) => { throw error; });\nworker.on('message', (label) => console.log('predicted', label));\n",
    );
    return await predicted(project, process.execPath, ['main-worker.mjs']);
  },
  pnpm: async (project) => {
    const pnpm = join(await tool('pnpm', '10'), 'bin/pnpm.cjs');
    const other = new Project(join(project.folder, '../pnpm'), project.tarballs);
    const files = Object.fromEntries(other.tarballs.map((tarball) => [nameOf(tarball), `file:${tarball}`]));
    const manifest = {
      name: 'project',
      private: true,
      type: 'module',
      dependencies: { onecycle: files.onecycle },
      pnpm: { overrides: files },
    };
    other.write('package.json', JSON.stringify(manifest));
    await other.run(process.execPath, [pnpm, 'install', '--ignore-scripts']);
    await prepare(other, project);
    return await predicted(other, process.execPath, ['main.mjs']);
  },
  next: async (project) => {
    await project.add('next@16', 'react@19', 'react-dom@19');
    if (!existsSync(join(project.folder, 'pets.onecycle')))
      await predicted(project, process.execPath, ['main.mjs']);
    // The library stays outside of the bundle: it loads its native parts from its own package.
    project.write(
      'next.config.mjs',
      "export default { serverExternalPackages: ['onecycle', '@onecycle/torch'], outputFileTracingRoot: import.meta.dirname, turbopack: { root: import.meta.dirname } };\n",
    );
    project.write(
      'app/layout.js',
      'export default function Layout({ children }) {\n  return <html lang="en"><body>{children}</body></html>;\n}\n',
    );
    project.write('app/page.js', 'export default function Page() {\n  return <p>onecycle</p>;\n}\n');
    const route = 'app/api/pets/[[...path]]/route.js';
    project.write(route, readFileSync(join(root, 'examples/dist/put-to-use/next-route.js'), 'utf8'));
    const next = join(project.folder, 'node_modules/next/dist/bin/next');
    const env = { NEXT_TELEMETRY_DISABLED: '1' };
    await project.run(process.execPath, [next, 'build'], { env });
    const port = await freePort();
    return await served(
      project,
      [next, 'start', '-p', String(port)],
      `http://127.0.0.1:${port}/api/pets/predict`,
      env,
      readFileSync(join(project.folder, 'pets/images/pug_1.jpg')),
    );
  },
};

/**
 * Sets a project up: the native parts, and the pictures of another one or new ones.
 * @param {Project} project
 * @param {Project} [from]
 */
export async function prepare(project, from) {
  await project.run('npx', ['onecycle', 'setup']);
  project.write('round.mjs', round);
  project.write('main.mjs', call);
  if (from) await project.run('cp', ['-r', join(from.folder, 'pets'), 'pets']);
  else await project.run('npx', ['onecycle', 'paper-pets', 'pets', '--per-breed', '4']);
}

/** Runs the round and gives what it predicted. @param {Project} project @param {string} command @param {string[]} args */
async function predicted(project, command, args) {
  rmSync(join(project.folder, 'pets.onecycle'), { force: true });
  const text = await project.run(command, args);
  const label = text.match(/^predicted (\S+)/m)?.[1];
  if (!label) throw new SetupError(`it ended without a prediction:\n${text.trim()}`);
  return label;
}

/** npm has Node itself as a package for every platform. @param {Project} project @param {string} version */
async function inNode(project, version) {
  const folder = await tool(`node-${process.platform}-${process.arch}`, version);
  const { version: exact } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${await predicted(project, join(folder, 'bin/node'), ['main.mjs'])} (${exact})`;
}

/** An npm package in a folder of its own, so that several versions live side by side. @param {string} name @param {string} version */
async function tool(name, version) {
  const folder = join(tools, `${name.replace(/[@/]/g, '-')}-${version}`);
  const place = join(folder, 'node_modules', name);
  if (existsSync(place)) return place;
  say(`installing ${name}@${version} from npm`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const { code, text } = await execute('npm', ['install', '--no-audit', '--no-fund', `${name}@${version}`], {
    cwd: folder,
  });
  if (code !== 0) throw new SetupError(`${name}@${version} could not be installed:\n${text.trim()}`);
  return place;
}

/** The package in a tarball: onecycle-torch-0.1.0.tgz is @onecycle/torch. */
function nameOf(/** @type {string} */ tarball) {
  const stem = tarball.replace(/^.*\//, '').replace(/-\d+\.\d+\.\d+.*$/, '');
  return stem === 'onecycle' ? stem : stem.replace(/^onecycle-/, '@onecycle/');
}

/** A port that nobody listens at. @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/**
 * Starts a server, asks it once what a picture shows, and ends it.
 * @param {Project} project
 * @param {string[]} args
 * @param {string} url
 * @param {NodeJS.ProcessEnv} env
 * @param {Buffer} picture
 */
async function served(project, args, url, env, picture) {
  const server = spawn(process.execPath, args, {
    cwd: project.folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (said += chunk));
  try {
    // As long as it runs: on a busy machine it takes its time.
    for (; server.exitCode === null && server.signalCode === null; await sleep(500)) {
      const body = {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: new Uint8Array(picture),
      };
      const response = await fetch(url, body).catch(() => undefined);
      if (!response) continue;
      const text = await response.text();
      if (!response.ok) throw new SetupError(`the server answered ${response.status}: ${text}\n${said}`);
      /** @type {{ label: string }} */
      const { label } = JSON.parse(text);
      return label;
    }
    throw new SetupError(`the server ended:\n${said}`);
  } finally {
    // At once: asked politely, it waits for connections. What it started may outlive it, and must not hold this process by its pipes.
    server.kill('SIGKILL');
    server.stdout.destroy();
    server.stderr.destroy();
  }
}
