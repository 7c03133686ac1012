/**
 * What `ddp.py` does, through `torch.distributed`: `node ddp-peer.js <MB in a bucket> <program> [ranks that run it in Python]`. In
 * those ranks PyTorch's DistributedDataParallel is in the same group.
 */
import { spawnSync } from 'node:child_process';
import { F, nn, type Tensor, torch } from '@onecycle/torch';
import { sgd } from '../training/index.js';

const [bucket = '25', program = '', pythonRanks = ''] = process.argv.slice(2);
if (pythonRanks.split(',').includes(process.env.RANK ?? '')) {
  const python = process.env.PYTHON ?? '/usr/bin/python3';
  process.exit(spawnSync(python, [program, bucket], { stdio: 'inherit' }).status ?? 1);
}

const { distributed } = torch;
torch.setNumThreads(1);
const group = await distributed.initProcessGroup({ backend: 'gloo' });
const { rank, size } = group;
torch.manualSeed(7);
const model = new nn.Sequential(
  new nn.Conv2d(3, 8, 3),
  new nn.ReLU(),
  new nn.Conv2d(8, 8, 3),
  new nn.ReLU(),
  new nn.Flatten(),
  new nn.Linear(512, 10),
);
const reducer = new distributed.GradientReducer(model.parameters(), group, {
  bucketCapMb: Number(bucket),
  broadcast: [...model.namedState()].map(([, tensor]) => tensor.detach()),
});
const optimizer = sgd([model.parameters()], { lr: 0.05, mom: 0.9 });
torch.manualSeed(11);
const [x, y] = [torch.randn([20, 12, 3, 12, 12]), torch.randint(10, [20, 12])];
const share = 12 / size;
const own = (data: Tensor, step: number) => data.at(step).slice(0, rank * share, (rank + 1) * share);
const losses: number[] = [];
for (let step = 0; step < 20; step++) {
  torch.scope(() => {
    reducer.beforeForward();
    const loss = F.crossEntropy(model.forward(own(x, step)), own(y, step));
    reducer.beforeBackward(loss);
    loss.backward();
    optimizer.step();
    optimizer.zeroGrad();
    losses.push(Number(loss.item()));
  });
}
const weights = model
  .parameters()
  .flatMap((p) => Array.from(p.detach().flatten().slice(0, 0, 20).toTypedArray(), Number));
console.log(JSON.stringify({ rank, losses, weights }));
await group.barrier();
process.exit();
