import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './report.mjs';

/**
 * Holds `file` as a lock while `work` runs, so that two setups in one checkout take turns.
 * A lock whose owner has died is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  try {
    writeFileSync(mine, String(process.pid));
    for (let told = false; !take(mine, file); await sleep(200)) {
      const owner = ownerOf(file);
      if (isFree(file)) takeAway(mine, file);
      else if (!told) {
        say(`another setup (process ${owner ?? 'unknown'}) is running here; waiting for it`);
        told = true;
      }
    }
    const release = () => rmSync(file, { force: true });
    process.once('exit', release);
    try {
      removeDead(file);
      return await work();
    } finally {
      release();
      process.off('exit', release);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Removes what those left beside the lock that were killed while they held it or waited for it. @param {string} file */
function removeDead(file) {
  for (const name of readdirSync(dirname(file))) {
    const pid = name.startsWith(`${basename(file)}.`) ? Number(name.slice(basename(file).length + 1)) : 0;
    if (pid > 0 && !isAlive(pid)) rmSync(join(dirname(file), name), { force: true });
  }
}

/** A hard link appears with its content, all at once, and fails when the name is taken. */
function take(/** @type {string} */ mine, /** @type {string} */ file) {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(/** @type {string} */ file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether the lock is there and its owner is not. */
function isFree(/** @type {string} */ file) {
  const owner = ownerOf(file);
  return owner !== undefined && !isAlive(owner);
}

/**
 * Removes a dead one's lock. Whoever finds it may find another's the moment after: one at a time looks again.
 * @param {string} mine
 * @param {string} file
 */
function takeAway(mine, file) {
  const turn = `${file}.turn`;
  if (!take(mine, turn)) {
    // One that died in between has left it.
    if (isFree(turn)) rmSync(turn, { force: true });
    return;
  }
  try {
    if (isFree(file)) rmSync(file, { force: true });
  } finally {
    rmSync(turn, { force: true });
  }
}
