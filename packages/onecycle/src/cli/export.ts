import { getImageFiles, Path } from '../data/index.js';
import { exportOnnx, type OnnxCheck, type PixelLayout } from '../export/index.js';
import { loadLearner } from '../training/index.js';
import { usageFailure } from './failure.js';
import { checkFile, checkFolder, checkOutput } from './folders.js';
import type { Streams } from './streams.js';

export interface ExportOptions {
  onnx?: string;
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
  const { onnx, pictures: folder, ...rest } = options;
  if (onnx === undefined) throw usageFailure('say what to write: --onnx <file>');
  await checkFile(model);
  await checkOutput(onnx);
  if (folder !== undefined) await checkFolder(folder);
  const pictures = folder === undefined ? undefined : await getImageFiles(folder);
  const learn = await loadLearner(model);
  learn.path = new Path('.');
  const { file, bytes, input, check } = await exportOnnx(learn, onnx, { ...rest, pictures });
  streams.out(`${file}  ${(bytes / 1e6).toFixed(1)} MB, takes bytes [${input.join(', ')}]\n`);
  streams.out(check ? checkText(check) : 'not compared with the classifier\n');
}

const sources = {
  given: 'pictures of the folder',
  validation: 'pictures of the validation set',
  drawn: 'drawn pictures (Paper Pets); name a folder of your own with --pictures',
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function checkText({ pictures, source, maxDifference, top1Agreement, accuracy }: OnnxCheck): string {
  const lines = [
    `run by ONNX Runtime on ${pictures} ${sources[source]}:`,
    `  probabilities differ by at most ${maxDifference.toExponential(1)}, ${percent(top1Agreement)} of the labels are the same`,
  ];
  if (accuracy) lines.push(`  right: ${percent(accuracy.onnx)}, before ${percent(accuracy.learner)}`);
  return `${lines.join('\n')}\n`;
}
