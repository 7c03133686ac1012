#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

// Ended by Ctrl-C or SIGTERM the process tidies up what is temporary; commands that end otherwise listen themselves.
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(code);
  });

// Whoever reads may have enough (`| head -1`), which ends no training and is no error. That results cannot be written is one.
let unwritten = false;
process.stderr.on('error', () => {});
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE' || unwritten) return;
  unwritten = true;
  process.stderr.write(`error: what is printed cannot be written: ${error.message}\n`);
});
process.on('exit', (code) => {
  if (unwritten && code === 0) process.exitCode = 1;
});

// `setup` and `doctor` run before anything is built, and where nothing is: they must not import the library.
const args = process.argv.slice(2);
const main = new URL('../dist/cli/main.js', import.meta.url);
if (args[0] === 'setup' || args[0] === 'doctor') {
  const { command } = await import('@onecycle/torch/install');
  const torch = dirname(createRequire(import.meta.url).resolve('@onecycle/torch/package.json'));
  process.exitCode = await command(args, [torch, fileURLToPath(new URL('..', import.meta.url))]);
} else if (existsSync(main)) await import(main.href);
else {
  process.stderr.write('onecycle is not built yet. In its checkout run: npm run setup\n');
  process.exitCode = 1;
}
