import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * The full path of a command, or undefined where PATH has none.
 * @param {string} command
 */
export function which(command) {
  const candidates = command.includes('/')
    ? [command]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, command));
  return candidates.find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The trimmed standard output of a short command, or undefined when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] beside the environment of this process
 */
export function output(command, args, env = {}) {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Runs a long command; its output is collected, and shown as it comes when `show` is set. `onStatus` is given the lines
 * that it writes to its file descriptor 3.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, onStatus?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, text: string }>}
 */
export function execute(command, args, { cwd, env, show = false, onStatus } = {}) {
  return new Promise((done, fail) => {
    /** @type {import('node:child_process').StdioOptions} */
    const stdio = ['ignore', 'pipe', 'pipe', ...(onStatus ? [/** @type {const} */ ('pipe')] : [])];
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio });
    let text = '';
    /** @param {Buffer} chunk */
    const collect = (chunk) => {
      text += chunk;
      if (show) process.stderr.write(chunk);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    const status = child.stdio[3];
    if (onStatus && status && 'read' in status) createInterface({ input: status }).on('line', onStatus);
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, text }));
  });
}
