#!/usr/bin/env node
/**
 * Opens the pages that we make in a browser without a screen: wide and on a phone, light and dark; the guide's wide and light, and on
 * a phone and dark.
 *
 *   npm run test:pages [-- page.html …]     by default the reports of `npm run demo` and `npm run chapter`, of the site that
 *                                           `npm run docs` made every page of the guide and a typical one of each kind, and
 *                                           the page of `onecycle serve`
 *
 * Fails on a serious finding of axe, on a request to anywhere else, on an error of the page, where the page is wider than
 * its window, and where a figure has text of less than nine pixels. Figures that scroll are to say so. Screenshots lie in runs/pages, for looking at.
 */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { accessibility, axeSource, launchBrowser } from './lib/browser.mjs';
import { root, runScript } from './lib/report.mjs';
import { serverPages } from './pages/server-page.mjs';

const shots = join(root, 'runs/pages');
const site = join(root, 'runs/site');

/** Runs in the page: the smallest text of its figures, in pixels, and how many of them scroll without a word about it. */
const figures = `(() => {
  let smallest = Infinity;
  for (const text of document.querySelectorAll('svg text')) {
    const svg = text.ownerSVGElement;
    if (!text.textContent.trim() || svg.getClientRects().length === 0) continue;
    const outer = [...document.querySelectorAll('svg')].find((one) => one.contains(text));
    const scale = outer.getBoundingClientRect().width / outer.viewBox.baseVal.width;
    smallest = Math.min(smallest, Number.parseFloat(getComputedStyle(text).fontSize) * scale);
  }
  const silent = [...document.querySelectorAll('.figure')].filter((figure) => {
    const box = figure.querySelector('.scroll');
    return box.scrollWidth > box.clientWidth + 1 && figure.querySelector('.hint').clientHeight === 0;
  });
  return { smallest, silent: silent.length };
})()`;

/** @typedef {{ state: string, act: (page: any) => Promise<void> }} Step */

/** Takes away what is on each page of the site, all names of the reference: axe has seen it on the first one, and takes 1 s for it. */
const withoutMenu = "document.querySelector('.site-menu')?.remove()";

/** @typedef {{ width: number, scheme: 'light' | 'dark' }} Form */

/** @type {Form[]} */
const allForms = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
  { width: 390, scheme: 'light' },
  { width: 390, scheme: 'dark' },
];

/** Each width and each scheme once: the guide's pages differ in their text alone. */
const twoForms = allForms.filter((_, i) => i % 3 === 0);

/**
 * What is wrong with a page in one of its forms, after each of the steps that are taken in it.
 * @param {any} browser
 * @param {string} axe the source of axe
 * @param {string} address
 * @param {string} name of the screenshots
 * @param {number} width
 * @param {'light' | 'dark'} colorScheme
 * @param {Step[]} steps
 * @param {string} beforeAxe runs in the page
 */
async function check(browser, axe, address, name, width, colorScheme, steps, beforeAxe) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  /** @type {string[]} */
  const findings = [];
  page.on('request', (/** @type {any} */ request) => {
    const isOwn = address.startsWith('http') && request.url().startsWith(address);
    if (!isOwn && !/^(?:file|data|blob):/.test(request.url())) findings.push(`asks for ${request.url()}`);
  });
  page.on('pageerror', (/** @type {Error} */ error) => findings.push(`error: ${error.message}`));
  await page.goto(address);
  // The site shows a page when it has chosen light or dark; until then nothing has a width. Asked from here, since a page's
  // policy may forbid what playwright's own waiting does.
  while (!(await page.evaluate('document.body.getClientRects().length > 0'))) await setTimeout(20);
  for (const { state, act } of steps) {
    await act(page);
    const { smallest, silent } = await page.evaluate(figures);
    if (smallest < 8.95) findings.push(`text of ${smallest.toFixed(1)} pixels in a figure`);
    if (silent > 0) findings.push(`${silent} figures scroll and do not say so`);
    const shot = [name, state, width, colorScheme].filter(Boolean).join('-');
    await page.screenshot({ path: join(shots, `${shot}.png`), fullPage: true });
    await page.evaluate(beforeAxe);
    findings.push(...(await accessibility(page, axe, `${name} at ${width} px`)));
  }
  await page.close();
  return findings;
}

/** Of the site: its door, every page of the guide, and of each kind of page in the reference the one of middling size. */
function sitePages() {
  if (!existsSync(site)) return [];
  const pages = [join(site, 'index.html')];
  for (const entry of readdirSync(site, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(site, entry.name);
    const own = readdirSync(folder)
      .filter((file) => file.endsWith('.html'))
      .map((file) => join(folder, file))
      .sort((a, b) => statSync(a).size - statSync(b).size);
    pages.push(...(entry.name === 'guide' ? own : own.slice(own.length >> 1, (own.length >> 1) + 1)));
  }
  return pages;
}

async function main() {
  const given = process.argv.slice(2).map((file) => resolve(file));
  const usual = ['runs/demo/index.html', 'runs/chapter/report.html'].map((file) => join(root, file));
  const files = given.length > 0 ? given : [...usual.filter(existsSync), ...sitePages()];
  const browser = await launchBrowser();
  const source = await axeSource();
  mkdirSync(shots, { recursive: true });
  let failed = false;
  const show = async (
    /** @type {string} */ address,
    /** @type {string} */ name,
    /** @type {Step[]} */ steps,
    forms = allForms,
    beforeAxe = '',
  ) => {
    // At the same time: each is a page of its own, and the browser has processes for them.
    const all = await Promise.all(
      forms.map(({ width, scheme }) =>
        check(browser, source, address, name, width, scheme, steps, beforeAxe),
      ),
    );
    for (const [i, findings] of all.entries()) {
      const { width, scheme } = forms[i] ?? {};
      console.log(`${findings.length === 0 ? '✓' : '✗'} ${name} at ${width} px, ${scheme}`);
      for (const finding of findings) console.log(`  ${finding}`);
      failed ||= findings.length > 0;
    }
  };
  for (const file of files) {
    const name = `${basename(dirname(file))}-${basename(file, '.html')}`;
    const forms = basename(dirname(file)) === 'guide' ? twoForms : allForms;
    const beforeAxe = dirname(dirname(file)) === site ? withoutMenu : '';
    await show(String(pathToFileURL(file)), name, [{ state: '', act: async () => {} }], forms, beforeAxe);
  }
  if (given.length === 0) await serverPages(show);
  await browser.close();
  process.exitCode = failed ? 1 : 0;
}

await runScript(main);
