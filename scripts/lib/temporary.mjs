import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a run of the tests a folder of its own for what they write for a while, and removes it with all that they left there. */
export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'onecycle-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
