import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnasked, ncclHeaders } from './cuda.mjs';
import { linkFlags } from './flags.mjs';
import { hasCuda } from './libtorch.mjs';
import { SetupError } from './report.mjs';
import { execute } from './shell.mjs';
import { noRoom } from './whole.mjs';

/** @typedef {import('./libtorch.mjs').Libtorch} Libtorch */

/** Destructors, whose names in a library depend on no argument. */
const symbols = { gloo: '_ZN4c10d16ProcessGroupGlooD1Ev', nccl: '_ZN4c10d16ProcessGroupNCCLD1Ev' };

/**
 * What of c10d a libtorch has in it: whether a library has a function is asked of the linker, since headers are there in
 * any case.
 * @param {string} compiler
 * @param {Libtorch} libtorch
 * @returns {Promise<{ defines: string[], headers: string[] }>}
 */
export async function distributedFlags(compiler, libtorch) {
  if (!(await links(compiler, libtorch, symbols.gloo))) return { defines: [], headers: [] };
  const defines = ['-DONECYCLE_C10D'];
  /** @type {string[]} */
  const headers = [];
  if (hasCuda(libtorch) && (await links(compiler, libtorch, symbols.nccl))) {
    defines.push('-DONECYCLE_NCCL');
    const folder = ncclHeaders(libtorch);
    if (folder && !isUnasked(folder)) headers.push('-isystem', folder);
  }
  return { defines, headers };
}

/**
 * @param {string} compiler
 * @param {Libtorch} libtorch
 * @param {string} symbol
 */
async function links(compiler, libtorch, symbol) {
  const folder = mkdtempSync(join(tmpdir(), 'onecycle-probe-'));
  const source = join(folder, 'probe.cc');
  const name = process.platform === 'darwin' ? `_${symbol}` : symbol;
  writeFileSync(source, `void probe() __asm__("${name}");\nint main() { probe(); }\n`);
  // Of a shared library whose own libraries are elsewhere, only this function matters.
  const flags = linkFlags(libtorch).filter((flag) => !['-undefined', 'dynamic_lookup'].includes(flag));
  const lax = process.platform === 'darwin' ? [] : ['-Wl,--allow-shlib-undefined'];
  try {
    const args = [source, '-o', join(folder, 'probe'), ...lax, ...flags];
    const { code, text } = await execute(compiler, args, { env: { LC_ALL: 'C' } });
    // On a full disk nothing links.
    if (code !== 0 && noRoom(text, {})) throw new SetupError(text.trim());
    return code === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
