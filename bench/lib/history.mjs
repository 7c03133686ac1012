import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { torch } from '@onecycle/torch';
import { median } from './report.mjs';

/** Where `--record` writes: a line of JSON for every job. */
export const historyFile = fileURLToPath(new URL('../history.jsonl', import.meta.url));

/**
 * What is kept of a job.
 * @typedef {object} Entry
 * @property {string} date ISO 8601
 * @property {string} commit with a `+` where files differed from it
 * @property {string} job its name
 * @property {string} title
 * @property {string} unit
 * @property {number} pairs how often every side measured
 * @property {number} threads
 * @property {Machine} machine
 * @property {Record<string, { median: number, least: number, most: number }>} sides
 * @property {{ side: string, peer: string, ratio: number }[]} ratios of medians
 */

/**
 * @typedef {object} Machine
 * @property {string} cpu
 * @property {number} cores
 * @property {number} memory GiB
 * @property {string} system
 * @property {string} node
 * @property {string} libtorch
 * @property {number} gpus
 */

/**
 * What is kept of a job that has run. Sides that were skipped are left out.
 * @param {string} name
 * @param {import('./job.mjs').Job} job
 * @param {Record<string, import('./pairs.mjs').Outcome>} outcomes
 * @param {{ pairs: number, threads: number, date: string, commit: string, machine: Machine }} circumstances
 * @returns {Entry}
 */
export function entryOf(name, job, outcomes, { pairs, threads, date, commit, machine }) {
  /** @type {Entry['sides']} */
  const sides = {};
  for (const label of Object.keys(job.sides)) {
    const outcome = outcomes[label];
    if (!outcome || 'skipped' in outcome) continue;
    const values = outcome.measurements.map(({ value }) => value);
    sides[label] = { median: median(values), least: Math.min(...values), most: Math.max(...values) };
  }
  const ratios = job.goals.flatMap(({ side, peer }) => {
    const [a, b] = [sides[side], sides[peer]];
    return a && b ? [{ side, peer, ratio: a.median / b.median }] : [];
  });
  const { title, unit } = job;
  return { date, commit, job: name, title, unit, pairs, threads, machine, sides, ratios };
}

/** @returns {Machine} this one */
export function thisMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 2 ** 30),
    system: distribution() ?? `${type()} ${release()}`,
    node: process.versions.node,
    libtorch: torch.version,
    gpus: torch.cuda.deviceCount(),
  };
}

/** What the system calls itself: "Debian GNU/Linux 12 (bookworm)". */
function distribution() {
  const file = '/etc/os-release';
  return existsSync(file) ? /^PRETTY_NAME="(.*)"$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
}

/** The commit that is measured; empty outside of a repository. */
export function thisCommit() {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync('git', args, {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      encoding: 'utf8',
    }).trim();
  try {
    return git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+');
  } catch {
    return '';
  }
}

/** @param {Entry} entry @param {string} [file] */
export function append(entry, file = historyFile) {
  appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/**
 * The entries of a history, oldest first; none where there is no file.
 * @param {string} [file]
 * @returns {Entry[]}
 */
export function readHistory(file = historyFile) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line, i) => {
    try {
      return JSON.parse(line);
    } catch (error) {
      throw new Error(`${file}, line ${i + 1}: ${error instanceof Error ? error.message : error}`);
    }
  });
}
