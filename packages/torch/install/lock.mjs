import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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
  writeFileSync(mine, String(process.pid));
  try {
    for (let told = false; !take(mine, file); await sleep(200)) {
      const owner = ownerOf(file);
      if (owner !== undefined && !isAlive(owner)) discard(file);
      else if (!told) {
        say(`another setup (process ${owner ?? 'unknown'}) is running here; waiting for it`);
        told = true;
      }
    }
    const release = () => rmSync(file, { force: true });
    process.once('exit', release);
    try {
      return await work();
    } finally {
      release();
      process.off('exit', release);
    }
  } finally {
    rmSync(mine, { force: true });
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

/** Renamed first: of two waiters only one succeeds, and neither removes the other's new lock. */
function discard(/** @type {string} */ file) {
  const stale = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, stale);
  } catch {
    return;
  }
  rmSync(stale, { force: true });
}
