// npm run test:pictures: decodes about a thousand odd and damaged pictures and tells by kind which are equal to
// Pillow's, refused as Pillow refuses them, or differ. Needs Python with Pillow and NumPy (PYTHON names it).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { decodePicture } from 'onecycle';

const { values } = parseArgs({ options: { folder: { type: 'string' }, list: { type: 'boolean' } } });
const made = values.folder ?? mkdtempSync(join(tmpdir(), 'onecycle-odd-pictures-'));
if (!values.folder) {
  const script = fileURLToPath(new URL('pictures/make.py', import.meta.url));
  execFileSync(process.env.PYTHON ?? 'python3', [script, made], { stdio: ['ignore', 'inherit', 'ignore'] });
}

/**
 * What Pillow makes of a file: the size and digest of its pixels, of those over the background and of those that stand
 * upright, where these are others; or its refusal.
 * @typedef {{ width: number, height: number, sha256: string, over?: string, upright?: string, error?: string }} Expected
 */

/** @typedef {'equal' | 'refused' | 'we refuse' | 'Pillow refuses' | 'size' | 'pixels'} Outcome */

/** That of scripts/pictures/make.py. */
const background = /** @type {const} */ ([250, 20, 90]);

/** @param {import('onecycle').Tensor} pixels */
const digestOf = (pixels) =>
  createHash('sha256')
    .update(pixels.permute([1, 2, 0]).contiguous().flatten().toTypedArray())
    .digest('hex');

/**
 * What becomes of a file, and how it differs.
 * @param {string} name
 * @param {Expected} expected
 * @returns {Promise<[outcome: Outcome, detail?: string]>}
 */
async function compare(name, expected) {
  const file = join(made, name);
  let pixels;
  try {
    pixels = await decodePicture(file);
  } catch (error) {
    return expected.error
      ? ['refused']
      : ['we refuse', error instanceof Error ? error.message : String(error)];
  }
  const [, height, width] = pixels.shape;
  if (expected.error) return ['Pillow refuses', expected.error];
  if (width !== expected.width || height !== expected.height)
    return ['size', `${width} × ${height}, not ${expected.width} × ${expected.height}`];
  if (digestOf(pixels) !== expected.sha256) return ['pixels'];
  if (expected.over && digestOf(await decodePicture(file, { background })) !== expected.over)
    return ['pixels', 'over a background'];
  if (expected.upright && digestOf(await decodePicture(file, { exif: 'rotate' })) !== expected.upright)
    return ['pixels', 'turned upright'];
  return ['equal'];
}

/** @returns {Record<'files' | Outcome, number>} */
const newRow = () => ({
  files: 0,
  equal: 0,
  refused: 0,
  'we refuse': 0,
  'Pillow refuses': 0,
  size: 0,
  pixels: 0,
});

/** @type {Record<string, ReturnType<typeof newRow>>} */
const table = {};
const total = newRow();
const differing = [];
/** @type {Record<string, Expected>} */
const answers = JSON.parse(readFileSync(join(made, 'expected.json'), 'utf8'));
for (const [name, expected] of Object.entries(answers)) {
  const [outcome, detail = ''] = await compare(name, expected);
  const [kind = ''] = name.split('/');
  table[kind] ??= newRow();
  for (const row of [table[kind], total]) {
    row.files++;
    row[outcome]++;
  }
  if (outcome !== 'equal' && outcome !== 'refused') differing.push(`${name}: ${outcome} ${detail}`);
}
console.table({ ...table, total });
if (values.list) console.log(differing.join('\n'));
if (!values.folder) rmSync(made, { recursive: true });
const agreeing = total.equal + total.refused;
const share = agreeing / total.files;
console.log(`${agreeing} of ${total.files} pictures are as Pillow has them (${(100 * share).toFixed(1)} %)`);
// The share that this project promises.
if (share < 235 / 251) process.exitCode = 1;
