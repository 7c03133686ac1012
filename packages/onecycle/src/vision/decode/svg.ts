import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { buffer, text } from 'node:stream/consumers';
import { Semaphore } from '../native/index.js';
import type { ResolvedDecodeOptions } from './decode-options.js';
import { decodePng } from './png.js';
import type { RgbPixels } from './rgb-pixels.js';

/** How long a drawing may take, in seconds; no honest one takes as long as one. */
const svgSeconds = 30;

/** So many drawings are drawn at a time. */
const turns = new Semaphore(2);

/**
 * A drawing is a program, and sharp's own time limit is looked at between parts of a picture only, of which a filter may take
 * minutes for each. So it runs in a process of its own, which ends itself when its time is over. It writes a PNG.
 */
const program = `
const [sharpAt, maxPixels, seconds] = process.argv.slice(-3);
setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1000 * seconds);
const fail = (error) => { process.stderr.write(error.message.split('\\n')[0]); process.exitCode = 1; };
const draw = async () => {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const drawing = require(sharpAt)(Buffer.concat(chunks), { limitInputPixels: Number(maxPixels) });
  process.stdout.write(await drawing.png({ compressionLevel: 1 }).toBuffer());
};
draw().catch(fail).finally(() => process.stdout.write('', () => process.exit()));
`;

/**
 * The pixels of an SVG drawing, drawn in a process of its own.
 *
 * @throws Error where it takes longer than `seconds`, has more pixels than the options allow, or is damaged
 */
export async function drawSvg(
  bytes: Uint8Array,
  options: ResolvedDecodeOptions,
  seconds = svgSeconds,
): Promise<RgbPixels> {
  const png = await turns.use(() => drawn(bytes, options.maxPixels, seconds));
  return decodePng(png, options);
}

async function drawn(bytes: Uint8Array, maxPixels: number, seconds: number): Promise<Uint8Array> {
  const sharpAt = createRequire(import.meta.url).resolve('sharp');
  // Electron's executable is Node only when it is told; options of this Node are not meant for that one.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, ['-e', program, sharpAt, String(maxPixels), String(seconds)], {
    env,
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  // Where it ends before it has read everything, how it ended says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  const [{ code, signal }, png, reason] = await Promise.all([
    ended,
    buffer(child.stdout),
    text(child.stderr),
  ]);
  if (code === 0) return png;
  if (signal === 'SIGKILL')
    throw new Error(`it is an SVG drawing that takes longer than ${seconds} s to draw, which is the limit`);
  throw new Error(
    `it is an SVG drawing that cannot be drawn: ${reason || `its process ended with ${signal ?? code}`}`,
  );
}
