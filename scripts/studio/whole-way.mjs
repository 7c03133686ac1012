import { readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { say } from '../lib/report.mjs';
import { Person } from './person.mjs';

/** So many labels are wrong on purpose. */
const FLIPPED = 10;

/**
 * Gives pictures the names of other breeds: their labels are wrong.
 * @param {string[]} files
 * @returns {Map<string, string>} the right labels, by the new file names
 */
export function flipLabels(files) {
  const breedOf = (/** @type {string} */ file) => basename(file).replace(/_\d+\.jpg$/, '');
  const breeds = [...new Set(files.map(breedOf))].sort();
  const right = new Map();
  for (let i = 0; i < FLIPPED; i++) {
    const file = files[Math.floor((i * files.length) / FLIPPED)] ?? '';
    const own = breedOf(file);
    const other = breeds[(breeds.indexOf(own) + 5) % breeds.length];
    const name = `${other}_${900 + i}.jpg`;
    renameSync(file, join(file, '..', name));
    right.set(name, own);
  }
  return right;
}

/** Settings of runs that are over soon. @typedef {{ epochs: number, freezeEpochs: number, weights: string, size: number, presize: number, lr: string, found: number }} Quick */

/** On drawn pictures: small ones do, with the weights that are included. @type {Quick} */
export const drawn = {
  epochs: 6,
  freezeEpochs: 1,
  weights: '@onecycle/resnet18-tiny',
  size: 96,
  presize: 128,
  lr: '1e-2',
  found: 0.6,
};

/** On photographs, with weights that lie beside them. @type {Quick} */
export const photographed = {
  // Ten pictures a class: the head needs some epochs of its own before it tells 37 of them.
  epochs: 4,
  freezeEpochs: 3,
  weights: 'imagenet.safetensors',
  size: 160,
  presize: 192,
  lr: '5e-3',
  found: 0.6,
};

/** @param {Person} person @param {Quick} settings */
export async function quickSettings(person, { epochs, freezeEpochs, weights, size, presize, lr }) {
  const { page } = person;
  await page.getByText('More settings').click();
  await page.getByLabel('Begins with').selectOption(weights);
  await person.fill('Epochs', String(epochs));
  await person.fill('Head first', String(freezeEpochs));
  await person.fill('Picture size', String(size));
  await person.fill('Cut from', String(presize));
  await person.fill('Learning rate', lr);
  await person.until('document.activeElement === document.body');
}

/** Trains, and reads the error rate. @param {Person} person @returns {Promise<{ id: string, errorRate: number }>} */
export async function trained(person) {
  const before = (await person.ask('runs')).length;
  await person.press(/^Train/);
  await person.until(`document.querySelectorAll('.runs tbody tr').length === ${before + 1}`);
  const [run] = await person.ask('runs');
  // The page shows the new run by then, and its state.
  await person.until(`location.hash.includes(${JSON.stringify(run.id)})`);
  await person.until("document.querySelector('.state')?.textContent.startsWith('is done')");
  const shown = await person.text('.tile dd');
  return { id: run.id, errorRate: Number.parseFloat(shown) / 100 };
}

/**
 * From a bare folder to an exported model: trained, ten wrong labels found with the doctor and mended, trained again, looked into, tried, exported.
 * @param {any} oc the library
 * @param {Person} person
 * @param {Map<string, string>} right
 * @param {string} folder
 * @param {(holds: boolean, fault: string) => void} check
 * @param {Quick} settings
 */
export async function wholeWay(oc, person, right, folder, check, settings) {
  const { page } = person;
  await person.view('Train');
  await quickSettings(person, settings);
  const before = await trained(person);
  await mend(person, right, check, settings.found);
  await person.view('Train');
  const after = await trained(person);
  const points = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
  say(
    `error rate ${points(before.errorRate)} with ${FLIPPED} wrong labels, ${points(after.errorRate)} with them mended`,
  );
  // Of few pictures the rate is known so well only: Wald's standard error.
  const { valid } = (await person.ask('runs'))[0].counts;
  const chance = Math.sqrt((before.errorRate * (1 - before.errorRate)) / valid);
  check(
    after.errorRate < before.errorRate + chance,
    `with mended labels more is wrong: ${points(after.errorRate)}, and ${points(before.errorRate)} before`,
  );

  await person.view('Understand');
  await page.locator('.matrix button').first().click();
  await page.locator('.cell-pictures img').first().waitFor();
  await page.getByText('Worst mistakes').click();
  await page.locator('.finding img').first().waitFor();
  await person.press('What it looks at');
  await person.until(
    "[...document.querySelectorAll('.finding')].every((card) => card.querySelector('.heat img')?.naturalWidth > 0)",
  );
  for (const [tab, words] of [
    ['Classes', 'Right when named'],
    ['Honesty', 'expected calibration error'],
    ['Label next', 'Every picture has a label'],
  ]) {
    await page
      .locator('.segmented')
      .getByText(tab ?? '')
      .click();
    await person.reads(words ?? '');
  }

  await person.view('Try');
  const [picture] = (await oc.getImageFiles(folder)).map(String);
  await page.locator('input[type=file]').setInputFiles(picture);
  await page.locator('.answer .bars').waitFor();
  const said = await page.locator('.answer .bars .chosen span').first().textContent();

  await person.view('Export');
  const files = [];
  for (const [i, name] of ['onecycle', 'onnx', 'html'].entries()) {
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).nth(i).click();
    const file = await coming;
    check(file.suggestedFilename().endsWith(`.${name}`), `${name} is called ${file.suggestedFilename()}`);
    const path = join(folder, '../..', `model.${name}`);
    await file.saveAs(path);
    files.push(path);
  }
  const learn = await oc.loadLearner(files[0]);
  const { label } = await learn.noBar(() => learn.predict(picture));
  check(label.replaceAll('_', ' ') === said, `the page says ${said}, the exported model ${label}`);
  check(readFileSync(files[2] ?? '', 'utf8').startsWith('<!doctype html>'), 'the page is no page');
  say(`exported: ${files.map((file) => basename(file)).join(', ')}; it says ${label}, as the page did`);
}

