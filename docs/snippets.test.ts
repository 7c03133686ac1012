import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runSnippet, snippets } from '../packages/onecycle/src/testing/snippets.js';

// Every `ts` block of the guide runs, and prints what its comments say.
const folder = fileURLToPath(new URL('.', import.meta.url));

for (const file of readdirSync(folder).filter((name) => name.endsWith('.md'))) {
  const found = snippets(`${folder}${file}`);
  if (found.length === 0) continue;
  describe(file, () => {
    for (const snippet of found) {
      test(snippet.name, async () => {
        const printed = await runSnippet(snippet);
        if (snippet.expected.length > 0) expect(printed).toEqual(snippet.expected);
      });
    }
  });
}
