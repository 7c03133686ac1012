import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { root } from '../lib/report.mjs';
import { notebookPage } from './notebook.mjs';

/**
 * A page of the guide.
 * @typedef {object} Page
 * @property {string} source the file it is written in, an absolute path
 * @property {string} title what the site calls it: the words of its link in the guide's door
 * @property {string} slug its name in the site
 * @property {string} file what typedoc reads: the source with links that hold in the site
 */

const door = join(root, 'docs/index.md');
const link = /(!?)\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s#]*)(#[^)\s]*)?\)/g;

/**
 * The pages of the guide, in the order in which its door, docs/index.md, lists them; written into a folder, with the door as
 * `index.md`.
 * @param {string} folder
 * @param {{ title: string, slug: string, text: string }[]} made pages that no file of the repository holds
 * @returns {{ door: string, pages: Page[] }}
 */
export function prepareGuide(folder, made) {
  /** @type {Page[]} */
  const pages = [];
  for (const [, , title = '', target = ''] of readFileSync(door, 'utf8').matchAll(link)) {
    if (!/\.(?:md|ipynb)$/.test(target)) continue;
    const source = resolve(dirname(door), target);
    if (pages.some((page) => page.source === source)) continue;
    const slug = slugOf(source);
    pages.push({ source, title: title.replaceAll('`', ''), slug, file: join(folder, `${slug}.md`) });
  }
  for (const { source, slug, file } of pages) {
    const text = readFileSync(source, 'utf8');
    const page = source.endsWith('.ipynb') ? notebookPage(JSON.parse(text), folder, slug) : text;
    writeFileSync(file, source.endsWith('.ipynb') ? page : withLinks(page, source, folder, pages));
  }
  for (const { title, slug, text } of made) {
    const file = join(folder, `${slug}.md`);
    writeFileSync(file, text);
    pages.push({ source: file, title, slug, file });
  }
  writeFileSync(join(folder, 'index.md'), withLinks(readFileSync(door, 'utf8'), door, folder, pages));
  return { door: join(folder, 'index.md'), pages };
}

/** Pages of docs/ that the door does not list, and nobody would find. @param {Page[]} pages */
export function missingPages(pages) {
  return readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .filter((file) => !pages.some((page) => page.source === join(root, 'docs', file)))
    .map((file) => `docs/${file} does not stand in docs/index.md`);
}

/** docs/data.md is `data`, packages/torch/README.md `torch-readme`. @param {string} source */
function slugOf(source) {
  const path = relative(root, source).replace(/\.\w+$/, '');
  const short = path.replace(/^(?:docs|packages|examples\/[^/]+)\//, '');
  return short.replaceAll('/', '-').toLowerCase();
}

/**
 * Links between pages hold in the site, pictures come along, and what only the repository has (a folder, a source) is left as
 * words. Headings are plain, as typedoc's table of contents leaves out what is code.
 * @param {string} text @param {string} source @param {string} folder @param {Page[]} pages
 */
function withLinks(text, source, folder, pages) {
  const plain = text.replace(/^#{1,6} .*$/gm, (heading) => heading.replaceAll('`', ''));
  return plain.replace(link, (whole, picture, words, target, place = '') => {
    if (target === '' || /^[a-z]+:/.test(target)) return whole;
    const file = resolve(dirname(source), target);
    if (statSync(file, { throwIfNoEntry: false }) === undefined)
      throw new Error(`${relative(root, source)} links to ${target}, which is not there`);
    const page = pages.find((one) => one.source === file);
    if (page) return `${picture}[${words}](${page.slug}.md${place})`;
    if (file === door) return `${picture}[${words}](index.md${place})`;
    if (['.jpg', '.png', '.svg'].includes(extname(file)))
      return `${picture}[${words}](${relative(folder, file)})`;
    return words;
  });
}
