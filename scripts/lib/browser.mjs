import { createRequire } from 'node:module';
import { installSystemPackages } from '../../packages/torch/install/apt.mjs';
import { which } from '../../packages/torch/install/shell.mjs';
import { mayInstall } from '../../packages/torch/install/system.mjs';
import { SetupError } from './report.mjs';
import { npmTool } from './tools.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

async function findBrowser() {
  const find = () => process.env.CHROME ?? names.map(which).find(Boolean);
  if (!find() && mayInstall()) await installSystemPackages(['chromium']);
  const found = find();
  if (found) return found;
  throw new SetupError('There is no Chromium.', 'install chromium, or set CHROME to the path of one');
}

/** @param {string} folder of an npm package */
const load = (folder) => createRequire(import.meta.url)(folder);

/** A browser without a screen, driven by playwright. */
export async function launchBrowser() {
  const executablePath = await findBrowser();
  const { chromium } = load(await npmTool('playwright-core', '1.65.1'));
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  return await chromium.launch({ executablePath, args });
}

/** The source of axe, which looks for what keeps people out. @returns {Promise<string>} */
export async function axeSource() {
  return load(await npmTool('axe-core', '4.14.1')).source;
}

/**
 * What is wrong with an open page: findings of axe, and whether it is wider than its window. What is not serious is printed only.
 * @param {any} page
 * @param {string} axe its source
 * @param {string} where the page is, for what is printed
 * @returns {Promise<string[]>}
 */
export async function accessibility(page, axe, where) {
  const findings = [];
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  if (overflow > 0) findings.push(`${overflow} pixels wider than its window`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate('axe.run()');
  for (const { id, impact, help, nodes } of violations) {
    const finding = `${impact}: ${help} (${id}), ${nodes.length} × e.g. ${nodes[0].html.slice(0, 120)}`;
    if (impact === 'serious' || impact === 'critical') findings.push(finding);
    else console.log(`  ${where}: ${finding}`);
  }
  return findings;
}
