import { say } from '../lib/report.mjs';
import { Command } from './command.mjs';
import { Person } from './person.mjs';
import { quickSettings } from './whole-way.mjs';

/**
 * A run is watched, stopped, and goes on; two pages see the same; a reload loses nothing; the server is killed while it trains, is started again, and
 * nothing is lost.
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
  await quickSettings(one, 30);
  await one.press('Train');
  await one.reads('Epoch 2 of');
  await two.view('Train');
  await two.reads('Epoch 2 of');
  await one.press('Stop');
  await one.reads('was stopped,');
  const epochs = await one.text('.tile:nth-child(4) dd');
  await two.reads('was stopped,');
  await one.page.reload();
  await one.reads('was stopped,');
  check((await one.text('.tile:nth-child(4) dd')) === epochs, 'a reload shows other epochs');
  await one.press('Go on');
  await one.reads('trains,');
  const reached = Number.parseInt(epochs, 10);
  await one.reads(`Epoch ${reached + 2} of`);
  say(`stopped after ${epochs} epochs, and went on`);

  const before = await state(one);
  await command.kill();
  await one.until("!document.querySelector('.trouble').hidden");
  check(
    /nothing is lost|tried again/.test(await one.text('.trouble')),
    `of a dead server the page says: ${await one.text('.trouble')}`,
  );
  const again = await Command.start(folder, command.port);
  const back = await Person.open(browser, again.address);
  await back.view('Train');
  // It goes on by itself, from its last checkpoint.
  await back.reads('trains,');
  const after = await state(back);
  check(after.labels === before.labels, 'labels differ after the server was killed');
  check(
    after.undo === before.undo,
    `${before.undo} edits could be taken back, ${after.undo} can after the server was killed`,
  );
  check(after.runs === before.runs, 'runs differ after the server was killed');
  // The page that was open all the while comes back by itself.
  await one.until("document.querySelector('.trouble').hidden");
  await back.reads(`Epoch ${reached + 3} of`);
  await back.press('Stop');
  await back.reads('was stopped,');
  say('killed while it trained, started again: labels, edits and runs are there, and the run went on');
  await back.page.keyboard.press('Control+z');
  await back.reads('Taken back.');
  const faults = [...one.faults, ...two.faults, ...back.faults];
  for (const person of [one, two, back]) await person.close();
  return { command: again, faults };
}

/** What is done in one page is seen in the other. @param {Person} one @param {Person} two @param {(holds: boolean, fault: string) => void} check */
async function twoPages(one, two, check) {
  const caption = "document.querySelector('.cell .cell-caption').textContent";
  await one.view('Pictures');
  await one.page.locator('.cell-picture').first().click();
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

/** What must not be lost. @param {Person} person */
async function state(person) {
  const { items } = await person.ask('pictures?limit=20000');
  const { undo } = await person.ask('project');
  const runs = await person.ask('runs');
  return {
    labels: JSON.stringify(items.map((/** @type {any} */ { id, label, removed }) => [id, label, removed])),
    undo,
    runs: JSON.stringify(runs.map((/** @type {any} */ { id, name }) => [id, name])),
  };
}
