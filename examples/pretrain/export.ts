// Writes the body of the last checkpoint as @onecycle/resnet18-tiny holds it: 16-bit weights, without the classifier.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { imagenetStats, loadSafetensors, saveSafetensors, type Tensor } from 'onecycle';

const { values: given } = parseArgs({
  options: {
    run: { type: 'string', default: 'runs/pretrain' },
    out: { type: 'string', default: 'packages/resnet18-tiny/model.safetensors' },
  },
});

const { tensors, metadata } = await loadSafetensors(join(given.run, 'checkpoint.safetensors'));
const body = new Map<string, Tensor>();
for (const [key, tensor] of tensors) {
  const name = key.replace(/^model\./, '');
  if (name === key || name.startsWith('fc.') || name.endsWith('num_batches_tracked')) continue;
  // Variances reach beyond what 16 bits hold.
  body.set(name, name.includes('running_') ? tensor : tensor.half().contiguous());
}
const { step, seconds } = JSON.parse(metadata.position ?? '{}');
const [mean, std] = imagenetStats.map((values) => JSON.stringify(values));
await saveSafetensors(given.out, body, {
  mean: mean ?? '',
  std: std ?? '',
  data: 'Tiny ImageNet',
  recipe: 'examples/pretrain of onecycle',
  steps: String(step),
  minutes: (seconds / 60).toFixed(0),
});
console.log(`${body.size} tensors of ${given.run} after ${step} steps: ${given.out}`);
