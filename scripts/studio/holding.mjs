import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../lib/report.mjs';
import { Command } from './command.mjs';
import { Person } from './person.mjs';
import { drawn, quickSettings, trained } from './whole-way.mjs';

/** So many epochs a run has, the frozen one included. */
const EPOCHS = 6;

/**
 * A run is watched, stopped, and goes on; two pages see the same; a reload loses nothing; what trains is killed, the server is killed, and both
 * at once as when the machine fails. Nothing is lost, the page that is open all the while shows the run to its end, and what comes of it is what
 * comes of a run that nobody broke off.
 * @param {any} browser
 * @param {Command} command
 * @param {string} folder
 * @param {(holds: boolean, fault: string) => void} check
 * @returns {Promise<{ command: Command, faults: string[] }>} the studio as it runs now
 */
export async function holding(browser, command, folder, check) {
  const one = await Person.open(browser, command.address);
  const two = await Person.open(browser, command.address);
  await twoPages(one, two, check);

  await one.view('Train');
  await quickSettings(one, { ...drawn, epochs: EPOCHS - 1, size: 64, presize: 80 });
  const { id: whole } = await trained(one);
  await one.press('Train');
  await one.until(`document.querySelector('.state')?.textContent.startsWith('trains')`);
  const [{ id }] = await one.ask('runs');
  await two.view('Train');
  await reached(one, 2);
  await reached(two, 2);
  await one.press('Stop');
  await one.reads('was stopped,');
  const epochs = await one.text('.tile:nth-child(4) dd');
  await two.reads('was stopped,');
  await one.page.reload();
  await one.reads('was stopped,');
  check((await one.text('.tile:nth-child(4) dd')) === epochs, 'a reload shows other epochs');
  await one.press('Go on');
  await one.reads('trains,');
  say(`stopped after ${epochs} epochs, and went on`);

  process.kill(trainingProcess(folder, id), 'SIGKILL');
  await one.reads('was interrupted,');
  await one.reads('Its process was ended from outside');
  await two.reads('was interrupted,');
  await one.press('Go on');
  await reached(one, 4);
  say('what trains was killed: the page said so, and one click went on');

  for (const [how, epoch] of /** @type {const} */ ([
    ['kill', 5],
    ['crash', 6],
  ])) {
    command = await startedAgain(one, command, folder, how, check);
    await reached(one, epoch);
  }
  // The table below names other runs that are done.
  for (const person of [one, two])
    await person.until("document.querySelector('.state')?.textContent.startsWith('is done')");
  const [unbroken, broken] = [await whatCameOf(one, whole), await whatCameOf(one, id)];
  const others = /** @type {const} */ (['steps', 'epochs', 'predictions']).filter(
    (what) => unbroken[what] !== broken[what],
  );
  check(
    others.length === 0,
    `${others.join(', ')} of the run that was broken off are not those of an unbroken one`,
  );
  if (others.length === 0)
    say(
      'the run, broken off four times, came to the same end as one that nobody broke off: every loss, every probability',
    );
  await one.page.keyboard.press('Control+z');
  await one.reads('Taken back.');
  const faults = [...one.faults, ...two.faults];
  for (const person of [one, two]) await person.close();
  return { command, faults };
}

/** Waits until a run is in an epoch, or beyond it. @param {Person} person @param {number} epoch */
async function reached(person, epoch) {
  await person.until(
    `Number(/Epoch (\\d+) of/.exec(document.body.innerText)?.[1] ?? 0) >= ${epoch} || document.querySelector('.state')?.textContent.startsWith('is done')`,
  );
}

/** @param {string} folder @param {string} run */
function trainingProcess(folder, run) {
  return JSON.parse(readFileSync(join(folder, '.onecycle/runs', run, 'run.json'), 'utf8')).pid;
}

/**
 * The studio ends while it trains, without a warning, and is started again: the page that is open says so, and comes back by itself.
 * @param {Person} person @param {Command} command @param {string} folder @param {'kill' | 'crash'} how
 * @param {(holds: boolean, fault: string) => void} check
 */
