#!/usr/bin/env node
/**
 * Drives the studio in a browser without a screen, as a person would: the command, its server and its page, on pictures that the
 * library draws.
 *
 *   npm run test:studio [-- way|holding|looks|many …]     by default all of them
 *
 * way      from a bare folder to an exported model: trained, ten wrong labels found with the doctor and mended, trained again
 * holding  a run watched, stopped, going on; two pages; a reload; the server killed and started again
 * looks    every view at two widths in light and dark: screenshots in runs/studio, for looking at, and axe
 * many     10,000 pictures: first paint, scrolling
 *
 * Fails where a step cannot be done, something is lost, the page asks for anything from elsewhere, or axe has a serious finding.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explained } from '../packages/torch/install/command.mjs';
import { launchBrowser } from './lib/browser.mjs';
import { root, SetupError, say } from './lib/report.mjs';
import { Command } from './studio/command.mjs';
import { holding } from './studio/holding.mjs';
import { looks } from './studio/looks.mjs';
import { many } from './studio/many.mjs';
import { Person } from './studio/person.mjs';
import { flipLabels, wholeWay } from './studio/whole-way.mjs';

const { positionals } = parseArgs({ allowPositionals: true });
const parts = new Set(positionals.length > 0 ? positionals : ['way', 'holding', 'looks', 'many']);
const work = mkdtempSync(join(tmpdir(), 'onecycle-studio-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
/** @type {string[]} */
const faults = [];

/** @param {boolean} holds @param {string} fault */
const check = (holds, fault) => {
  if (holds) return;
  say(`✗ ${fault}`);
  faults.push(fault);
};

process.exitCode = await explained(async () => {
  const oc = await import('../packages/onecycle/dist/index.js');
  const browser = await launchBrowser();
  let command;
  try {
    if (parts.has('way') || parts.has('holding') || parts.has('looks')) {
      await oc.paperPets(join(work, 'pets'), { perBreed: 16, progress: false });
      const folder = join(work, 'pets/images');
      const right = flipLabels([...(await oc.getImageFiles(folder))].map(String).sort());
      command = await Command.start(folder);
      if (parts.has('looks')) await looks(browser, command.address, check, 'bare-');
      if (parts.has('way') || parts.has('looks')) {
        const person = await Person.open(browser, command.address);
        await wholeWay(oc, person, right, folder, check);
        check(person.faults.length === 0, `the page ${person.faults.join('; ')}`);
        await person.close();
      }
      if (parts.has('looks')) await looks(browser, command.address, check);
      if (parts.has('holding')) {
        const held = await holding(browser, command, folder, check);
        command = held.command;
        check(held.faults.length === 0, `the page ${held.faults.join('; ')}`);
      }
    }
    if (parts.has('many')) {
      mkdirSync(join(work, 'many'));
      await many(browser, join(work, 'many'), check);
    }
  } finally {
    await command?.stop();
    await browser.close();
  }
  if (parts.has('looks')) say(`screenshots: ${join(root, 'runs/studio')}`);
  if (faults.length > 0) throw new SetupError(`${faults.length} things are wrong with the studio.`);
});
