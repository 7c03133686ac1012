/**
 * A Markdown file as a Jupyter notebook: prose becomes Markdown cells, fenced `ts` blocks become code cells.
 *
 * @param {string} markdown
 */
export function notebookOf(markdown) {
  /** @type {{ cell_type: string, id: string, metadata: object, source: string[], outputs?: unknown[], execution_count?: null }[]} */
  const cells = [];
  /** @type {string[]} */
  let lines = [];
  let inCode = false;
  const flush = (/** @type {'markdown' | 'code'} */ kind) => {
    const text = lines.join('\n').trim();
    lines = [];
    if (text === '') return;
    const source = text.split('\n').map((line, i, all) => (i < all.length - 1 ? `${line}\n` : line));
    const id = `cell-${cells.length + 1}`;
    cells.push(
      kind === 'code'
        ? { cell_type: 'code', id, execution_count: null, metadata: {}, outputs: [], source }
        : { cell_type: 'markdown', id, metadata: {}, source },
    );
  };
  for (const line of markdown.split('\n')) {
    if (!inCode && line === '```ts') {
      flush('markdown');
      inCode = true;
    } else if (inCode && line === '```') {
      flush('code');
      inCode = false;
    } else {
      lines.push(line);
    }
  }
  flush('markdown');
  return {
    cells,
    metadata: {
      kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
      language_info: { file_extension: '.ts', mimetype: 'text/x.typescript', name: 'typescript' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}
