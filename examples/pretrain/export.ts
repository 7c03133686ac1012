// Writes the body of a trained network as @onecycle/resnet18-tiny holds it: 16-bit weights, without the classifier.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { imagenetStats, loadSafetensors, saveSafetensors, type Tensor } from 'onecycle';

const { values: given } = parseArgs({
  options: {
    run: { type: 'string', default: 'runs/pretrain' },
    out: { type: 'string', default: 'packages/resnet18-tiny/model.safetensors' },
  },
});

const { tensors } = await loadSafetensors(join(given.run, 'models', 'resnet18.safetensors'));
const body = new Map<string, Tensor>();
for (const [name, tensor] of tensors) {
  if (name.startsWith('fc.') || name.endsWith('num_batches_tracked')) continue;
  // Variances reach beyond what 16 bits hold.
  body.set(name, name.includes('running_') ? tensor : tensor.half().contiguous());
}
const [mean, std] = imagenetStats.map((values) => JSON.stringify(values));
await saveSafetensors(given.out, body, {
  mean: mean ?? '',
  std: std ?? '',
  data: 'Tiny ImageNet',
  recipe: 'examples/pretrain of onecycle',
});
console.log(`${body.size} tensors: ${given.out}`);
