import { spawn, spawnSync } from 'node:child_process';

const ip = (...args: string[]): boolean => spawnSync('ip', args, { stdio: 'ignore' }).status === 0;

/** Whether this machine lets us make networks of our own: Linux, root, iproute2. */
export function hasNamespaces(): boolean {
  const name = `oc-probe-${process.pid}`;
  const isThere = process.platform === 'linux' && process.getuid?.() === 0 && ip('netns', 'add', name);
  return isThere && ip('netns', 'del', name);
}

/** What a process in a {@link Network} printed, and when it ended, in milliseconds after they all began. */
export interface NetworkedEnd {
  out: string;
  err: string;
  signal: NodeJS.Signals | null;
  ended: number;
}

let made = 0;

/** Two machines with a cable between them: network namespaces, each with a name and an address, and the link `cable`. */
export class Network {
  readonly #names = [made++, made++].map((i) => `oc-${process.pid}-${i}`);
  readonly addresses = ['10.213.7.1', '10.213.7.2'] as const;

  constructor() {
    const [a = '', b = ''] = this.#names;
    const steps = [
      ['netns', 'add', a],
      ['netns', 'add', b],
      ['-n', a, 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable', 'netns', b],
      ...this.#names.flatMap((name, i) => [
        ['-n', name, 'addr', 'add', `${this.addresses[i]}/24`, 'dev', 'cable'],
        ['-n', name, 'link', 'set', 'lo', 'up'],
        ['-n', name, 'link', 'set', 'cable', 'up'],
      ]),
    ];
    for (const step of steps) if (!ip(...step)) throw new Error(`ip ${step.join(' ')} failed`);
  }

  /** Runs a script on both, as two processes that train together; they are ended after `seconds`. */
  async together(script: string, args: readonly string[], seconds: number): Promise<NetworkedEnd[]> {
    const began = performance.now();
    const children = this.#names.map((name, rank) =>
      spawn(
        'ip',
        // `exec` all the way: what is spawned is the process itself.
        [
          'netns',
          'exec',
          name,
          'unshare',
          '--uts',
          'sh',
          '-c',
          'hostname "$0"; exec "$@"',
          `machine-${rank}`,
        ].concat([process.execPath, script, ...args]),
        {
          env: {
            ...process.env,
            RANK: String(rank),
            WORLD_SIZE: '2',
            MASTER_ADDR: this.addresses[0],
            MASTER_PORT: '29517',
            GLOO_SOCKET_IFNAME: 'cable',
            OMP_NUM_THREADS: '1',
          },
        },
      ),
    );
    const timer = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, seconds * 1000);
    const ends = children.map((child) => {
      let [out, err] = ['', ''];
      child.stdout.on('data', (text) => {
        out += text;
      });
      child.stderr.on('data', (text) => {
        err += text;
      });
      return new Promise<NetworkedEnd>((resolve) => {
        child.on('close', (_, signal) => resolve({ out, err, signal, ended: performance.now() - began }));
      });
    });
    try {
      return await Promise.all(ends);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Takes all of it down. */
  close(): void {
    for (const name of this.#names) ip('netns', 'del', name);
  }
}
