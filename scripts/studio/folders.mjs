import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, say } from '../lib/report.mjs';
import { Command } from './command.mjs';
import { Person } from './person.mjs';

/**
 * A folder with `train` and `valid` in it, in two pages: what it is divided by is shown, and pictures that come, change and go while the pages
 * are open are seen in both by themselves.
 * @param {any} browser @param {string} folder that is made @param {(holds: boolean, fault: string) => void} check
 */
export async function folders(browser, folder, check) {
  const sharp = createRequire(join(root, 'packages/onecycle/package.json'))('sharp');
  /** @param {string} path @param {number} red */
  const draw = async (path, red) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    const background = { r: red, g: 90, b: 200 - red / 2 };
    await sharp({ create: { width: 120, height: 90, channels: 3, background } })
      .jpeg()
      .toFile(join(folder, path));
  };
  for (const [part, count] of /** @type {const} */ ([
    ['train', 8],
    ['valid', 3],
  ]))
    for (let i = 0; i < count; i++) {
      await draw(`${part}/cat/${i}.jpg`, 20 * i);
      await draw(`${part}/dog/${i}.jpg`, 255 - 20 * i);
    }
  const command = await Command.start(folder);
  try {
    const one = await Person.open(browser, command.address);
    const two = await Person.open(browser, command.address);
    await one.view('Train');
    await one.reads('The folders divide them: 16 to learn from, 6 to validate with.');
    for (const person of [one, two]) {
      await person.view('Pictures');
      await person.reads('All pictures 22');
    }
    await one.page.getByLabel('Part of the data').selectOption('valid');
    await one.until("document.querySelectorAll('.cell').length === 6");
    await one.page.getByLabel('Part of the data').selectOption('');

    // A class that is new, in a folder that is new.
    await draw('train/hen/0.jpg', 128);
    await draw('train/hen/1.jpg', 130);
    for (const person of [one, two]) {
      await person.reads('All pictures 24');
      check((await classes(person)).includes('hen 2'), 'a class that came is not listed');
    }
    rmSync(join(folder, 'train/cat/0.jpg'));
    renameSync(join(folder, 'train/cat/1.jpg'), join(folder, 'train/dog/from-cat.jpg'));
    for (const person of [one, two]) {
      await person.reads('All pictures 23');
      await person.until(
        `[...document.querySelectorAll('.class-item')].some((one) => /cat\\s*9/.test(one.innerText))`,
      );
    }
    const version = "document.querySelector('.cell img').src";
    const before = await one.page.evaluate(version);
    await draw('train/cat/2.jpg', 250);
    await one.until(`${version} !== ${JSON.stringify(before)}`);
    // Labels from elsewhere.
    writeFileSync(join(folder, 'labels.csv'), 'file,label,removed\ntrain/cat/2.jpg,hen,\n');
    for (const person of [one, two])
      await person.until(
        `[...document.querySelectorAll('.class-item')].some((one) => /hen\\s*3/.test(one.innerText))`,
      );
    // By a button, where a drive does not tell.
    copyFileSync(join(folder, 'train/cat/3.jpg'), join(folder, 'train/cat/9.jpg'));
    await one.press('Look for new pictures');
    await one.reads('24 pictures in this folder');
    await one.reads('All pictures 24');

    // The last pictures of a class get another label, and that is taken back.
    await one.page.locator('.class-item').getByText('hen').click();
    await one.until("document.querySelectorAll('.cell').length === 3");
    await one.page.locator('.grid').focus();
    await one.page.keyboard.press('Control+a');
    await one.page.keyboard.press('1');
    await one.reads('This class has no picture');
    check((await classes(one)).includes('hen 0'), 'an emptied class is gone');
    await one.page.keyboard.press('Control+z');
    await one.until("document.querySelectorAll('.cell').length === 3");
    await one.press(/^All pictures/);
    await one.page.waitForTimeout(500);
    for (const person of [one, two]) {
      check(person.faults.length === 0, `the page ${person.faults.join('; ')}`);
      await person.close();
    }
    say(
      'train and valid divide the data; pictures that came, changed and went were seen in both pages; an emptied class was filled again',
    );
  } finally {
    await command.stop();
  }
}

/** The classes that are listed, with their counts. @param {Person} person @returns {Promise<string[]>} */
async function classes(person) {
  return await person.page.evaluate(
    "[...document.querySelectorAll('.class-item')].map((one) => one.querySelector('.class-name').textContent + ' ' + one.querySelector('.class-row .number').textContent)",
  );
}
