import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { missingPages, prepareGuide } from './guide.mjs';
import { brokenLinks } from './links.mjs';
import { notebookPage } from './notebook.mjs';
import { sectionOf } from './operators.mjs';
import { outlined } from './theme.mjs';

const folder = mkdtempSync(join(tmpdir(), 'onecycle-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the guide: its door lists every page, every link leads somewhere, and what only the repository has is left as words', () => {
  const place = join(folder, 'guide');
  mkdirSync(place);
  const { door, pages } = prepareGuide(place, [{ title: 'Made', slug: 'made', text: '# Made\n' }]);
  expect(missingPages(pages)).toEqual([]);
  expect(readFileSync(door, 'utf8')).toContain('](data.md)');
  const readme = pages.find(({ slug }) => slug === 'readme');
  expect(readFileSync(readme?.file ?? '', 'utf8')).toContain('Jobs lie in bench/jobs,');
  expect(pages.map(({ slug }) => slug)).toEqual([...new Set(pages.map(({ slug }) => slug))]);
  expect(pages.at(-1)).toMatchObject({ title: 'Made', slug: 'made' });
});

test('links of the site that lead nowhere are named, others are not', () => {
  const site = join(folder, 'site');
  mkdirSync(join(site, 'guide'), { recursive: true });
  writeFileSync(
    join(site, 'index.html'),
    '<h1 id="top">A</h1><a href="guide/a.html#there">a</a><a href="#top">b</a><a href="https://example.org">c</a>' +
      '<a href="guide/a.html#gone">d</a><img src="picture.png">',
  );
  writeFileSync(join(site, 'guide/a.html'), '<h2 id="there">B</h2><a href="../index.html?x=1#top">up</a>');
  expect(brokenLinks(site)).toEqual([
    'index.html links to guide/a.html#gone, a place that is not there',
    'index.html links to picture.png, which is not there',
  ]);
});

test('headings skip no level: where their look does, they say how deep they lie', () => {
  expect(
    outlined('<h1>A</h1><h4 class="x">B</h4><h5>C</h5><h4>D</h4><h2>E</h2><h3>F</h3><header></header>'),
  ).toBe(
    '<h1>A</h1><h4 aria-level="2" class="x">B</h4><h5 aria-level="3">C</h5><h4 aria-level="2">D</h4><h2>E</h2><h3>F</h3><header></header>',
  );
});

test('a notebook becomes a page with its code, what was printed, and its pictures', () => {
  const png = Buffer.from('not really').toString('base64');
  const page = notebookPage(
    {
      cells: [
        { cell_type: 'markdown', source: ['# Title\n', 'words'] },
        {
          cell_type: 'code',
          source: 'draw()',
          outputs: [
            { output_type: 'stream', text: 'one\n' },
            { output_type: 'stream', text: ['two\n'] },
            {
              output_type: 'display_data',
              data: { 'image/png': png, 'text/plain': 'Grid of 1 × 2: a, b (8 × 4 in)' },
            },
            { output_type: 'execute_result', data: { 'text/html': '<table></table>', 'text/plain': 'x' } },
          ],
        },
      ],
    },
    folder,
    'nb',
  );
  expect(page.split('\n\n')).toEqual([
    '# Title\nwords',
    '````ts\ndraw()\n````',
    '````text\none\ntwo\n````',
    '![Grid of 1 × 2: a, b](nb-1.png)',
    '<table></table>',
  ]);
  expect(readFileSync(join(folder, 'nb-1.png'), 'utf8')).toBe('not really');
});

test('operators stand where those who know PyTorch look for them', () => {
  const sections = [
    'add_',
    'randn',
    'zeros',
    'conv2d',
    'logSoftmax',
    'matmul',
    'sum',
    'eq',
    'reshape',
    'sin',
  ].map(sectionOf);
  expect(sections).toEqual([
    'arithmetic and functions',
    'random numbers',
    'creation',
    'neural networks',
    'neural networks',
    'linear algebra',
    'reduction',
    'comparison and sorting',
    'shapes, joining and indexing',
    'arithmetic and functions',
  ]);
});
