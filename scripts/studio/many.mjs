import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, say } from '../lib/report.mjs';
import { Command } from './command.mjs';
import { Person } from './person.mjs';

const COUNT = 10_000;
const CLASSES = 20;

/** Ten thousand small pictures in folders of classes. @param {string} folder */
async function makeMany(folder) {
  const sharp = createRequire(join(root, 'packages/onecycle/package.json'))('sharp');
  for (let c = 0; c < CLASSES; c++) mkdirSync(join(folder, `class_${c}`), { recursive: true });
  const one = async (/** @type {number} */ i) => {
    const background = { r: (i * 37) % 256, g: (i * 61) % 256, b: (i * 17) % 256 };
    const create = { width: 200, height: 160, channels: 3, background };
    await sharp({ create })
      .jpeg()
      .toFile(join(folder, `class_${i % CLASSES}`, `picture_${i}.jpg`));
  };
  for (let i = 0; i < COUNT; i += 100) await Promise.all(Array.from({ length: 100 }, (_, j) => one(i + j)));
}

/**
 * 10,000 pictures: how soon the first are seen, how long frames take while one scrolls, how many elements there are. Times are told and not
 * judged, since they are the machine's.
 * @param {any} browser @param {string} folder @param {(holds: boolean, fault: string) => void} check
 */
export async function many(browser, folder, check) {
  await makeMany(folder);
  const command = await Command.start(folder);
  try {
    say(
      `thumbnails: ${(await thumbnails(command)).toFixed(0)} a second, made from files of 200 × 160 pixels`,
    );
    for (const how of ['for the first time', 'again']) {
      const person = await Person.open(browser, command.address);
      await person.until(`document.querySelector('.cell img')?.complete`);
      const painted = await person.page.evaluate(`(() => {
        const [paint] = performance.getEntriesByName('first-contentful-paint');
        const picture = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/thumb'))[0];
        return { paint: paint.startTime, picture: picture.responseEnd };
      })()`);
      await person.reads(`All pictures`);
      await person.until(`document.querySelector('.class-row .number').textContent === '10,000'`);
      await person.until(
        `[...document.querySelectorAll('.grid')].every((grid) => grid.scrollHeight > 100_000)`,
      );
      const scrolled = await scroll(person);
      say(
        `${COUNT} pictures, opened ${how}: first paint ${painted.paint.toFixed(0)} ms, first picture ${painted.picture.toFixed(0)} ms; ` +
          `scrolled through: frames of ${scrolled.median.toFixed(1)} ms (median), ${scrolled.p99.toFixed(1)} ms (p99), at most ${scrolled.cells} pictures in the document`,
      );
      check(scrolled.cells < 400, `${scrolled.cells} pictures are in the document at once`);
      await again(person, command, check);
      await person.page.keyboard.press('End');
      await person.until(
        `document.querySelector('.cell.focused')?.getAttribute('aria-posinset') === '${COUNT}'`,
      );
      check(person.faults.length === 0, `with ${COUNT} pictures the page ${person.faults.join('; ')}`);
      await person.close();
    }
  } finally {
    await command.stop();
  }
}

/** Three seconds through the whole grid, by the browser's own frames. @param {Person} person */
async function scroll(person) {
  return await person.page.evaluate(`new Promise((resolve) => {
    const grid = document.querySelector('.grid');
    const frames = [];
    let cells = 0;
    const begun = performance.now();
    let before = begun;
    const frame = (now) => {
      frames.push(now - before);
      before = now;
      cells = Math.max(cells, document.querySelectorAll('.cell').length);
      grid.scrollTop = (now - begun) * 6;
      if (now - begun < 3000) requestAnimationFrame(frame);
      else {
        const sorted = frames.slice(1).sort((a, b) => a - b);
        const at = (share) => sorted[Math.floor(share * (sorted.length - 1))];
        resolve({ median: at(0.5), p99: at(0.99), cells });
      }
    };
    requestAnimationFrame(frame);
  })`);
}

/** So many thumbnails are made to see how fast that is, so many at a time, as browsers ask. */
const MADE = 1200;
const AT_ONCE = 6;

/** Thumbnails a second that were not made before. @param {Command} command @returns {Promise<number>} */
async function thumbnails({ address }) {
  const { origin, searchParams } = new URL(address);
  const headers = { authorization: `Bearer ${searchParams.get('token')}` };
  const ask = (/** @type {string} */ path) => fetch(`${origin}/api/${path}`, { headers });
  /** @type {any} */
  const { items } = await (await ask(`pictures?offset=${COUNT / 2}&limit=${MADE}&fields=id`)).json();
  const begun = performance.now();
  const left = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { id } of left) await (await ask(`pictures/${id}/thumb?size=160`)).arrayBuffer();
    }),
  );
  return (1000 * MADE) / (performance.now() - begun);
}

/** Scrolled through again and again the page and the server keep no more. @param {Person} person @param {Command} command @param {(holds: boolean, fault: string) => void} check */
async function again(person, command, check) {
  const session = await person.page.context().newCDPSession(person.page);
  const used = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  };
  const resident = () =>
    Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${command.child.pid}/status`, 'utf8'))?.[1]) / 1024;
  const [before, server] = [await used(), resident()];
  for (let i = 0; i < 4; i++) await scroll(person);
  const [after, serverAfter] = [await used(), resident()];
  say(
    `scrolled through four times more: ${before.toFixed(1)} MB of the page are ${after.toFixed(1)} MB, ${server.toFixed(0)} MB of the server ${serverAfter.toFixed(0)} MB`,
  );
  check(
    after < 1.3 * before + 5,
    `the page keeps ${(after - before).toFixed(1)} MB more after it was scrolled through`,
  );
  check(serverAfter < server + 200, `the server keeps ${(serverAfter - server).toFixed(0)} MB more`);
}
