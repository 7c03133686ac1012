import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runSnippet, snippets } from '../packages/onecycle/src/testing/snippets.js';

const readme = fileURLToPath(new URL('../packages/torch/README.md', import.meta.url));

describe('the tour of @onecycle/torch runs, and prints what it says', () => {
  test.each(snippets(readme))('$name', async (snippet) => {
    expect(await runSnippet(snippet)).toEqual(snippet.expected);
  });
});
