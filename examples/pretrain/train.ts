// Trains the body of @onecycle/resnet18-tiny: ResNet-18 on Tiny ImageNet, in as many minutes as are given.
// A stopped run goes on where its last checkpoint was: start it again with the same options.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { adam, combinedCos, F, normBiasParams, type Optimizer, resnet18, torch } from 'onecycle';
import { trainBatch, validBatch } from './batches.js';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.js';
import { type Pictures, tinyImagenet } from './data.js';

const { values: given } = parseArgs({
  options: {
    data: { type: 'string', default: 'tiny-imagenet-200' },
    out: { type: 'string', default: 'runs/pretrain' },
    minutes: { type: 'string', default: '100' },
    bs: { type: 'string', default: '128' },
    lr: { type: 'string', default: '3e-3' },
    threads: { type: 'string', default: String(torch.getNumThreads()) },
    seed: { type: 'string', default: '1' },
  },
});
const minutes = Number(given.minutes);
const bs = Number(given.bs);
const lrMax = Number(given.lr);
const threads = Number(given.threads);
const seed = Number(given.seed);
torch.setNumThreads(threads);
torch.manualSeed(seed);

/** Small pictures while the network learns the most, larger ones at the end: [from this share of the time, size]. */
const sizes = [
  [0, 64],
  [0.88, 96],
] as const;
const sizeAt = (progress: number) => sizes.findLast(([from]) => progress >= from)?.[1] ?? sizes[0][1];

// 1cycle over the time that is given, not over a number of steps: a busy machine gets fewer steps, but a whole cycle.
const lrAt = combinedCos(0.25, lrMax / 25, lrMax, lrMax / 1e4);
const momentumAt = combinedCos(0.25, 0.95, 0.85, 0.95);

const { train, valid, classes } = await tinyImagenet(given.data, given.out);
const model = resnet18({ numClasses: classes.length }).to({ memoryFormat: 'channels_last' });
const opt: Optimizer = adam([model.parameters()], { lr: lrMax, wd: 0.05 });
for (const parameter of normBiasParams(model, true)) opt.stateOf(parameter).doWd = false;

await mkdir(given.out, { recursive: true });
const state = await loadCheckpoint(given.out, model, opt);
const count = train.labels.size(0);
const log = async (entry: object) => {
  const line = JSON.stringify(entry);
  console.log(line);
  await appendFile(join(given.out, 'log.jsonl'), `${line}\n`);
};

/** One optimizer step; returns the loss. */
function step(order: Int32Array | Uint8Array, size: number): number {
  return torch.scope(() => {
    const index = torch.tensor(Array.from(order));
    const x = trainBatch(train.pictures.indexSelect(0, index), size);
    const y = train.labels.indexSelect(0, index);
    const scores = torch.autocast({ dtype: 'bfloat16' }, () => model.forward(x));
    const loss = F.crossEntropy(scores.float(), y, { labelSmoothing: 0.1 });
    loss.backward();
    opt.step();
    opt.zeroGrad();
    return loss.item();
  });
}

/** Share of the first `limit` validation pictures whose class is found. */
function accuracy({ pictures, labels }: Pictures, size: number, limit: number): number {
  model.eval();
  let right = 0;
  for (let start = 0; start < limit; start += bs) {
    right += torch.scope(() =>
      torch.noGrad(() => {
        const length = Math.min(bs, limit - start);
        const x = validBatch(pictures.narrow(0, start, length), size);
        const scores = torch.autocast({ dtype: 'bfloat16' }, () => model.forward(x));
        return scores
          .argmax(1)
          .eq(labels.narrow(0, start, length))
          .sum()
          .item();
      }),
    );
  }
  model.train();
  return right / limit;
}

let smooth = 0;
let seen = 0;
let stepped = performance.now();
let saved = performance.now();
for (let progress = 0; progress < 1; state.step++) {
  progress = Math.min(state.seconds / (minutes * 60), 1);
  const size = sizeAt(progress);
  const perEpoch = Math.floor(count / bs);
  const at = state.step % perEpoch;
  opt.setHypers({ lr: lrAt(progress), mom: momentumAt(progress) });
  const loss = step(permutation(Math.floor(state.step / perEpoch)).subarray(at * bs, (at + 1) * bs), size);
  smooth = smooth * 0.98 + loss * 0.02;
  seen++;
  const now = performance.now();
  state.seconds += (now - stepped) / 1000;
  stepped = now;
  if (state.step % 50 === 49) {
    const trainLoss = smooth / (1 - 0.98 ** seen);
    await log({
      step: state.step + 1,
      epoch: (state.step + 1) / perEpoch,
      progress,
      size,
      lr: lrAt(progress),
      train_loss: trainLoss,
    });
  }
  if (at === perEpoch - 1) {
    await log({
      step: state.step + 1,
      epoch: (state.step + 1) / perEpoch,
      size,
      accuracy: accuracy(valid, size, 2000),
    });
  }
  if (now - saved > 300_000) {
    await saveCheckpoint(given.out, model, opt, { ...state, step: state.step + 1 });
    saved = performance.now();
  }
  await setImmediate();
}
await saveCheckpoint(given.out, model, opt, state);
for (const size of [64, 96])
  await log({ step: state.step, size, final_accuracy: accuracy(valid, size, valid.labels.size(0)) });

/** The order of an epoch: a function of the seed and its number. */
function permutation(epoch: number): Int32Array {
  if (state.order?.epoch === epoch) return state.order.indices;
  const generator = new torch.Generator();
  generator.manualSeed(seed * 1000 + epoch);
  const indices = torch.scope(() =>
    Int32Array.from(torch.randperm(count, { generator }).tolist() as number[]),
  );
  state.order = { epoch, indices };
  return indices;
}
