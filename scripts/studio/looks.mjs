import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { accessibility, axeSource } from '../lib/browser.mjs';
import { root } from '../lib/report.mjs';
import { Person } from './person.mjs';

const shots = join(root, 'runs/studio');
/** Screenshots are so high at most, in pixels. */
const MOST = 2600;

/** Every view by its address, with what is done before it is looked at. @type {[string, string, ((page: any, things: { picture: string }) => Promise<void>)?][]} */
const views = [
  ['pictures', '#pictures'],
  [
    'chosen',
    '#pictures',
    async (page) => {
      await page.locator('.cell-picture').first().waitFor();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Shift+ArrowDown');
    },
  ],
  [
    'label',
    '#pictures',
    async (page) => {
      await page.locator('.cell-picture').first().waitFor();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('b');
      await page.locator('.choices').waitFor();
    },
  ],
  ['nothing', '#pictures?show=aside'],
  [
    'viewer',
    '#pictures?q=pug',
    async (page) => {
      await page.locator('.cell-picture').first().waitFor();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Space');
      await page.locator('.alike img').first().waitFor();
      await page.keyboard.press('g');
      await page.locator('.heat img').first().waitFor();
    },
  ],
  ['keys', '#pictures', async (page) => page.getByRole('button', { name: 'Keys' }).click()],
  ['doctor', '#doctor', async (page) => page.locator('.finding, .empty').first().waitFor()],
  ['duplicates', '#doctor?kind=near%20duplicate'],
  ['doubts', '#doctor?kind=label%20doubt'],
  [
    'train',
    '#train',
    async (page) => {
      await page.locator('.chart canvas').first().waitFor();
      await page.getByRole('button', { name: 'Show some' }).click();
      await page.locator('.batch').waitFor();
    },
  ],
  ['compare', '#train?runs=', async (page) => compareAll(page)],
  [
    'confusion',
    '#understand',
    async (page) => page.locator('.matrix .wrong, .matrix .right').first().click(),
  ],
  [
    'mistakes',
    '#understand?tab=mistakes',
    async (page) => page.locator('.finding img, .empty').first().waitFor(),
  ],
  ['classes', '#understand?tab=classes', async (page) => page.locator('.scores').waitFor()],
  ['honesty', '#understand?tab=honesty', async (page) => page.locator('.chart canvas').waitFor()],
  ['next', '#understand?tab=next'],
  ['try', '#try'],
  [
    'answer',
    '#try',
    async (page, { picture }) => {
      await page.locator('input[type=file]').setInputFiles(picture);
      await page.locator('.answer .bars').waitFor();
      await page.getByRole('button', { name: 'What it looks at' }).click();
      await page.locator('.heat img, .answer img').first().waitFor();
    },
  ],
  ['export', '#export'],
];

/** All runs over each other. @param {any} page */
async function compareAll(page) {
  for (const box of await page.locator('.runs input[type=checkbox]').all()) await box.check();
  await page.locator('.chart canvas').first().waitFor();
}

/** Views that need a trained run. */
const later = new Set([
  'viewer',
  'train',
  'compare',
  'confusion',
  'mistakes',
  'classes',
  'honesty',
  'answer',
]);

/**
 * Every view wide and on a phone, light and dark: screenshots in runs/studio, and what axe finds.
 * @param {any} browser @param {string} address @param {(holds: boolean, fault: string) => void} check
 * @param {{ prefix: string, picture?: string }} things how the names of the screenshots begin, and a picture to be classified, where there is a run that can
 */
export async function looks(browser, address, check, { prefix, picture = '' }) {
  mkdirSync(shots, { recursive: true });
  const axe = await axeSource();
  for (const width of [1440, 390]) {
    for (const colorScheme of ['light', 'dark']) {
      const phone = width < 500 ? { hasTouch: true, isMobile: true } : {};
      const person = await Person.open(browser, address, {
        viewport: { width, height: 900 },
        colorScheme,
        ...phone,
      });
      const { page } = person;
      for (const [name, hash, act] of views) {
        if (picture === '' && later.has(name)) continue;
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await page.reload();
        await page.locator('.content > *').first().waitFor();
        if (act) await act(page, { picture });
        await settled(person);
        const where = `${name} at ${width} px, ${colorScheme}`;
        for (const finding of await accessibility(page, axe, where)) check(false, `${where}: ${finding}`);
        const height = await page.evaluate("document.querySelector('.content').scrollHeight + 120");
        await page.setViewportSize({ width, height: Math.max(900, Math.min(MOST, height)) });
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(shots, `${prefix}${name}-${width}-${colorScheme}.png`) });
        await page.setViewportSize({ width, height: 900 });
      }
      check(
        person.faults.length === 0,
        `at ${width} px, ${colorScheme} the page ${person.faults.join('; ')}`,
      );
      await person.close();
    }
  }
}

/** Waits until pictures in sight are there and nothing is being read. @param {Person} person */
async function settled(person) {
  await person.until(`[...document.images].every((image) => image.complete) &&
    !document.querySelector('.waiting') && !/Looking …/.test(document.body.innerText)`);
  await person.page.waitForTimeout(250);
}

/** What gives every view something to show: pictures without a label, some that are set aside, a search for a learning rate. @param {Person} person */
export async function openQuestions(person) {
  const { items } = await person.ask('pictures?limit=20000&fields=id');
  const ids = items.map((/** @type {any} */ { id }) => id);
  const some = (/** @type {number} */ every) =>
    ids.filter((/** @type {string} */ _, /** @type {number} */ i) => i % every === 3);
  await person.send('labels', { edits: [{ ids: some(9), label: null }] });
  await person.send('labels', { edits: [{ ids: some(40), removed: true }] });
  await person.send('lr-find', {});
  while ((await person.ask('project')).job?.state !== 'done') await setTimeout(300);
}
