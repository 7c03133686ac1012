import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const program = (name: string) => fileURLToPath(new URL(`../../dist/testing/${name}.js`, import.meta.url));

/** This Node, and any further ones that the environment names (paths of programs, parted by a colon), Deno among them. */
const runtimes = [
  process.execPath,
  ...(process.env.ONECYCLE_RUNTIMES ?? '').split(':').filter(existsSync),
].map((path) => ({
  path,
  args: /deno[^/]*$/.test(path) ? ['run', '-A'] : [],
}));

describe.each(runtimes)('$path', ({ path, args }) => {
  test('works with worker threads, promises and files, and ends by itself', async () => {
    const { stdout } = await run(path, [...args, program('smoke')]);
    expect(stdout).toBe('ok 100\n');
  });
});

test('a synchronous loop of temporaries that nobody frees stays bounded', async () => {
  const { stdout } = await run(process.execPath, [program('temporaries'), '4000']);
  const { peakMB, aliveMB } = JSON.parse(stdout);
  expect(peakMB).toBeGreaterThan(50);
  expect(peakMB).toBeLessThan(1500);
  expect(aliveMB).toBeLessThan(1000);
});
