import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const packages = resolve(import.meta.dirname, '../..');
let project: string;

/** The packages as npm installs them, but neither built nor compiled. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'doctor-test-'));
  for (const [name, part] of [
    ['@onecycle/torch', 'torch'],
    ['onecycle', 'onecycle'],
  ] as const) {
    for (const item of ['package.json', 'install', 'native', 'bin'])
      if (existsSync(join(packages, part, item)))
        cpSync(join(packages, part, item), join(project, 'node_modules', name, item), { recursive: true });
  }
  symlinkSync(
    join(packages, '../node_modules/node-api-headers'),
    join(project, 'node_modules/node-api-headers'),
  );
});
afterAll(() => rmSync(project, { recursive: true }));

function run(args: readonly string[], { bin, env = {} }: { bin: string; env?: Record<string, string> }) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    cwd: project,
    env: { ...process.env, ONECYCLE_HOME: join(project, 'home'), ...env },
  });
  return { status, stdout, stderr };
}
const here = join(packages, 'onecycle/bin/onecycle.mjs');
const there = () => join(project, 'node_modules/onecycle/bin/onecycle.mjs');

test('doctor finds libtorch, BLAS, threads and the native parts', () => {
  const { status, stdout } = run(['doctor', '--json'], { bin: here });
  const report = JSON.parse(stdout);
  expect(status).toBe(0);
  expect(report.libtorch.version).toMatch(/^\d+\.\d+$/);
  expect(report.native.map((part: { package: string }) => part.package)).toEqual([
    '@onecycle/torch',
    'onecycle',
  ]);
  expect(report.runtime).toMatchObject({
    blas: expect.any(String),
    threads: expect.any(Number),
    bf16: expect.any(Boolean),
  });
  const words = run(['doctor'], { bin: here }).stdout;
  for (const row of ['Node', 'platform', 'libtorch', 'BLAS', 'threads', 'bf16', 'weights', 'disk'])
    expect(words).toMatch(new RegExp(`^${row} +\\S`, 'm'));
});

test('doctor works where nothing is built, and says what builds it', () => {
  const { status, stdout } = run(['doctor', '--json'], { bin: there() });
  const report = JSON.parse(stdout);
  expect(status).toBe(1);
  expect(report.ok).toBe(false);
  expect(report.runtime).toBeNull();
  expect(report.problems).toContainEqual({
    what: 'The native part of @onecycle/torch is not built.',
    mend: 'npx onecycle setup',
    fatal: true,
  });
});

test('doctor says what is wrong with LIBTORCH', () => {
  const { status, stdout } = run(['doctor'], { bin: there(), env: { LIBTORCH: project } });
  expect(status).toBe(1);
  expect(stdout).toContain(`LIBTORCH=${project} holds no libtorch`);
  expect(stdout).toContain('unset LIBTORCH');
});

test('setup without a compiler says the command, and changes nothing', () => {
  const { status, stderr } = run(['setup'], {
    bin: there(),
    env: { PATH: project, CXX: '', ONECYCLE_SETUP: 'local' },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/Missing on this machine: .*a C\+\+ compiler/);
  const { status: still } = run(['doctor'], { bin: there() });
  expect(still).toBe(1);
});

test('a command or an option that there is not is refused', () => {
  expect(run(['setup', '--cdua'], { bin: here })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--cdua'),
  });
  expect(run(['setup', '--help'], { bin: here })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('--cuda'),
  });
});
