#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describe } from './libtorch.mjs';
import { SetupError, say } from './report.mjs';

const help = {
  setup: `onecycle setup [--cuda]

Finds libtorch or gets it, and builds or fetches the native parts. What is done already is skipped; what it
installs it says first. Where it may not install something it says the command that does.

  --cuda   take a libtorch that was built for CUDA: pip's torch, or PyTorch's archive

LIBTORCH=<folder> names a libtorch; ONECYCLE_SETUP=local forbids to install system packages.
`,
  doctor: `onecycle doctor [--json]

Says what onecycle finds on this machine, and for each thing amiss the command that mends it.

  --json   the same for programs
`,
};

/**
 * The commands `setup` and `doctor`.
 * @param {readonly string[]} args
 * @param {readonly string[]} packages folders of packages with a native part, that of `@onecycle/torch` first
 * @returns {Promise<number>} the exit code: 0 when all is well, 1 when it is not, 2 when it was wrongly asked for
 */
export async function command(args, packages) {
  const [name, ...rest] = args;
  if (name !== 'setup' && name !== 'doctor') {
    process.stderr.write(`${help.setup}\n${help.doctor}`);
    return name === undefined || name === '--help' ? 0 : 2;
  }
  /** @type {{ [option: string]: { type: 'boolean', short?: string } }} */
  const known = {
    [name === 'setup' ? 'cuda' : 'json']: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  };
  let options;
  try {
    options = parseArgs({ args: rest, options: known }).values;
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : error}\n${help[name]}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(help[name]);
    return 0;
  }
  if (name === 'doctor') {
    const { doctor } = await import('./doctor.mjs');
    return await doctor(packages, { json: options.json === true });
  }
  return await explained(async () => {
    const { setUp } = await import('./setup.mjs');
    say(`ready, on ${describe(await setUp({ packages, cuda: options.cuda === true }))}`);
  });
}

/**
 * Does work that sets something up; what it cannot do is one sentence and exit code 1.
 * @param {() => Promise<void>} work
 */
export async function explained(work) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  try {
    if (major < 20 || (major === 20 && minor < 9)) {
      throw new SetupError(
        `Node ${process.versions.node} is too old; 20.9 or newer is needed.`,
        'https://nodejs.org',
      );
    }
    await work();
    return 0;
  } catch (error) {
    if (!(error instanceof SetupError) && !isOfTheSystem(error)) throw error;
    say(error.message);
    return 1;
  }
}

/**
 * A full disk, a folder that may not be written: their message names the file.
 * @param {unknown} error
 * @returns {error is Error}
 */
function isOfTheSystem(error) {
  return error instanceof Error && 'syscall' in error;
}

// As `onecycle-torch`, where @onecycle/torch is installed alone.
const self = fileURLToPath(import.meta.url);
if (process.argv[1] && realpathSync(process.argv[1]) === self)
  // Not awaited: bundlers that write CommonJS refuse a file that awaits at its top.
  void command(process.argv.slice(2), [dirname(dirname(self))]).then((code) => (process.exitCode = code));
