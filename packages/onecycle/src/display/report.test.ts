import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { escapeHtml, htmlPage, lineChart, Report, table } from './index.js';

const report = () =>
  new Report('Pets and friends', 'Two breeds.')
    .section('What we had')
    .text('Pictures, not words.')
    .table(table({ breed: ['pug', 'beagle'], pictures: [3, 4] }), 'Pictures per breed')
    .section('How it went')
    .facts({ 'error rate': '4.2 %' })
    .code('fineTune(2)')
    .figure(lineChart([{ name: 'loss', x: [0, 1, 2], y: [3, 2, 1] }]), 'The loss falls');

test('is one page with contents, sections and captions, and asks nothing of the network', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'report-')), 'report.html');
  await report().save(file);
  const html = await readFile(file, 'utf8');
  expect(html).toContain('<h1>Pets and friends</h1>');
  expect(html).toContain('<a href="#how-it-went-2">How it went</a>');
  expect(html).toContain('Pictures, not words.');
  expect(html).toContain('<figcaption>The loss falls</figcaption>');
  expect(html).toContain('<dd>4.2 %</dd>');
  expect(html.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test('reads as text in a terminal', () => {
  expect(String(report())).toContain('breed   pictures');
  expect(String(report())).toContain('[The loss falls]');
});

test('only saves as a page', async () => {
  await expect(report().save('report.pdf')).rejects.toThrow(/\.html/);
});

test('HTML is made of texts', () => {
  expect(() => escapeHtml(undefined as never)).toThrow('escapeHtml takes a text, not undefined');
  expect(() => htmlPage('title', undefined as never)).toThrow(
    'htmlPage takes a title and a body as texts, not undefined',
  );
});
