import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accessibility, axeSource } from '../lib/browser.mjs';
import { root } from '../lib/report.mjs';
import { Person } from './person.mjs';

const shots = join(root, 'runs/studio');

/** Every view by its address, with what is done before it is looked at. @type {[string, string, ((page: any) => Promise<void>)?][]} */
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
  ['train', '#train', async (page) => page.locator('.chart canvas').first().waitFor()],
  [
    'confusion',
    '#understand',
    async (page) => page.locator('.matrix .wrong, .matrix .right').first().click(),
  ],
  ['losses', '#understand?tab=losses', async (page) => page.locator('.finding img').first().waitFor()],
  ['classes', '#understand?tab=classes', async (page) => page.locator('.scores').waitFor()],
  ['honesty', '#understand?tab=honesty', async (page) => page.locator('.chart canvas').waitFor()],
  ['next', '#understand?tab=next'],
  ['try', '#try'],
  ['export', '#export'],
];

/**
 * Every view wide and on a phone, light and dark: screenshots in runs/studio, and what axe finds.
 * @param {any} browser @param {string} address @param {(holds: boolean, fault: string) => void} check
 * @param {string} [prefix] of the screenshots' names
 */
export async function looks(browser, address, check, prefix = '') {
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
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await page.reload();
        await page.locator('.content > *').first().waitFor();
        if (act) await act(page);
        await settled(person);
        for (const finding of await accessibility(page, axe))
          check(false, `${name} at ${width} px, ${colorScheme}: ${finding}`);
        await page.screenshot({ path: join(shots, `${prefix}${name}-${width}-${colorScheme}.png`) });
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
