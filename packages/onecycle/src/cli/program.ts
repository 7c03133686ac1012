import { createRequire } from 'node:module';
import { Command, Option } from 'commander';
import { defaultBs } from '../base/index.js';
import {
  batchSize,
  fraction,
  httpAddress,
  positiveInteger,
  positiveNumber,
  regularExpression,
  wholeNumber,
} from './arguments.js';
import type { CheckOptions } from './check.js';
import type { ExportOptions } from './export.js';
import type { LaunchCommandOptions } from './launch.js';
import type { PaperPetsOptions } from './paper-pets.js';
import type { PredictOptions } from './predict.js';
import type { ServeCommandOptions } from './serve.js';
import type { ShardOptions } from './shard.js';
import type { Streams } from './streams.js';
import type { StudioCommandOptions } from './studio.js';
import type { TrainOptions } from './train.js';

/**
 * The `onecycle` command: what it understands. The work itself is imported only when it is asked for, so that
 * `--help` needs no libtorch.
 */
export function createProgram(streams: Streams): Command {
  const program = new Command('onecycle')
    .description('Train picture classifiers, and use them.')
    .version(version(), '-V, --version', 'print the version')
    .option('--debug', 'show where an error comes from')
    .enablePositionalOptions()
    // bin/onecycle.mjs runs these two itself: they must work where nothing is built and this module cannot be loaded.
    .addHelpText(
      'after',
      `
Where the native parts are missing, or something is amiss:
  setup [--cuda]      get libtorch, and build or fetch the native parts
  doctor [--json]     say what is found on this machine, and what mends it`,
    );

  program
    .command('check')
    .summary('say what is amiss in a folder of labelled pictures')
    .description(
      'Look over a folder of labelled pictures: files that cannot be read or are odd, pictures that are there twice, classes with ' +
        'few pictures, labels that are probably wrong, pictures unlike all others. Nothing is changed.',
    )
    .argument('<folder>', 'the pictures, in any folders below it')
    .option(
      '--label-regex <regex>',
      "a picture's label is this pattern's first group in its file name; without it, the name of its folder",
      regularExpression,
    )
    .option(
      '--model <file>',
      'a file that `onecycle train` wrote, of which the body says what is alike; without it a small network that comes along',
    )
    .option('--html <file>', 'also write a page with the pictures')
    .option('--json', 'everything as JSON', false)
    .addHelpText(
      'after',
      "\nExample:\n  onecycle check pets/images --label-regex '(.+)_\\d+.jpg$' --html check.html",
    )
    .action(async (folder: string, options: CheckOptions) => {
      const { check } = await import('./check.js');
      await check(folder, options, streams);
    });

  program
    .command('train')
    .summary('train a classifier on a folder of labelled pictures')
    .description(
      'Fine-tune a classifier on a folder of labelled pictures: one epoch of its new head, then --epochs of all of it.',
    )
    .argument(
      '<folder>',
      "the pictures, in any folders below it; or tar shards of them: 'pets/train-{000000..000012}.tar'",
    )
    .option(
      '--label-regex <regex>',
      "a picture's label is this pattern's first group in its file name; without it, the name of its folder",
      regularExpression,
    )
    .option('--arch <name>', 'the network: resnet18, resnet34, resnet50, …', 'resnet34')
    .option(
      '--weights <source>',
      'learned weights to start from: a file (.safetensors, .pth), a repository of the Hugging Face hub, "default" (the ' +
        'hub\'s for the network), "@onecycle/resnet18-tiny" (small, comes with the library), or "none"',
      'default',
    )
    .option('--epochs <n>', 'epochs of the whole network', positiveInteger, 3)
    .option('--freeze-epochs <n>', 'epochs of the head alone before them', positiveInteger, 1)
    .option(
      '--bs <n>',
      `pictures in a batch (default: ${defaultBs}, or fewer where those for training make no four batches of that)`,
      positiveInteger,
    )
    .option('--size <px>', 'side of the augmented pictures that the network sees', positiveInteger, 224)
    .option(
      '--presize <px>',
      'side that pictures are first resized to (default: 460, or --size where that is larger)',
      positiveInteger,
    )
    .option('--lr <rate>', 'base learning rate', positiveNumber, 2e-3)
    .option('--valid-pct <fraction>', 'part of the pictures kept for validation', fraction, 0.2)
    .option('--valid <shards>', 'shards for validation, instead of a part of the others')
    .option('--seed <n>', 'seed of the split, the augmentation and the head', wholeNumber, 42)
    .option('--out <file>', 'where the trained classifier is written', 'model.onecycle')
    .option('--log <file>', 'also write one JSON object a line for every epoch')
    .option(
      '--tensorboard <folder>',
      "also write TensorBoard's event files, for tensorboard --logdir <folder>",
    )
    .option('--mlflow <uri>', 'also tell an MLflow server: http://localhost:5000', httpAddress)
    .option(
      '--wandb <project>',
      'also tell Weights & Biases, in this project (WANDB_API_KEY, WANDB_ENTITY, WANDB_BASE_URL)',
    )
    .option('--fp16', 'train in mixed precision', false)
    .addOption(onError('end the training'))
    .option('--exif', 'turn pictures as their cameras were held', false)
    .option('--resume', 'go on from the checkpoint of an interrupted run of the same command', false)
    .option('--nproc <n>', 'train in so many processes together, one for each device', positiveInteger)
    .option(
      '--max-restarts <n>',
      'with --nproc: begin anew so often, from the last checkpoint',
      wholeNumber,
      0,
    )
    .addHelpText(
      'after',
      "\nExample:\n  onecycle train pets/images --label-regex '(.+)_\\d+.jpg$' --arch resnet18",
    )
    .action(async (folder: string, options: Omit<TrainOptions, 'presize'> & { presize?: number }) => {
      const { nproc, maxRestarts } = options;
      // A process of those has its number by now.
      if (nproc !== undefined && process.env.RANK === undefined) {
        const { trainInProcesses } = await import('./launch.js');
        await trainInProcesses(process.argv.slice(2), { nproc, maxRestarts }, streams);
        return;
      }
      const { train } = await import('./train.js');
      const { presize = Math.max(460, options.size) } = options;
      await train(folder, { ...options, presize }, streams);
    });

  program
    .command('shard')
    .summary('write a folder of labelled pictures into tar shards')
    .description(
      "Write labelled pictures into tar archives in WebDataset's layout, in random order, for data sets that are too large to be many " +
        'files. The pictures stay as they are; the folder is there as a whole in the end, or not at all.',
    )
    .argument('<folder>', 'the pictures, in any folders below it')
    .requiredOption('--out <folder>', 'a new folder for the shards')
    .option(
      '--label-regex <regex>',
      "a picture's label is this pattern's first group in its file name; without it, the name of its folder",
      regularExpression,
    )
    .option('--valid-pct <fraction>', 'part of the pictures that get shards for validation', fraction)
    .option('--seed <n>', 'seed of the order and the split', wholeNumber, 42)
    .addOption(onError('end it before anything is written'))
    .option('--max-count <n>', 'pictures in a shard', positiveInteger, 10_000)
    .option('--max-mb <n>', 'megabytes of a shard', positiveNumber, 500)
    .addHelpText(
      'after',
      "\nExample:\n  onecycle shard pets/images --label-regex '(.+)_\\d+.jpg$' --valid-pct 0.2 --out pets-shards",
    )
    .action(async (folder: string, options: ShardOptions) => {
      const { shard } = await import('./shard.js');
      await shard(folder, options, streams);
    });

  program
    .command('launch')
    .summary('run a program in several processes that train together')
    .description(
      'Run a program in several processes, one for each device, on one machine or several. Each knows which one it is by its ' +
        'environment, which is that of torchrun; learners in them train together. When one fails, all end.',
    )
    .argument('<program>', 'a script of JavaScript or TypeScript, or any other program')
    .argument('[args...]', 'its arguments')
    .requiredOption('--nproc <n>', 'processes on this machine', positiveInteger)
    .option('--nnodes <n>', 'machines; the same command runs on each', positiveInteger, 1)
    .option(
      '--node-rank <n>',
      'which machine this is, from 0; Slurm and Kubernetes say so by themselves',
      wholeNumber,
    )
    .option('--rdzv <host:port>', 'where machine 0 can be reached')
    .option('--max-restarts <n>', 'begin anew so often when a process fails', wholeNumber, 0)
    .passThroughOptions()
    .addHelpText('after', '\nExample:\n  onecycle launch --nproc 2 train.ts --epochs 5')
    .action(async (name: string, args: string[], options: LaunchCommandOptions) => {
      const { launchProgram } = await import('./launch.js');
      await launchProgram(name, args, options, streams);
    });

  program
    .command('predict')
    .summary('name what pictures show')
    .description(
      'Print the label of each picture and how sure the classifier is of it. Of a folder all pictures are named, those of ' +
        'the folders inside, too.',
    )
    .argument('<model>', 'a file that `onecycle train` wrote')
    .argument('<files...>', 'pictures, or folders of them')
    .option('--csv', 'a table, with the probability of every label', false)
    .option('--json', 'one JSON object a line, with the probability of every label', false)
    .action(async (model: string, files: string[], options: PredictOptions) => {
      const { predict } = await import('./predict.js');
      await predict(model, files, options, streams);
    });

  program
    .command('serve')
    .summary('answer requests with a classifier')
    .description(
      'Serve a classifier over HTTP: POST /predict takes pictures, / is a page to drop one on. Ctrl-C ends it once what is under way is done.',
    )
    .argument('<model>', 'a file that `onecycle train` wrote')
    .option('--port <n>', 'port to listen at; 0 takes one that is free', wholeNumber, 3000)
    .option(
      '--host <address>',
      'address to listen at: this machine alone, unless another is given; 0.0.0.0 for all',
      '127.0.0.1',
    )
    .addOption(
      new Option('--token <token>', 'what clients send as Authorization: Bearer <token>')
        .env('ONECYCLE_TOKEN')
        // From a file it comes with the end of its line.
        .argParser((token: string) => token.trim()),
    )
    .option(
      '--workers <n>',
      'threads that each have the model; as many as there are cores, at most 4',
      positiveInteger,
    )
    .option(
      '--threads <n>',
      'threads that each worker computes with; the cores divided among them',
      positiveInteger,
    )
    .option('--max-batch <n>', 'pictures that go through the model together', positiveInteger)
    .option('--max-delay <ms>', 'how long a picture waits for others at most; 0 for not at all', wholeNumber)
    .option('--max-queue <n>', 'pictures that may wait', positiveInteger)
    .option('--max-body <bytes>', 'bytes of a request', positiveInteger)
    .option('--max-pixels <n>', 'pixels of a picture', positiveInteger, 50_000_000)
    .option('--max-pictures <n>', 'pictures of a request', positiveInteger)
    .option('--max-requests <n>', 'requests under way', positiveInteger)
    .option('--timeout <ms>', 'how long a request may take', positiveInteger)
    .addHelpText(
      'after',
      '\nExample:\n  onecycle serve pets.onecycle --port 3000\n  curl -F file=@dog.jpg localhost:3000/predict?top=5',
    )
    .action(async (model: string, options: ServeCommandOptions) => {
      const { serveModel } = await import('./serve.js');
      await serveModel(model, options, streams);
    });

  program
    .command('studio')
    .summary('see and sort pictures, train and understand, in the browser')
    .description(
      'Open a folder of pictures in the browser: label them, find what is amiss, train and watch, see what the classifier looks at, ' +
        'export it. It answers on this machine only, to whoever has the token in its address. Needs the package @onecycle/studio.',
    )
    .argument('<folder>', 'the pictures, in any folders below it')
    .option(
      '--port <n>',
      'port to listen at; 0 takes one that is free (default: 4747, or another where that is taken)',
      wholeNumber,
    )
    .option(
      '--label-regex <regex>',
      "a picture's label is this pattern's first group in its file name; without it, labels are looked for in folders, then in names",
      regularExpression,
    )
    .option('--no-open', 'do not open the browser')
    .addHelpText('after', '\nExample:\n  onecycle studio pets/images')
    .action(async (folder: string, options: StudioCommandOptions) => {
      const { studio } = await import('./studio.js');
      await studio(folder, options, streams);
    });

  program
    .command('export')
    .summary('write a classifier for other programs')
    .description(
      'Write a classifier as an ONNX file, which takes pictures as bytes and gives probabilities, or as a page that classifies ' +
        'pictures in the browser. The model is run by ONNX Runtime and compared with the classifier before it counts as done.',
    )
    .argument('<model>', 'a file that `onecycle train` wrote')
    .option('--onnx <file>', 'where the ONNX file is written')
    .option(
      '--web <folder>',
      'where the page is written: a folder for any web server (needs the package onecycle-web)',
    )
    .option('--single-file', 'the page as one HTML file, which opens from the disk, too', false)
    .option('--title <text>', "the page's heading")
    .option('--types <file>', 'where the class names are written as a type of TypeScript: pets.d.ts')
    .option('--opset <n>', "version of ONNX's operators, 17 to 21", positiveInteger, 17)
    .option('--batch <n>', 'pictures in a batch: a number, or "dynamic" for any', batchSize, 'dynamic')
    .option('--half', 'numbers of 16 bits: half the size', false)
    .option('--quantize', 'weights of 8 bits: a quarter of the size', false)
    .addOption(
      new Option('--layout <order>', 'how the bytes lie: a plane for each colour, or pixel by pixel')
        .choices(['nchw', 'nhwc'])
        .default('nchw'),
    )
    .option('--pictures <folder>', 'pictures to compare on; without it drawn ones')
    .option('--no-check', 'do not compare, for which onnxruntime-node must be installed')
    .action(async (model: string, options: ExportOptions) => {
      const { exportModel } = await import('./export.js');
      await exportModel(model, options, streams);
    });

  program
    .command('paper-pets')
    .summary('draw the data set Paper Pets')
    .description(
      'Draw Paper Pets, twelve breeds of cats and dogs cut from paper, into the folder <folder>/images.',
    )
    .argument('<folder>', 'made where it is missing')
    .option('--per-breed <n>', 'pictures of each breed', positiveInteger, 60)
    .option('--seed <n>', 'another seed draws other pictures', wholeNumber, 1)
    .action(async (folder: string, options: PaperPetsOptions) => {
      const { drawPaperPets } = await import('./paper-pets.js');
      await drawPaperPets(folder, options, streams);
    });

  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: streams.out, writeErr: streams.err })
      .showSuggestionAfterError(true);
  }
  return program;
}

const onError = (otherwise: string): Option =>
  new Option('--on-error <what>', `what a picture that cannot be read does: ${otherwise}, or be left out`)
    .choices(['throw', 'skip'])
    .default('throw');

function version(): string {
  const { version }: { version: string } = createRequire(import.meta.url)('../../package.json');
  return version;
}
