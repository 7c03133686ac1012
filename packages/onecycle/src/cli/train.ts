import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { torch } from '@onecycle/torch';
import { withoutUndefined } from '../base/index.js';
import {
  ArchivedPicture,
  categoryBlock,
  DataBlock,
  type DataLoaders,
  getImageFiles,
  type Label,
  Path,
  parentLabel,
  randomSplitter,
  regexLabeller,
  type TensorCategory,
  usingAttr,
} from '../data/index.js';
import { mlflow, type RunConfig, tensorBoard, wandb } from '../tracking/index.js';
import { type Callback, checkpoint, errorRate, jsonLogger } from '../training/index.js';
import {
  type Architecture,
  findArchitecture,
  imageBlock,
  imageDataLoaders,
  type TensorImage,
  type TrainingSettings,
  trainingTransforms,
  visionLearner,
  weightsNamed,
} from '../vision/index.js';
import { fitBatches } from './batches.js';
import { Failure, usageFailure } from './failure.js';
import { checkFile, checkFolder, checkOutput } from './folders.js';
import { found, inLines } from './found.js';
import type { Streams } from './streams.js';

export interface TrainOptions extends Omit<TrainingSettings, 'bs'> {
  /** Default: `defaultBs`, or fewer where there are few pictures. */
  bs?: number;
  labelRegex?: RegExp;
  valid?: string;
  out: string;
  log?: string;
  tensorboard?: string;
  mlflow?: string;
  wandb?: string;
  onError: 'throw' | 'skip';
  exif: boolean;
  resume: boolean;
  nproc?: number;
  maxRestarts: number;
}

/** `onecycle train`: from a folder of labelled pictures, or shards of them, to an exported classifier. */
export async function train(folder: string, options: TrainOptions, streams: Streams): Promise<void> {
  const { out, log, resume, seed } = options;
  const isSharded = /\.tar$/.test(folder);
  if (!isSharded) await checkFolder(folder);
  if (!isSharded && options.valid !== undefined)
    throw usageFailure('--valid names shards, and the pictures are those of a folder: leave it out');
  if (isSharded && options.labelRegex !== undefined)
    throw usageFailure('shards have their labels with them: leave --label-regex out');
  await checkOutput(out);
  if (log !== undefined) await checkOutput(log, { grows: true });
  if (options.presize < options.size)
    throw usageFailure(
      `--presize ${options.presize} is smaller than --size ${options.size}: pictures are cut from what they are first resized to`,
    );
  const arch = architectureNamed(options.arch);
  const source = weightsNamed(options.weights);
  if (source.weights && /\.(safetensors|pth|pt)$/.test(source.weights)) await checkFile(source.weights);
  if (options.weights === 'none')
    streams.err(
      'Note: the network starts from random numbers and not from what it has learned before (--weights none). From few ' +
        'pictures it will learn little.\n',
    );

  // Of several processes one writes.
  const isMain = (torch.distributed.launch()?.rank ?? 0) === 0;
  // The split, the head and the augmentation all draw from this.
  torch.manualSeed(seed);
  const { dls, label } = await (isSharded ? ofShards : ofFolder)(folder, options);
  const batches = options.bs === undefined ? fitBatches(dls) : '';
  const said = `${await found(folder, dls, label)}${batches}`;
  if (isMain) streams.err(inLines(said, streams.columns?.()));
  if (isMain && dls.loaders[1]?.length === 0)
    streams.err(
      'Note: no pictures are left for validation, so that nothing will say how good the classifier is: a larger --valid-pct keeps some.\n',
    );
  const learn = await visionLearner(dls, arch, { metrics: errorRate, ...source });
  if (options.fp16) learn.toFp16();

  const checkpoints = new Path(`${out}.checkpoints`);
  const epochLog = log === undefined ? [] : [jsonLogger({ fname: resolve(log) })];
  // Whoever ends a container, a job or a service says so; what is learned by then is kept as it is after Ctrl-C.
  const end = (): void => void process.emit('SIGINT', 'SIGINT');
  process.on('SIGTERM', end);
  await learn
    .fineTune(options.epochs, {
      baseLr: options.lr,
      freezeEpochs: options.freezeEpochs,
      cbs: [...epochLog, ...trackers(options), checkpoint({ folder: checkpoints })],
      resume,
    })
    .finally(() => process.off('SIGTERM', end));
  if (learn.stopRequested)
    throw new Failure(
      'interrupted: the same command with --resume goes on from here; an epoch that was being validated is validated anew',
      130,
    );
  await learn.export(new Path(out));
  if (!isMain) return;
  await rm(String(checkpoints), { recursive: true, force: true });
  streams.err(`wrote ${out}\n`);
}

/** What tells of the run elsewhere; of several processes each has them, and the first one's tell. */
function trackers({ tensorboard, mlflow: uri, wandb: project, ...options }: TrainOptions): Callback[] {
  const config: RunConfig = {
    weights: options.weights,
    epochs: options.epochs,
    freeze_epochs: options.freezeEpochs,
    size: options.size,
    presize: options.presize,
    base_lr: options.lr,
    valid_pct: options.validPct,
    seed: options.seed,
    fp16: options.fp16,
  };
  return [
    ...(tensorboard === undefined ? [] : [tensorBoard({ logDir: resolve(tensorboard), config })]),
    ...(uri === undefined ? [] : [mlflow({ uri, config })]),
    ...(project === undefined ? [] : [wandb({ project, config })]),
  ];
}

interface Pictures {
  dls: DataLoaders<[TensorImage, TensorCategory]>;
  label: (file: Path) => Label;
}

const image = ({ exif }: TrainOptions) => ({ exif: exif ? 'rotate' : 'ignore' }) as const;

const batching = ({ bs, onError }: TrainOptions) => ({ ...withoutUndefined({ bs }), onError });

async function ofFolder(folder: string, options: TrainOptions): Promise<Pictures> {
  const { labelRegex, validPct } = options;
  const label = labelRegex ? usingAttr(regexLabeller(labelRegex), 'name') : parentLabel;
  const pictures = new DataBlock({
    blocks: [imageBlock(image(options)), categoryBlock()],
    getItems: getImageFiles,
    splitter: randomSplitter({ validPct }),
    getY: label,
    ...trainingTransforms(options),
  });
  return { dls: await pictures.dataloaders(folder, batching(options)), label };
}

async function ofShards(shards: string, options: TrainOptions): Promise<Pictures> {
  const { valid, validPct } = options;
  const validation = valid === undefined ? { validPct } : { valid };
  const dls = await imageDataLoaders.fromShards(shards, {
    ...validation,
    ...trainingTransforms(options),
    image: image(options),
    ...batching(options),
  });
  // They were looked at: each has a class.
  return { dls, label: (file) => (file instanceof ArchivedPicture ? (file.label as Label) : '') };
}

function architectureNamed(name: string): Architecture {
  try {
    return findArchitecture(name);
  } catch (error) {
    throw usageFailure(error instanceof Error ? error.message : String(error));
  }
}