/** The doctor is asked; each wrong label that it finds is mended by its advice or by hand. @param {Person} person @param {Map<string, string>} right @param {(holds: boolean, fault: string) => void} check @param {number} least the share of them that it must find */
async function mend(person, right, check, least) {
  const { page } = person;
  await person.view('Doctor');
  await person.press('Check the pictures');
  await page.locator('.kinds').waitFor();
  const { findings } = await person.ask('check');
  const { items } = await person.ask('pictures?limit=20000&fields=id,name,label');
  const nameOf = new Map(items.map((/** @type {any} */ { id, name }) => [id, name]));
  const of = (/** @type {string} */ wanted) =>
    findings.filter((/** @type {any} */ { kind }) => kind === wanted);
  const isWrong = (/** @type {any} */ { id }) => right.has(nameOf.get(id) ?? '');
  const [named, doubts] = [of('label error'), of('label doubt')];
  const found = [...named, ...doubts].filter(isWrong);
  say(
    `the doctor names ${named.length} labels that may be wrong: ${named.filter(isWrong).length} of the ${right.size} that are; ${found.length} with ${doubts.length} that fit badly`,
  );
  check(found.length >= least * right.size, `the doctor found ${found.length} of ${right.size} wrong labels`);
  for (const { id, kind, suggested } of found) {
    const list = kind === 'label error' ? /Labels that may be wrong/ : /Labels that fit badly/;
    await page.locator('.kinds').getByRole('button', { name: list }).click();
    const name = nameOf.get(id) ?? '';
    const card = page.locator('.finding', {
      has: page.getByRole('button', { name: `Look at ${name}`, exact: true }),
    });
    if (right.get(name) === suggested)
      await card.getByRole('button', { name: suggested.replaceAll('_', ' '), exact: true }).click();
    else await relabelInView(person, card, right.get(name) ?? '');
    await card.waitFor({ state: 'detached' });
  }
  // Those that it did not find, a person sees in the grid.
  await person.view('Pictures');
  for (const [name, label] of right) {
    if (found.some((/** @type {any} */ { id }) => nameOf.get(id) === name)) continue;
    await page.getByLabel('Search in names and labels').fill(name);
    await person.until("document.querySelectorAll('.cell').length === 1");
    await page.locator('.cell-picture').click();
    await page.keyboard.type(label.charAt(0));
    await page.getByRole('combobox', { name: 'Class' }).fill(label.replaceAll('_', ' '));
    await page.keyboard.press('Enter');
    await person.until(
      `document.querySelector('.cell-caption')?.textContent === ${JSON.stringify(label.replaceAll('_', ' '))}`,
    );
  }
  await page.getByLabel('Search in names and labels').fill('');
  const { items: now } = await person.ask('pictures?limit=20000&fields=id,name,label');
  const wrong = now.filter(
    (/** @type {any} */ { name, label }) => right.has(name) && right.get(name) !== label,
  );
  check(wrong.length === 0, `${wrong.length} labels are still wrong`);
}

/** @param {Person} person @param {any} card @param {string} label */
async function relabelInView(person, card, label) {
  const { page } = person;
  await card.getByRole('button', { name: /^Look at/ }).click();
  await page.locator('.viewer').waitFor();
  await page.keyboard.type(label.charAt(0) === 'g' ? label.charAt(1) : label.charAt(0));
  await page.getByRole('combobox', { name: 'Class' }).fill(label.replaceAll('_', ' '));
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Class' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.locator('.viewer').waitFor({ state: 'detached' });
}
