import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { torch } from '@onecycle/torch';
import { inferenceModel, resnet18, resnet34, resnet50 } from 'onecycle';
import { ours, python } from '../lib/job.mjs';

/** What only some need is installed here, outside of the root install. */
const tools = fileURLToPath(new URL('../../node_modules/.cache/onecycle-tools', import.meta.url));

/** @type {import('../lib/job.mjs').Side} */
const onnxRuntime = {
  start: () => ({
    command: process.execPath,
    args: [fileURLToPath(new URL('../peers/infer_onnx.mjs', import.meta.url)), tools],
  }),
  missing() {
    if (existsSync(`${tools}/node_modules/onnxruntime-node`))
      return python('infer.py', { modules: ['torchvision'] }).missing();
    return `onnxruntime-node is not installed (npm install --ignore-scripts --prefix ${tools} onnxruntime-node)`;
  },
};

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'Inference at 224 px, geometric mean over ResNet-18, 34, 50 and batches of 1 and 32',
  unit: 'images/s',
  pairs: 5,
  sides: {
    'onecycle, toInference()': ours('folded'),
    'onecycle, eval()': ours('plain'),
    'onnxruntime-node': onnxRuntime,
    'PyTorch eager, eval()': python('infer.py', { modules: ['torch', 'torchvision'] }),
  },
  goals: [
    { side: 'onecycle, toInference()', peer: 'PyTorch eager, eval()', atLeast: 1.5 },
    { side: 'onecycle, toInference()', peer: 'onnxruntime-node', atLeast: 1 },
  ],
};

/** @param {'folded' | 'plain'} variant */
export function prepare(variant) {
  const models = Object.entries({ resnet18, resnet34, resnet50 }).map(([name, architecture]) => {
    const model = architecture().eval();
    return { name, model: variant === 'folded' ? inferenceModel(model) : model };
  });
  const batches = [1, 32].map((size) => torch.randn([size, 3, 224, 224]));
  const rate = (
    /** @type {typeof models[number]['model']} */ model,
    /** @type {typeof batches[number]} */ batch,
  ) => {
    const forward = () => torch.scope(() => torch.noGrad(() => model.forward(batch)));
    // The first call after another side's turn finds the caches taken and the threads asleep.
    forward();
    const calls = Math.max(1, 8 / batch.size(0));
    const start = performance.now();
    for (let i = 0; i < calls; i++) forward();
    return (calls * batch.size(0)) / ((performance.now() - start) / 1000);
  };
  const measure = () => {
    /** @type {Record<string, number>} */
    const parts = {};
    for (const { name, model } of models) {
      for (const batch of batches) parts[`${name}, batch ${batch.size(0)}`] = rate(model, batch);
    }
    const logs = Object.values(parts).map(Math.log);
    return { value: Math.exp(logs.reduce((a, b) => a + b) / logs.length), parts };
  };
  measure();
  return measure;
}
