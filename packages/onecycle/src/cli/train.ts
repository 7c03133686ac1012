import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { torch } from '@onecycle/torch';
import {
  categoryBlock,
  DataBlock,
  getImageFiles,
  Path,
  parentLabel,
  randomSplitter,
  regexLabeller,
  usingAttr,
} from '../data/index.js';
import { checkpoint, errorRate } from '../training/index.js';
import {
  type Architecture,
  architectureNames,
  augTransforms,
  findArchitecture,
  imageBlock,
  resize,
  visionLearner,
} from '../vision/index.js';
import { EpochLog } from './epoch-log.js';
import { Failure, usageFailure } from './failure.js';
import { checkFile, checkFolder } from './folders.js';
import type { Streams } from './streams.js';

export interface TrainOptions {
  labelRegex?: RegExp;
  arch: string;
  weights: string;
  epochs: number;
  freezeEpochs: number;
  bs: number;
  size: number;
  presize: number;
  lr: number;
  validPct: number;
  seed: number;
  out: string;
  log?: string;
  fp16: boolean;
  resume: boolean;
}

/** `onecycle train`: from a folder of labelled pictures to an exported classifier. */
export async function train(folder: string, options: TrainOptions, streams: Streams): Promise<void> {
  const { out, log, resume } = options;
  await checkFolder(folder);
  for (const file of [out, log]) if (file !== undefined) await checkFolder(dirname(file));
  const arch = architectureNamed(options.arch);
  const pretrained = options.weights !== 'none';
  const weights = pretrained && options.weights !== 'default' ? options.weights : undefined;
  if (weights && /\.(safetensors|pth|pt)$/.test(weights)) await checkFile(weights);
  if (!pretrained)
    streams.err(
      'The network starts from random numbers; with --weights it starts from what it learned before.\n',
    );

  torch.manualSeed(options.seed);
  const pictures = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: randomSplitter({ validPct: options.validPct, seed: options.seed }),
    getY: options.labelRegex ? usingAttr(regexLabeller(options.labelRegex), 'name') : parentLabel,
    itemTfms: resize(options.presize),
    batchTfms: augTransforms({ size: options.size, minScale: 0.75 }),
  });
  const dls = await pictures.dataloaders(folder, { bs: options.bs, seed: options.seed });
  const learn = await visionLearner(dls, arch, {
    metrics: errorRate,
    pretrained,
    ...(weights !== undefined && { weights }),
  });
  if (options.fp16) learn.toFp16();

  const checkpoints = new Path(`${out}.checkpoints`);
  const epochLog = log === undefined ? [] : [new EpochLog(log, { resume })];
  await learn.fineTune(options.epochs, {
    baseLr: options.lr,
    freezeEpochs: options.freezeEpochs,
    cbs: [...epochLog, checkpoint({ folder: checkpoints })],
    resume,
  });
  if (learn.stopRequested)
    throw new Failure('interrupted: the same command with --resume goes on from here', 130);
  await learn.export(new Path(out));
  await rm(String(checkpoints), { recursive: true, force: true });
  streams.err(`wrote ${out}\n`);
}

function architectureNamed(name: string): Architecture {
  if (architectureNames().includes(name)) return findArchitecture(name);
  throw usageFailure(`unknown architecture '${name}'; there are ${architectureNames().join(', ')}`);
}
