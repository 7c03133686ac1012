import { freeBytes } from './home.mjs';
import { megabytes, progress, SetupError, say } from './report.mjs';
import { execute, output } from './shell.mjs';
import { installCommand } from './system.mjs';

const environment = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
const quietly = ['-y', '-q', '--no-install-recommends'];

/** What apt-get would do: how many packages, from which hosts, how large. @typedef {{ packages: number, hosts: string[], download: number, disk: number }} AptPlan */

/**
 * Asks apt-get what an installation would bring. It needs no root, and the package lists of the last `apt-get update`.
 * @param {string[]} names
 * @returns {AptPlan | undefined} undefined where the lists do not know one of the packages
 */
export function planOf(names) {
  const lines = output('apt-get', ['install', ...quietly, '--print-uris', ...names], environment);
  const summary = output('apt-get', ['install', ...quietly, '--simulate', ...names], environment);
  if (lines === undefined || summary === undefined) return undefined;
  const files = [...lines.matchAll(/^'(\w+:\/\/[^/']*)[^']*' \S+ (\d+)/gm)];
  const disk = lines.match(/After this operation, ([\d.,]+) (k|M|G)?B of additional/);
  const unit = { k: 1e3, M: 1e6, G: 1e9 }[disk?.[2] ?? ''] ?? 1;
  return {
    packages: Number(summary.match(/(\d+) newly installed/)?.[1] ?? files.length),
    hosts: [...new Set(files.map((file) => file[1] ?? ''))],
    download: files.reduce((sum, file) => sum + Number(file[2]), 0),
    disk: disk ? Number(disk[1]?.replaceAll(',', '')) * unit : 0,
  };
}

/** @param {AptPlan} plan */
export const inWords = ({ packages, hosts, download, disk }) =>
  `${packages} packages from ${hosts.join(', ') || 'the cache of apt-get'}: ${megabytes(download)} to download, ${megabytes(disk)} on disk`;

/** Reads the package lists anew. @throws {SetupError} when no archive answers */
export async function updateLists(/** @type {string[]} */ names) {
  say('reading the package lists (apt-get update)');
  const { code, text } = await execute('apt-get', ['update', '-q'], { env: environment });
  if (code !== 0) throw failure(text, names);
}

/**
 * Installs Debian packages, saying first which, from where and how large, and how far it is while it runs.
 * @param {string[]} names
 * @throws {SetupError} when there is no room for them, or apt-get fails
 */
export async function installSystemPackages(names) {
  await updateLists(names);
  await installListed(names);
}

/** The same where the package lists were just read. @param {string[]} names */
export async function installListed(names) {
  const plan = planOf(names);
  if (!plan) throw failure(`E: Unable to locate one of the packages ${names.join(' ')}`, names);
  say(`installing ${names.join(' ')} with apt-get (ONECYCLE_SETUP=local forbids it)`);
  say(`  ${inWords(plan)}`);
  const free = freeBytes('/usr');
  if (free !== undefined && free < plan.disk + plan.download) {
    throw new SetupError(
      `There is no room for them: ${megabytes(free)} are free on the disk of /usr.`,
      `make room, then: ${installCommand(names)}`,
    );
  }
  const download = progress('downloading');
  const unpack = progress('installing');
  const { code, text } = await execute(
    'apt-get',
    ['install', ...quietly, '-o', 'APT::Status-Fd=3', ...names],
    {
      env: environment,
      onStatus(line) {
        const [kind, , percent, detail] = line.split(':');
        (kind === 'dlstatus' ? download : unpack).at(Number(percent) / 100, detail);
      },
    },
  );
  unpack.end();
  if (code !== 0) throw failure(text, names);
}

function failure(/** @type {string} */ text, /** @type {string[]} */ names) {
  const offline =
    /Could not resolve|Temporary failure|Could not connect|Unable to connect|Network is unreachable/.test(
      text,
    );
  const reason = text.match(/^E: .*/m)?.[0] ?? text.trim().split('\n').at(-1);
  return new SetupError(
    offline ? `apt-get could not reach the package archive (${reason}).` : `apt-get failed: ${reason}`,
    `${offline ? 'with a network: ' : ''}${installCommand(names)}`,
  );
}
