import { statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder of everything that belongs to a user and not to a project: `ONECYCLE_HOME`, else `~/.onecycle`. */
export const home = () => process.env.ONECYCLE_HOME?.trim() || join(homedir(), '.onecycle');

/** What helps where its disk is full. */
export const elsewhere = 'or make that folder lie on another disk: export ONECYCLE_HOME=<folder>';

/** Native parts that several projects share, a folder each. */
export const sharedFolder = () => join(home(), 'native');

/** Free bytes where a folder lies or would lie, or undefined where the system does not say. */
export function freeBytes(/** @type {string} */ folder) {
  for (let place = folder; ; place = dirname(place)) {
    try {
      const { bavail, bsize } = statfsSync(place);
      return bavail * bsize;
    } catch {
      if (dirname(place) === place) return undefined;
    }
  }
}
