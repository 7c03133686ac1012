import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { sourcesIn } from '../packages/torch/install/build.mjs';
import { compileFlags, linkFlags } from '../packages/torch/install/flags.mjs';
import { describe, findLibtorch } from '../packages/torch/install/libtorch.mjs';
import { execute } from '../packages/torch/install/shell.mjs';
import { findCompiler, findJpeg } from '../packages/torch/install/system.mjs';
import { root, SetupError, say } from './lib/report.mjs';

// npm run test:sanitize: builds the picture library once with AddressSanitizer and UndefinedBehaviorSanitizer, and once with
// ThreadSanitizer, each time as one program with the fuzzer of packages/onecycle/native/testing, and runs 10,000 cases on
// each (--cases 300 is the short form): sizes, boxes and damaged files. No JavaScript is in it, whose engine no sanitizer
// understands.

const { values } = parseArgs({ options: { cases: { type: 'string', default: '10000' } } });
const compiler = findCompiler();
const jpeg = findJpeg();
const { libtorch } = findLibtorch();
if (!compiler || !jpeg || !libtorch)
  throw new SetupError('A compiler, libjpeg-turbo and a libtorch with headers are needed.', 'npm run setup');

const native = join(root, 'packages/onecycle/native');
const pictures = join(root, 'packages/onecycle/src/vision/decode/fixtures');
const sources = [native, join(native, 'testing')].flatMap(sourcesIn);
const environment = {
  ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1:allocator_may_return_null=1:max_allocation_size_mb=2048',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  // libtorch is built without: what it does by itself is not watched.
  // A forked process makes threads of its own.
  TSAN_OPTIONS: 'halt_on_error=1:ignore_noninstrumented_modules=1:die_after_fork=0',
};

for (const [name, ...sanitizers] of [
  ['memory', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  ['threads', '-fsanitize=thread'],
]) {
  say(`building the picture library with ${sanitizers[0]} against ${describe(libtorch)}`);
  const target = join(root, 'packages/onecycle/build/sanitized', name ?? '');
  mkdirSync(target, { recursive: true });
  const flags = [
    '-O1',
    // Lines, for reports; all else that debuggers want is a third of the compiler's work.
    '-g1',
    '-fno-omit-frame-pointer',
    '-I',
    native,
    ...compileFlags(libtorch),
    ...jpeg.compile,
  ];
  const objects = await Promise.all(
    sources.map(async (file) => {
      const object = join(target, basename(file).replace(/\.cc$/, '.o'));
      await must(compiler, [...flags, ...sanitizers, '-c', file, '-o', object]);
      return object;
    }),
  );
  const program = join(target, 'fuzz');
  const libraries = [...linkFlags(libtorch), ...jpeg.link, '-pthread'];
  await must(compiler, [...sanitizers, '-o', program, ...objects, ...libraries]);
  say((await must(program, [pictures, values.cases])).trim());
}
say('no report');

async function must(/** @type {string} */ command, /** @type {string[]} */ args) {
  const { code, text } = await execute(command, args, { env: { ...process.env, ...environment } });
  if (code === 0) return text;
  console.error(text);
  process.exit(1);
}
