import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeHeaders, sourcesIn, standIns } from '../packages/torch/install/build.mjs';
import { compileFlags, linkFlags } from '../packages/torch/install/flags.mjs';
import { describe, findLibtorch } from '../packages/torch/install/libtorch.mjs';
import { execute, output } from '../packages/torch/install/shell.mjs';
import { findCompiler } from '../packages/torch/install/system.mjs';
import { root, SetupError, say } from './lib/report.mjs';

// npm run test:sanitize: builds the addon of @onecycle/torch with GCC's or Clang's AddressSanitizer and
// UndefinedBehaviorSanitizer, and runs the native tests, a round through the runtime and 3,000 random calls on it.
// Any report ends the program that caused it. Leaks are not looked for: Node and libtorch keep memory to the end, and
// `torch.memory()` is what our own tests of lifetimes count.

const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'];
const target = join(root, 'packages/torch/build/sanitized');
const addon = join(target, 'torch.node');

const compiler = findCompiler();
const { libtorch } = findLibtorch();
if (!compiler || !libtorch)
  throw new SetupError('A compiler and a libtorch with headers are needed.', 'npm run setup');
say(`building the addon with sanitizers against ${describe(libtorch)}`);
mkdirSync(target, { recursive: true });
const files = sourcesIn(join(root, 'packages/torch/native'));
const flags = [
  '-O1',
  '-g',
  '-fPIC',
  '-DNAPI_VERSION=8',
  ...compileFlags(libtorch),
  ...standIns(libtorch),
  ...nodeHeaders(),
  ...sanitizers,
];
const objects = files.map((file) => join(target, basename(file).replace(/\.cc$/, '.o')));
for (const [i, file] of files.entries()) await must(compiler, [...flags, '-c', file, '-o', objects[i] ?? '']);
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
