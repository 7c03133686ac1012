import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Tensor } from '@onecycle/torch';
import {
  checkOptions,
  inTemporaryFolder,
  is,
  type OptionNames,
  optionalPackage,
  writeTogether,
  writing,
} from '../base/index.js';
import type { Path } from '../data/index.js';
import { checkIsLearner, type Learner } from '../training/index.js';
import { exportOnnx, type OnnxExport, type OnnxOptions } from './export-onnx.js';

/** Options of {@link exportWeb}. */
export interface WebOptions extends Pick<OnnxOptions, 'half' | 'quantize' | 'check' | 'pictures'> {
  /** Whether everything goes into one HTML file, which works from the disk. Default false: a folder for a web server. */
  singleFile?: boolean | undefined;
  /** The page's heading. Default `'What is in this picture?'`. */
  title?: string | undefined;
}

/** What {@link exportWeb} wrote. */
export interface WebExport {
  /** The page to open. */
  page: Path;
  /** Of all files together. */
  bytes: number;
  /** The model that is in it. */
  model: Omit<OnnxExport, 'file'>;
}

/** What is used of `onecycle-web`, which is installed by those who want it: ONNX Runtime for browsers is large. */
interface PageMaker {
  makePage(
    model: string,
    options: { title: string; singleFile: boolean },
  ): Promise<Map<string, string | Uint8Array>>;
}

/** @throws Error that says how to install it */
function findPageMaker(): string {
  const found = optionalPackage('onecycle-web/page');
  if (found !== undefined) return found;
  throw new Error(
    'onecycle-web, from which the page is made, is not installed: npm install onecycle-web (with ONNX Runtime for browsers in it, 140 MB)',
  );
}

/**
 * Writes a page that classifies pictures in the browser, without a server of one's own and without a network: a folder for any web server,
 * or with `singleFile` one HTML file, which works from the disk, too. Pictures are resized and cropped as validation does. The
 * model in it is compared with `getPreds` as {@link exportOnnx} does.
 *
 * @param name a folder, or with `singleFile` an HTML file, or a folder for one; relative to the learner's path
 * @throws Error for a learner that is no classifier of colour pictures, or whose validation prepares them in a way of your own; where
 *   onecycle-web or ONNX Runtime is not installed
 */
export async function exportWeb<B extends readonly Tensor[]>(
  learn: Learner<B>,
  name: Path | string = 'web',
  options: WebOptions = {},
): Promise<WebExport> {
  checkIsLearner('exportWeb', learn);
  checkOptions(options, optionNames, 'exportWeb');
  const { singleFile = false, title = 'What is in this picture?', ...onnx } = options;
  const isHtml = /\.html?$/.test(String(name));
  if (isHtml && !singleFile)
    throw new Error(
      `exportWeb writes a folder; ${name} as one file is written with singleFile (--single-file)`,
    );
  const target = learn.path.join(name);
  const page = isHtml ? target : target.join('index.html');
  const maker: PageMaker = await import(pathToFileURL(findPageMaker()).href);
  return inTemporaryFolder('onecycle-web', async (work) => {
    const file = join(work, 'model.onnx');
    const { file: _, ...model } = await exportOnnx(learn, file, onnx);
    const files = await maker.makePage(file, { title, singleFile });
    const folder = String(page.parent);
    await writing(folder, kept, () => mkdir(folder, { recursive: true }));
    // In the page's folder, and the page under its own name.
    const placed = [...files].map(
      ([name, content]) => [String(name === 'index.html' ? page : page.withName(name)), content] as const,
    );
    await writeTogether(new Map(placed), { kept });
    const bytes = placed.reduce((sum, [, content]) => sum + Buffer.byteLength(content), 0);
    return { page, bytes, model };
  });
}

const kept = 'What was there before is as it was, and so is the learner.';

const optionNames = {
  singleFile: is.flag,
  title: is.text,
  half: is.flag,
  quantize: is.flag,
  check: is.flag,
  pictures: true,
} as const satisfies OptionNames<WebOptions>;
