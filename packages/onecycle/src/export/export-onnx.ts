import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BatchSize, type GraphSize, type Tensor, torch } from '@onecycle/torch';
import {
  aside,
  checkChoice,
  checkFlag,
  checkOptions,
  kindOf,
  type OptionNames,
  shown,
  writing,
} from '../base/index.js';
import type { Path, PathLike } from '../data/index.js';
import { checkIsLearner, type Learner } from '../training/index.js';
import { checkOnnx, type OnnxCheck } from './check.js';
import { bytesOf, type PixelLayout, preprocessingOf, recordPrediction } from './exported-function.js';
import { architectureName, metadataOf, version } from './metadata.js';
import { INPUT, loadOnnxRuntime, OUTPUT } from './onnx-runtime.js';
import { samplePictures } from './sample-pictures.js';

/** Options of {@link exportOnnx}. */
export interface OnnxOptions {
  /** The version of ONNX's operators, 17 to 21. Default 17, which all runtimes of the last years know. */
  opset?: number | undefined;
  /** Pictures in a batch: `'dynamic'` (default) for any number, or a fixed one. */
  batch?: 'dynamic' | number | undefined;
  /** Whether the model computes in 16 bits: half the size, for runtimes that are faster with it. Default false. */
  half?: boolean | undefined;
  /** Whether weights are stored in 8 bits, a quarter of the size, at some loss of accuracy, which the result states. Default false. */
  quantize?: boolean | undefined;
  /** How the bytes lie in the input: `'nchw'` (default), a plane for each colour, or `'nhwc'`, pixel by pixel. */
  layout?: PixelLayout | undefined;
  /** Whether the file is run by ONNX Runtime and compared with `getPreds`. Default true. */
  check?: boolean | undefined;
  /** Pictures to compare on. Default: the validation set; where there is none, as in a learner from a file, drawn ones. */
  pictures?: readonly PathLike[] | undefined;
}

/** What {@link exportOnnx} wrote. */
export interface OnnxExport {
  file: Path;
  bytes: number;
  /** The shape of the input, bytes of pictures; `'N'` is any number. */
  input: (number | string)[];
  /** How many nodes of each ONNX operator there are. */
  operators: Record<string, number>;
  /** Null where no comparison was wanted. */
  check: OnnxCheck | null;
}

/** The largest difference of predictions in 32 bits; the largest share of other decisions in 16, where of few pictures one may differ. */
const TOLERANCE = 1e-4;
const DISAGREEMENT = 0.01;

/**
 * Writes the model as an ONNX file that takes pictures as bytes, at the size that validation brings them to, and gives what `getPreds`
 * gives: normalisation and the loss's activation are inside, batch norms are folded into the layers beside them. Class names, size,
 * means and deviations, and the library's version are in the file's metadata.
 *
 * The file is run by ONNX Runtime (`npm install onnxruntime-node`) and compared before it appears under its name.
 *
 * @throws Error for a model with an operator that has no translation, which is named with its module; for a difference of more
 *   than 1e-4 (with `half`: for less than 99 % of the same decisions); where ONNX Runtime is not installed
 */
export async function exportOnnx<B extends readonly Tensor[]>(
  learn: Learner<B>,
  name: Path | string = 'export.onnx',
  options: OnnxOptions = {},
): Promise<OnnxExport> {
  checkIsLearner('exportOnnx', learn);
  const { opset, batch, half, quantize, layout, check, pictures } = checkedOptions(options);
  if (check) loadOnnxRuntime();
  const file = learn.path.join(name);
  const preprocessing = preprocessingOf(learn, layout);
  await prepareFor(String(file));
  const count = batch === 'dynamic' ? 2 : batch;
  const sample = await samplePictures(learn, pictures, batch === 'dynamic' ? 1 : batch);
  const bytes = torch.scope(() => {
    const rows = Array.from({ length: count }, (_, i) => i % sample.inputs.size(0));
    return bytesOf(
      sample.inputs.indexSelect(0, torch.tensor(rows, { device: sample.inputs.device })),
      preprocessing,
    );
  });
  const program = recordPrediction(learn, bytes, preprocessing, batch === 'dynamic' ? 'dynamic' : 'fixed');
  // Its protobuf messages are some eighty files and tables that take a while to read: only who exports waits for them.
  const { Translation } = await import('./onnx/index.js');
  const translation = new Translation(program, { opset, half, quantize });
  const { inputs, outputs } = program.graph;
  const input = dimensions(inputs[0]?.shape ?? []);
  const { builder } = translation;
  builder.input(INPUT, 'uint8', input);
  const output = translation.run(INPUT);
  const results = dimensions(outputs[0]?.shape ?? []);
  builder.output(OUTPUT, output, 'float32', results);

  try {
    const content = builder.bytes({
      name: architectureName(learn),
      version: version(),
      metadata: metadataOf(learn, { input, output: results }, preprocessing),
    });
    let result: OnnxCheck | null = null;
    // Nobody takes a file for done that has not been compared.
    const make = async (draft: string): Promise<void> => {
      await writeFile(draft, content);
      if (check) result = await checkOnnx(learn, draft, sample, preprocessing, batch);
      if (result) refuseDifferent(result, { half, quantize });
    };
    await aside(String(file), make, { kept });
    return {
      file,
      bytes: (await stat(String(file))).size,
      input,
      operators: Object.fromEntries([...builder.counts()].sort()),
      check: result,
    };
  } finally {
    translation.dispose();
    for (const tensor of [bytes, sample.inputs, sample.targets]) tensor?.dispose();
  }
}

