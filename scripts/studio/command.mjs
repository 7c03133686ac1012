import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root, SetupError } from '../lib/report.mjs';

/** Studios that are open: none outlives this program. @type {Set<import('node:child_process').ChildProcess>} */
const open = new Set();
process.once('exit', () => {
  for (const { pid } of open) killAll(pid);
});

/** Ends a studio with all of its processes, which are a group. @param {number | undefined} pid */
function killAll(pid) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // There is none any more.
  }
}

/** The command `onecycle studio`, as a person starts it in a terminal. */
export class Command {
  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {string} address with the token
   */
  constructor(child, address) {
    this.child = child;
    this.address = address;
    this.port = new URL(address).port;
  }

  /** @param {string} folder @param {string} [port] where it listened before; by default one that is free */
  static async start(folder, port = '0') {
    const program = join(root, 'packages/onecycle/bin/onecycle.mjs');
    const child = spawn(process.execPath, [program, 'studio', folder, '--port', port, '--no-open'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ONECYCLE_SETUP: 'skip' },
      // A group of its own, as a terminal gives one to each command.
      detached: true,
    });
    open.add(child);
    child.once('exit', () => open.delete(child));
    let said = '';
    const address = await new Promise((resolve, reject) => {
      const listen = (/** @type {Buffer} */ chunk) => {
        said += chunk;
        const found = /http:\/\/\S+token=\S+/.exec(said);
        if (found) resolve(found[0]);
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('exit', () => reject(new SetupError(`the studio ended by itself:\n${said}`)));
    });
    return new Command(child, address);
  }

  /** The server is killed; what trains is left alone, and learns of it. */
  async kill() {
    await this.#end(() => this.child.kill('SIGKILL'));
  }

  /** As when the machine fails: no process can put anything in order before. */
  async crash() {
    await this.#end(() => killAll(this.child.pid));
  }

  async stop() {
    await this.#end(() => this.child.kill('SIGTERM'));
  }

  /** @param {() => void} how */
  async #end(how) {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    how();
    await ended;
  }
}
