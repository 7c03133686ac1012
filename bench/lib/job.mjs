import { spawnSync } from 'node:child_process';

/**
 * One measurement of one side.
 * @typedef {{ value: number, parts?: Record<string, number> }} Measurement `parts` break the value down, in its unit
 */

/**
 * A side of a comparison: a process that measures once for every line it reads.
 * @typedef {object} Side
 * @property {(job: string) => { command: string, args: string[] }} start
 * @property {() => string | undefined} missing why it cannot run here, or undefined
 */

/**
 * A benchmark: bench/jobs/<name>.mjs exports one as `job`, and `prepare(variant)`, which gives the function that
 * measures our side.
 * @typedef {object} Job
 * @property {string} title
 * @property {string} unit
 * @property {number} [pairs] how often every side measures; 5 unless told
 * @property {Record<string, Side>} sides
 * @property {Goal[]} goals
 */

/** @typedef {{ side: string, peer: string, atMost?: number, atLeast?: number }} Goal bounds of side ÷ peer */

/**
 * Our side: `prepare(variant)` of the job's own file.
 * @param {string} variant
 * @returns {Side}
 */
export function ours(variant) {
  const file = new URL('side.mjs', import.meta.url).pathname;
  return {
    start: (job) => ({ command: process.execPath, args: ['--expose-gc', file, job, variant] }),
    missing: () => undefined,
  };
}

/**
 * A peer in Python: bench/peers/<file>, run by $PYTHON or Debian's interpreter.
 * @param {string} file
 * @param {{ variant?: string, modules?: string[], install?: string }} [options] `install`: how to get the modules; Debian's
 *   packages unless told
 * @returns {Side}
 */
export function python(file, { variant = '', modules = ['torch'], install = debian(modules) } = {}) {
  const interpreter = process.env.PYTHON ?? '/usr/bin/python3';
  const path = new URL(`../peers/${file}`, import.meta.url).pathname;
  return {
    start: () => ({ command: interpreter, args: [path, variant] }),
    missing() {
      const find = `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in ${JSON.stringify(modules)}))`;
      const { status, error } = spawnSync(interpreter, ['-c', find]);
      if (status === 0) return undefined;
      return `${interpreter} ${error ? 'is missing' : `lacks ${modules.join(' or ')}`} (${install}, or PYTHON=<an interpreter that has it>)`;
    },
  };
}

const debian = (/** @type {string[]} */ modules) =>
  `apt-get install ${modules.map((name) => `python3-${name.toLowerCase()}`).join(' ')}`;
