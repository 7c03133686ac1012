import { expect, test } from 'vitest';
import { fuzz } from './fuzz.js';

// The short form; `npm run test:fuzz` makes 100,000 calls. The limit on address space is one of Linux.
test.skipIf(process.platform !== 'linux')(
  '10,000 random calls of the typed surface give results or errors, and nothing else',
  async () => {
    const { calls, errors, faults, crashes } = await fuzz(1_000_000, 10_000);
    expect({ faults, crashes, calls }).toEqual({ faults: [], crashes: [], calls: 10_000 });
    expect(errors).toBeGreaterThan(3_000);
    expect(calls - errors).toBeGreaterThan(1_000);
  },
  600_000,
);
