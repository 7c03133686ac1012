import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from '../../packages/torch/install/shell.mjs';
import { root, SetupError, say } from './report.mjs';

/** Runs `npm ci` where node_modules is missing, holds other versions than package-lock.json asks for, or lacks a workspace. */
export async function ensurePackages() {
  if (packagesAreCurrent()) return;
  say('installing npm packages');
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? { command: process.execPath, first: [process.env.npm_execpath] }
    : { command: 'npm', first: [] };
  const args = [...npm.first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { code, text } = await execute(npm.command, args, { cwd: root });
  if (code === 0) return;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(text)) {
    throw new SetupError(
      'npm could not reach its registry.',
      'with a network, or a mirror set by `npm config set registry <url>`: npm run setup',
    );
  }
  const reason = text.match(/npm (?:error|ERR!) (?!code)(.*)/)?.[1] ?? `exit code ${code}`;
  throw new SetupError(`npm could not install the packages: ${reason}`, 'npm ci');
}

function packagesAreCurrent() {
  const installed = packagesOf('node_modules/.package-lock.json');
  const wanted = packagesOf('package-lock.json');
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional, link }]) =>
      !path.startsWith('node_modules/') ||
      optional ||
      devOptional ||
      (link ? existsSync(join(root, path)) : installed[path]?.version === version),
  );
}

/** @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }>} */
function packagesOf(/** @type {string} */ lock) {
  const file = join(root, lock);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}