async function startedAgain(person, command, folder, how, check) {
  const before = await state(person);
  await command[how]();
  await person.until("!document.querySelector('.trouble').hidden");
  const words = await person.text('.trouble');
  check(/nothing is lost|tried again/.test(words), `of a dead server the page says: ${words}`);
  const again = await Command.start(folder, command.port);
  await person.until("document.querySelector('.trouble').hidden");
  // It goes on by itself, from its last checkpoint.
  await person.until(`document.querySelector('.state')?.textContent.startsWith('trains')`);
  const after = await state(person);
  for (const [what, value] of Object.entries(before))
    check(
      after[what] === value,
      `after the server was killed, ${what} are ${after[what]}, and were ${value}`,
    );
  say(
    `${how === 'kill' ? 'the server was killed' : 'all processes were killed'} while it trained, and started again: labels, edits and runs are there, the page came back, and the run went on`,
  );
  return again;
}

/** What a run came to: each batch, each epoch but for its seconds, and what it says of the validation pictures. @param {Person} person @param {string} id */
async function whatCameOf(person, id) {
  const { points, epochs } = await person.ask(`runs/${id}`);
  return {
    steps: JSON.stringify(points),
    epochs: JSON.stringify(epochs.map((/** @type {any} */ { seconds, ...figures }) => figures)),
    predictions: JSON.stringify(await person.ask(`runs/${id}/predictions`)),
  };
}

/** What is done in one page is seen in the other. @param {Person} one @param {Person} two @param {(holds: boolean, fault: string) => void} check */
async function twoPages(one, two, check) {
  const caption = "document.querySelector('.cell .cell-caption').textContent";
  await one.view('Pictures');
  await one.page.locator('.cell-picture').first().click();
  await one.page.locator('.cell-picture').first().dblclick();
  await one.page.locator('.viewer').waitFor();
  await one.page.keyboard.press('Escape');
  await one.page.locator('.viewer').waitFor({ state: 'detached' });
  // The keys go on with what was pressed, also where it is far away.
  for (const key of ['End', 'Home', 'ArrowRight', 'ArrowLeft']) await one.page.keyboard.press(key);
  await one.until("document.querySelector('.cell.focused')?.getAttribute('aria-posinset') === '1'");
  const before = await one.text('.cell .cell-caption');
  await one.page.keyboard.press(before === (await one.text('.class-item .class-name')) ? '2' : '1');
  await one.reads('labelled');
  await two.view('Pictures');
  await two.until(`${caption} !== ${JSON.stringify(before)}`);
  // Taken back in the one, by a key; and set aside in the other, by another.
  await one.page.keyboard.press('Control+z');
  await two.until(`${caption} === ${JSON.stringify(before)}`);
  await two.page.locator('.cell-picture').first().click();
  const gone = await two.page.evaluate("document.querySelector('.cell').dataset.id");
  await two.page.keyboard.press('Delete');
  await one.until(`document.querySelector('.cell').dataset.id !== ${JSON.stringify(gone)}`);
  check(
    (await one.text('.class-row[data-drop=aside] .number')).trim() === '1',
    'the other page does not count what was set aside',
  );
  await one.page.locator('.cell-picture').nth(1).click();
  await dragOnto(one, '.class-item:nth-child(3) .class-row');
  const third = await one.text('.class-item:nth-child(3) .class-name');
  await two.until(
    `document.querySelectorAll('.cell .cell-caption')[1].textContent === ${JSON.stringify(third)}`,
  );
  say('two pages see the same: a label by a key, undo, set aside, a label by dragging');
}

/** Drags the chosen pictures. @param {Person} person @param {string} onto */
async function dragOnto(person, onto) {
  const { page } = person;
  const from = await page.locator('.cell.selected .cell-picture').first().boundingBox();
  const to = await page.locator(onto).boundingBox();
  if (!from || !to) throw new Error('there is nothing to drag');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y + 20, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
  await page.mouse.up();
}

/** What must not be lost. @param {Person} person @returns {Promise<Record<string, string>>} */
async function state(person) {
  const { items } = await person.ask('pictures?limit=20000');
  const { undo } = await person.ask('project');
  const runs = await person.ask('runs');
  return {
    labels: JSON.stringify(items.map((/** @type {any} */ { id, label, removed }) => [id, label, removed])),
    'edits that can be taken back': String(undo),
    runs: JSON.stringify(runs.map((/** @type {any} */ { id, name }) => [id, name])),
  };
}
