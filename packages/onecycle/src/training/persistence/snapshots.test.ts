import { loadSafetensors, nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary.js';
import { tensorLoaders } from '../../testing/tensor-data.js';
import { Callback } from '../events/index.js';
import { Learner } from '../learner/index.js';
import { CrossEntropyLossFlat } from '../losses/index.js';

/** Everything in a state, as text to be compared. */
const written = (state: ReadonlyMap<string, Tensor>) =>
  [...state].map(([key, tensor]) => `${key}:${Buffer.from(bytes(tensor)).toString('base64')}`).sort();

function bytes(tensor: Tensor): Uint8Array {
  const { buffer, byteOffset, byteLength } = tensor.detach().toTypedArray();
  return new Uint8Array(buffer, byteOffset, byteLength);
}

test('40 saves and exports in the middle of a fit: each holds the weights of the end of one batch', async () => {
  torch.manualSeed(1);
  const x = torch.randn([64, 32]);
  const y = torch.randint(4, [64], { dtype: 'int64' });
  const dls = tensorLoaders([x, y], [x, y], { bs: 8 });
  // Statistics of batch norm change in the forward pass, weights in the step.
  const model = new nn.Sequential(new nn.Linear(32, 512), new nn.BatchNorm1d(512), new nn.Linear(512, 4));
  const path = await temporaryFolder();
  const learn = new Learner(dls, model, { lossFunc: new CrossEntropyLossFlat(), progress: false, path });
  const ends = new Set([written(model.stateDict()).join()]);
  const files: Promise<string>[] = [];
  const write = () => {
    if (files.length >= 40) return;
    const name = `${files.length}`;
    const made = files.length % 2 ? learn.save(name) : learn.export(`${name}.onecycle`);
    files.push(made.then(String));
  };
  class Writes extends Callback {
    override order = 1000;
    override runValid = false;
    override afterPred() {
      if (this.learn.trainIter % 2) write();
    }
    override afterStep() {
      if (this.learn.trainIter % 3 === 0) write();
    }
    override afterBatch() {
      ends.add(written(model.stateDict()).join());
      write();
    }
  }
  const timer = setInterval(write, 1);
  await learn.fit(4, 0.01, { cbs: new Writes() });
  clearInterval(timer);

  expect(files).toHaveLength(40);
  for (const file of await Promise.all(files)) {
    const { tensors } = await loadSafetensors(file);
    const own = new Map([...tensors].filter(([key]) => !key.includes('/')));
    expect(ends.has(written(own).join()), file).toBe(true);
  }
});
