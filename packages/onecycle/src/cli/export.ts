import { getImageFiles, Path } from '../data/index.js';
import { exportOnnx, exportTypes, exportWeb, type OnnxCheck, type PixelLayout } from '../export/index.js';
import { loadLearner } from '../training/index.js';
import { usageFailure } from './failure.js';
import { checkFile, checkFolder, checkOutput } from './folders.js';
import type { Streams } from './streams.js';

export interface ExportOptions {
  onnx?: string;
  web?: string;
  singleFile: boolean;
  title?: string;
  types?: string;
  opset: number;
  batch: 'dynamic' | number;
  half: boolean;
  quantize: boolean;
  layout: PixelLayout;
  pictures?: string;
  check: boolean;
}

/** `onecycle export`: a classifier in a format that other programs read. */
export async function exportModel(model: string, options: ExportOptions, streams: Streams): Promise<void> {
  const { onnx, web, singleFile, title, types, pictures: folder, opset, batch, layout, ...rest } = options;
  if (onnx === undefined && web === undefined && types === undefined)
    throw usageFailure('say what to write: --onnx <file>, --web <folder> or --types <file>');
  await checkFile(model);
  for (const file of [onnx, types]) if (file !== undefined) await checkOutput(file);
  if (folder !== undefined) await checkFolder(folder);
  const pictures = folder === undefined ? undefined : await getImageFiles(folder);
  const learn = await loadLearner(model);
  learn.path = new Path('.');
  const size = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  if (onnx !== undefined) {
    const how = { ...rest, opset, batch, layout, pictures };
    const { file, bytes, input, check } = await exportOnnx(learn, onnx, how);
    streams.out(`${file}  ${size(bytes)}, takes bytes [${input.join(', ')}]\n${checkText(check)}`);
  }
  if (web !== undefined) {
    const { page, bytes, model } = await exportWeb(learn, web, { ...rest, singleFile, title, pictures });
    const place = singleFile
      ? 'opens from the disk, too'
      : `a web server serves its folder: npx serve ${page.parent}`;
    streams.out(`${page}  ${size(bytes)}; ${place}\n${checkText(model.check)}`);
  }
  if (types !== undefined) streams.out(`${await exportTypes(learn, types)}\n`);
}

const sources = {
  given: 'pictures of the folder',
  validation: 'pictures of the validation set',
  drawn: 'drawn pictures (Paper Pets); name a folder of your own with --pictures',
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function checkText(check: OnnxCheck | null): string {
  if (!check) return 'not compared with the classifier\n';
  const { pictures, source, maxDifference, top1Agreement, accuracy } = check;
  const lines = [
    `run by ONNX Runtime on ${pictures} ${sources[source]}:`,
    `  probabilities differ by at most ${maxDifference.toExponential(1)}, ${percent(top1Agreement)} of the labels are the same`,
  ];
  if (accuracy) lines.push(`  right: ${percent(accuracy.onnx)}, before ${percent(accuracy.learner)}`);
  return `${lines.join('\n')}\n`;
}
