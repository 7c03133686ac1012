import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileFlags, describe, linkFlags } from './lib/libtorch.mjs';
import { root, say } from './lib/report.mjs';
import { execute, output } from './lib/shell.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';

// npm run test:sanitize: builds the addon of @onecycle/torch with GCC's or Clang's AddressSanitizer and
// UndefinedBehaviorSanitizer, and runs the native tests, a round through the runtime and 3,000 random calls on it.
// Any report ends the program that caused it. Leaks are not looked for: Node and libtorch keep memory to the end, and
// `torch.memory()` is what our own tests of lifetimes count.

const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'];
const source = join(root, 'packages/torch/native');
const target = join(root, 'packages/torch/build/sanitized');
const addon = join(target, 'torch.node');

const { compiler, libtorch } = await ensureToolchain();
say(`building the addon with sanitizers against ${describe(libtorch)}`);
mkdirSync(target, { recursive: true });
const files = readdirSync(source).filter((name) => name.endsWith('.cc'));
const headers = join(root, 'node_modules/node-api-headers/include');
const flags = [
  '-O1',
  '-g',
  '-fPIC',
  '-DNAPI_VERSION=8',
  ...compileFlags(libtorch),
  '-isystem',
  headers,
  ...sanitizers,
];
const objects = files.map((name) => join(target, name.replace(/\.cc$/, '.o')));
for (const [i, name] of files.entries())
  await must(compiler, [...flags, '-c', join(source, name), '-o', objects[i] ?? '']);
await must(compiler, ['-shared', ...sanitizers, '-o', addon, ...objects, ...linkFlags(libtorch)]);

// Node itself is built without them, so the libraries have to be there before anything allocates.
const libraries = ['libasan.so', 'libubsan.so', 'libstdc++.so'].map(
  (name) => output(compiler, [`-print-file-name=${name}`]) ?? name,
);
const environment = {
  ...process.env,
  LD_PRELOAD: libraries.join(' '),
  ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1:allocator_may_return_null=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  ONECYCLE_TORCH_ADDON: addon,
};

const built = (/** @type {string} */ name) => join(root, 'packages/torch/dist/testing', `${name}.js`);
const nativeTests = ['autograd', 'core/lifetime', 'dispatch', 'random', 'tensor'];
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
await step('the native tests', [vitest, 'run', ...nativeTests.map((name) => `packages/torch/src/${name}`)]);
await step('a round through the runtime', [built('smoke')]);
await step('random calls', [built('fuzz-calls'), '2000000', '3000']);
say('no report');

async function must(/** @type {string} */ command, /** @type {string[]} */ args, env = process.env) {
  const { code, text } = await execute(command, args, { env });
  if (code === 0) return text;
  console.error(text);
  process.exit(1);
}

async function step(/** @type {string} */ name, /** @type {string[]} */ args) {
  say(name);
  await must(process.execPath, args, environment);
}
