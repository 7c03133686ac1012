#!/usr/bin/env node
/**
 * Drives the studio in a browser without a screen, as a person would: the command, its server and its page, on pictures that the
 * library draws.
 *
 *   npm run test:studio [-- way|photographs|holding|folders|looks|many …]     by default all of them
 *
 * way          from a bare folder to an exported model: trained, ten wrong labels found with the doctor and mended, trained again
 * photographs  the same with photographs (ONECYCLE_PHOTOS, ONECYCLE_WEIGHTS)
 * holding      a run watched, stopped, going on; two pages; a reload; its process killed, the server, both
 * folders      folders that divide the data; pictures that come and go while the page is open
 * looks        every view at two widths in light and dark, before the way and after it: screenshots in runs/studio, for looking at,
 *              and axe
 * many         10,000 pictures: first paint, scrolling, thumbnails a second, memory
 *
 * Fails where a step cannot be done, something is lost, the page asks for anything from elsewhere, or axe has a serious finding.
 */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { photographs, pretrained } from '../bench/lib/photos.mjs';
import { explained } from '../packages/torch/install/command.mjs';
import { launchBrowser } from './lib/browser.mjs';
import { root, SetupError, say } from './lib/report.mjs';
import { Command } from './studio/command.mjs';
import { folders } from './studio/folders.mjs';
import { holding } from './studio/holding.mjs';
import { looks, openQuestions } from './studio/looks.mjs';
import { many } from './studio/many.mjs';
import { Person } from './studio/person.mjs';
import { drawn, flipLabels, photographed, wholeWay } from './studio/whole-way.mjs';

const { positionals } = parseArgs({ allowPositionals: true });
const all = ['way', 'photographs', 'holding', 'folders', 'looks', 'many'];
const parts = new Set(positionals.length > 0 ? positionals : all);
// Most views show something only once a run was trained.
if (parts.has('looks') && !parts.has('photographs')) parts.add('way');
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
  const unknown = positionals.find((part) => !all.includes(part));
  if (unknown) throw new SetupError(`There is no part ${unknown}: ${all.join(', ')}.`);
  const oc = await import('../packages/onecycle/dist/index.js');
  const browser = await launchBrowser();
  /** @type {Command | undefined} */
  let command;
  /** The whole way in a folder, and every view of it. @param {string} folder @param {import('./studio/whole-way.mjs').Quick} settings @param {string} name */
  const way = async (folder, settings, name) => {
    const right = flipLabels([...(await oc.getImageFiles(folder))].map(String).sort());
    command = await Command.start(folder);
    if (parts.has('looks')) await looks(browser, command.address, check, { prefix: `${name}bare-` });
    const person = await Person.open(browser, command.address);
    await wholeWay(oc, person, right, folder, check, settings);
    check(person.faults.length === 0, `the page ${person.faults.join('; ')}`);
    if (parts.has('looks')) {
      await openQuestions(person);
      const [picture = ''] = [...(await oc.getImageFiles(folder))].map(String);
      await looks(browser, command.address, check, { prefix: name, picture });
    }
    await person.close();
  };
  try {
    const pets = join(work, 'pets/images');
    if (parts.has('way') || parts.has('holding'))
      await oc.paperPets(join(work, 'pets'), { perBreed: 16, progress: false });
    if (parts.has('folders')) await folders(browser, join(work, 'folders'), check);
    if (parts.has('way')) {
      await way(pets, drawn, '');
      await command?.stop();
    }
    if (parts.has('photographs')) {
      const folder = join(work, 'photographs/images');
      cpSync(photographs(), folder, { recursive: true });
      copyFileSync(pretrained(), join(folder, 'imagenet.safetensors'));
      await way(folder, photographed, 'photographs-');
      await command?.stop();
    }
    if (parts.has('holding')) {
      command = await Command.start(pets);
      const held = await holding(browser, command, pets, check);
      command = held.command;
      check(held.faults.length === 0, `the page ${held.faults.join('; ')}`);
      await command.stop();
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
