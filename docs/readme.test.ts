import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saveSafetensors } from '@onecycle/torch';
import { afterAll, expect, test } from 'vitest';
import { runSnippet, snippets } from '../packages/onecycle/src/testing/snippets.js';
import { paperPets, registerWeights, resnet18 } from '../packages/onecycle/src/vision/index.js';

const scratch = mkdtempSync(join(tmpdir(), 'onecycle-readme-'));
const started = process.cwd();
afterAll(() => {
  process.chdir(started);
  rmSync(scratch, { recursive: true });
});

test('the example of the README has twelve lines and runs as it stands', async () => {
  const [example] = snippets(fileURLToPath(new URL('../README.md', import.meta.url)));
  if (!example) throw new Error('the README has no example');
  const lines = example.code.split('\n').filter((line) => line !== '' && !line.startsWith('import'));
  expect(lines).toHaveLength(12);

  await paperPets(join(scratch, 'pets'), { perBreed: 2, progress: false });
  // What it would fetch from the hub, without a network and without anything learned.
  const weights = join(scratch, 'resnet18.safetensors');
  await saveSafetensors(weights, resnet18().stateDict());
  registerWeights(String(resnet18.weights), { source: weights });
  process.chdir(scratch);
  const printed = (await runSnippet(example)).join('\n');
  expect(printed).toMatch(/label: '\w+'/);
});
