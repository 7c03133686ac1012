import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { find, load, locate, packageFolder, partOf, setupCommand, sourcesOf } from './locate.mjs';

let project: string;
let torch: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'locate-test-')));
  torch = join(project, 'node_modules/@onecycle/torch');
  write(join(torch, 'package.json'), '{ "name": "@onecycle/torch", "native": { "file": "torch.node" } }');
  write(join(torch, 'native/addon.cc'), 'int one;');
  vi.stubEnv('ONECYCLE_HOME', join(project, 'home'));
  vi.stubEnv('LIBTORCH', join(project, 'nowhere'));
  vi.spyOn(process, 'cwd').mockReturnValue(project);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(project, { recursive: true });
});

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A build that an earlier setup left among the shared ones. */
function share(key: string, libtorch: string, age = 0): string {
  const file = join(project, 'home/native', key, 'torch.node');
  write(file, '');
  write(libtorch, '');
  const record = {
    key,
    sources: sourcesOf(partOf(torch)),
    libtorch: { version: '2.7', origin: 'here', library: libtorch },
  };
  write(`${file}.json`, JSON.stringify(record));
  const time = Date.now() / 1000 - age;
  utimesSync(`${file}.json`, time, time);
  return file;
}

test('the build in the package comes first, then the shared one that was set up last', () => {
  const older = share('a', join(project, 'one/lib/libtorch_cpu.so'), 100);
  const newer = share('b', join(project, 'two/lib/libtorch_cpu.so'));
  expect(find(partOf(torch))).toEqual({ path: newer, kind: 'shared' });
  vi.stubEnv('LIBTORCH', join(project, 'one'));
  expect(find(partOf(torch))).toEqual({ path: older, kind: 'shared' });
  write(join(torch, 'build/torch.node'), '');
  expect(find(partOf(torch))).toEqual({ path: join(torch, 'build/torch.node'), kind: 'own' });
});

test('a shared build of other sources, or for a libtorch that is gone, does not serve', () => {
  const library = join(project, 'one/lib/libtorch_cpu.so');
  share('a', library);
  write(join(torch, 'native/addon.cc'), 'int two;');
  expect(find(partOf(torch))).toBeUndefined();
  share('a', library);
  rmSync(library);
  expect(find(partOf(torch))).toBeUndefined();
});

test('what only tests are built from, which is not published, is no other source', () => {
  const published = sourcesOf(partOf(torch));
  write(join(torch, 'native/testing/fuzz.cc'), 'int three;');
  expect(sourcesOf(partOf(torch))).toBe(published);
  write(join(torch, 'native/shim/some.h'), 'int four;');
  expect(sourcesOf(partOf(torch))).not.toBe(published);
});

test('a package is found around the caller, from the caller, and from where the program was started', () => {
  const inside = pathToFileURL(join(torch, 'dist/core/native.js')).href;
  expect(packageFolder('@onecycle/torch', inside)).toBe(torch);
  const bundle = pathToFileURL(join(project, 'dist/server.mjs')).href;
  expect(packageFolder('@onecycle/torch', bundle)).toBe(torch);
  expect(packageFolder('@onecycle/torch', pathToFileURL('/elsewhere/server.mjs').href)).toBe(torch);
  expect(packageFolder('@onecycle/torch', undefined)).toBe(torch);
});

test('what is not built names a command that exists there', () => {
  const from = pathToFileURL(join(torch, 'dist/native.js')).href;
  expect(() => locate('@onecycle/torch', from)).toThrow(
    'is not built. Build it with: npx onecycle-torch setup',
  );
  write(join(project, 'node_modules/onecycle/package.json'), '{ "name": "onecycle" }');
  expect(() => locate('@onecycle/torch', from)).toThrow('Build it with: npx onecycle setup');
  const clone = join(project, 'clone/packages/torch');
  cpSync(torch, clone, { recursive: true });
  expect(setupCommand(clone)).toBe('npm run setup');
});

test('what does not load says why, what it was built for, and what to do', () => {
  const file = join(torch, 'build/torch.node');
  write(file, 'no library');
  write(`${file}.json`, JSON.stringify({ libtorch: { version: '2.7', origin: 'the moon' } }));
  expect(() => load('@onecycle/torch', file)).toThrow(
    /does not load: .*torch\.node.*\. It was built for libtorch 2\.7 \(the moon\)\. Build it anew with: npx onecycle-torch setup/,
  );
});