const kept = 'A file of that name from before is as it was, and so is the learner.';

/** Makes the folder of a file; refuses a name that is a folder's before the work is done. */
async function prepareFor(file: string): Promise<void> {
  await writing(file, kept, async () => {
    await mkdir(dirname(file), { recursive: true });
    const there = await stat(file).catch(() => null);
    if (there?.isDirectory()) throw Object.assign(new Error(`${file} is a folder`), { code: 'EISDIR' });
    if (there && !there.isFile())
      throw new Error(
        `${file} is no file, but a device, a pipe or a socket, and a file would take its place: choose another name`,
      );
  });
}

const optionNames = {
  opset: true,
  batch: true,
  half: true,
  quantize: true,
  layout: true,
  check: true,
  pictures: true,
} as const satisfies OptionNames<OnnxOptions>;

function checkedOptions(options: OnnxOptions) {
  checkOptions(options, optionNames, 'exportOnnx');
  const {
    opset = 17,
    batch = 'dynamic',
    half = false,
    quantize = false,
    layout = 'nchw',
    check = true,
    pictures,
  } = options;
  checkChoice('exportOnnx: opset', opset, [17, 18, 19, 20, 21]);
  if (batch !== 'dynamic' && !(Number.isInteger(batch) && batch >= 1))
    throw new RangeError(
      `exportOnnx: batch is 'dynamic' or a whole number of at least 1, not ${shown(batch)}`,
    );
  checkChoice('exportOnnx: layout', layout, ['nchw', 'nhwc']);
  for (const [name, flag] of Object.entries({ half, quantize, check }))
    checkFlag(`exportOnnx: ${name}`, flag);
  if (pictures !== undefined && !Array.isArray(pictures))
    throw new TypeError(`exportOnnx: pictures is a list of files, not ${kindOf(pictures)}`);
  if (pictures?.length === 0) throw new RangeError('exportOnnx: pictures is an empty list');
  return { opset, batch, half, quantize, layout, check, pictures };
}

function refuseDifferent(
  { maxDifference, top1Agreement, pictures }: OnnxCheck,
  { half, quantize }: { half: boolean; quantize: boolean },
): void {
  if (!Number.isFinite(maxDifference))
    throw new Error(
      `exportOnnx: on ${pictures} pictures some predictions are no finite numbers, of the learner or of the ONNX file${half ? ': the network may pass what 16 bits can hold, and go well without half' : ''}: it was not written`,
    );
  // How much accuracy 8 bits may cost is for the caller to say, who gets the numbers.
  const others = Math.round((1 - top1Agreement) * pictures);
  const fits = half ? others <= Math.max(1, DISAGREEMENT * pictures) : maxDifference <= TOLERANCE;
  if (quantize || fits) return;
  throw new Error(
    `exportOnnx: on ${pictures} pictures the ONNX file gives predictions that differ by up to ${maxDifference.toExponential(1)} from getPreds, and ` +
      `${(100 * top1Agreement).toFixed(1)} % of the same decisions: it was not written`,
  );
}

const dimensions = (shape: readonly GraphSize[]): (number | string)[] =>
  shape.map((size) => (size instanceof BatchSize ? String(size) : size));
