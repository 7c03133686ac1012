import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { notebookOf } from '../../scripts/lib/notebook.mjs';

interface Output {
  output_type: string;
  data?: Record<string, unknown>;
}

interface Cell {
  cell_type: string;
  source: string | string[];
  outputs?: Output[];
}

const file = fileURLToPath(new URL('pet-breeds.ipynb', import.meta.url));
const chapter = readFileSync(new URL('chapter.md', import.meta.url), 'utf8');
const stored: { cells: Cell[] } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cells: [] };
const outputs = stored.cells.flatMap((cell) => cell.outputs ?? []);
const sourceOf = (cell: { source: string | string[] }) => [cell.source].flat().join('');

test('prose and ts blocks become cells, other blocks stay prose', () => {
  const { cells } = notebookOf('# Title\n\n```ts\nconst a = 1;\na;\n```\n\nWords.\n\n```sh\nls\n```\n');
  expect(cells.map((cell) => [cell.cell_type, sourceOf(cell)])).toEqual([
    ['markdown', '# Title'],
    ['code', 'const a = 1;\na;'],
    ['markdown', 'Words.\n\n```sh\nls\n```'],
  ]);
});

test('the stored notebook is the chapter as it stands (npm run notebook:build)', () => {
  expect(stored.cells.map(sourceOf)).toEqual(notebookOf(chapter).cells.map(sourceOf));
});

test('it ran without an error, is small, and tells nothing of the machine that it ran on', () => {
  expect(outputs.length).toBeGreaterThan(40);
  expect(outputs.filter((output) => output.output_type === 'error')).toEqual([]);
  expect(statSync(file).size).toBeLessThan(6e6);
  expect(JSON.stringify(outputs)).not.toMatch(/\/(?:home|root|Users|tmp|work)\//);
});

test('it is the long form: all pictures, as many epochs as the chapter has', () => {
  expect(JSON.stringify(outputs)).toContain('(#720)');
});

test('its charts are Vega-Lite with a picture beside them, and the specifications are valid', () => {
  const path = createRequire(import.meta.url).resolve('vega-lite/build/vega-lite-schema.json');
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
  const charts = outputs.flatMap(({ data }) => {
    const type = Object.keys(data ?? {}).find((key) => key.startsWith('application/vnd.vegalite'));
    return type && data ? [{ spec: data[type], png: data['image/png'] }] : [];
  });
  expect(charts.length).toBeGreaterThan(4);
  for (const { spec, png } of charts) {
    expect(validate(spec), JSON.stringify(validate.errors?.slice(0, 2))).toBe(true);
    expect(typeof png).toBe('string');
  }
});
