/** What the tests of `torch.distributed` run in several processes: `node distributed-worker.js <scenario>`. */
import { nn, type Tensor, torch } from '../index.js';

const { distributed } = torch;
const say = (value: unknown): void => console.log(JSON.stringify(value));
const timeout = Number(process.env.TEST_TIMEOUT ?? 60);

const scenarios: Record<string, () => Promise<unknown>> = {
  async collectives() {
    const { rank, worldSize } = distributed;
    const sum = torch.tensor([rank + 1, 10 * (rank + 1)], { dtype: 'float32' });
    await distributed.allReduce(sum);
    const mean = torch.tensor([rank + 1], { dtype: 'float32' });
    await distributed.allReduce(mean, { op: 'avg' });
    const most = torch.tensor([rank]);
    distributed.group.allReduceSync(most, { op: 'max' });
    const sent = torch.tensor([rank, rank]);
    await distributed.broadcast(sent, { src: 1 });
    const gathered = await distributed.allGather(torch.tensor([rank, 7]));
    const parts = Array.from({ length: worldSize }, (_, i) => torch.tensor([rank + 10 * i]));
    const scattered = await distributed.reduceScatter(parts);
    // Columns of a matrix do not lie one behind the other.
    const columns = torch.arange(6).reshape([2, 3]).t().add(rank).t();
    await distributed.allReduce(columns);
    await distributed.barrier();
    const told = await distributed.broadcastObject({ from: rank, text: 'größer' }, { src: 1 });
    const all = await distributed.allGatherObject('x'.repeat(rank));
    const many = [torch.full([3], rank + 5), torch.full([2], rank + 6)];
    distributed.group.broadcastAllSync(many);
    return {
      sum: sum.tolist(),
      mean: mean.tolist(),
      most: most.tolist(),
      sent: sent.tolist(),
      gathered: gathered.map((tensor) => tensor.tolist()),
      scattered: scattered.tolist(),
      columns: columns.tolist(),
      told,
      all,
      many: many.map((tensor) => tensor.tolist()),
    };
  },

  async groups() {
    const { rank } = distributed;
    const pair = await distributed.newGroup([0, 2]);
    const rest = await distributed.newGroup([1]);
    const own = pair ?? rest;
    const x = torch.tensor([10 ** rank]);
    if (own) await distributed.allReduce(x, { group: own });
    const out = { x: x.tolist(), ranks: own?.ranks, own: own?.rank, size: own?.size, isPair: pair !== null };
    await own?.destroy();
    return out;
  },

  /** Gradients of a net, the mean over all processes, in small buckets; two steps without and one with exchange. */
  async reducer() {
    torch.manualSeed(distributed.rank);
    const net = new nn.Sequential(new nn.Linear(4, 300), new nn.ReLU(), new nn.Linear(300, 2));
    const parameters = net.parameters();
    distributed.group.broadcastAllSync(parameters.map((parameter) => parameter.detach()));
    const reducer = new distributed.GradientReducer(parameters, distributed.group, { bucketCapMb: 0.001 });
    const [x, y] = [torch.randn([3, 4]), torch.randn([3, 2])];
    const loss = (): Tensor => net.forward(x).sub(y).square().mean();
    const out: { own: number[][]; gradient: number[][] }[] = [];
    for (let step = 0; step < 3; step++) {
      for (const parameter of parameters) parameter.grad = null;
      loss().backward();
      const own = sums(parameters);
      for (const parameter of parameters) parameter.grad = null;
      reducer.beforeForward();
      const value = loss();
      reducer.beforeBackward(value);
      value.backward();
      out.push({ own, gradient: sums(parameters) });
    }
    reducer.destroy();
    for (const parameter of parameters) parameter.grad = null;
    loss().backward();
    return { steps: out, after: sums(parameters), weights: parameters.map((p) => Number(p.sum().item())) };
  },

  /** Process 1 never comes to the exchange. */
  async absent() {
    if (distributed.rank === 1) {
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      return null;
    }
    return failing(() => distributed.allReduce(torch.ones([2])));
  },

  /** The event loop goes on while another process is waited for. */
  async turns() {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    if (distributed.rank === 1) await new Promise((resolve) => setTimeout(resolve, 300));
    await distributed.barrier();
    clearInterval(timer);
    return { turns };
  },

  async different() {
    const parameter = new nn.Parameter(torch.ones([distributed.rank + 1]));
    return failing(async () => new distributed.GradientReducer([parameter], distributed.group));
  },

  /** Process 1 ends without a word. */
  async gone() {
    await distributed.barrier();
    if (distributed.rank === 1) process.kill(process.pid, 'SIGKILL');
    return failing(() => distributed.allReduce(torch.ones([2])));
  },
};

async function failing(run: () => Promise<unknown>): Promise<{ error: string | null; seconds: number }> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  try {
    await run();
    return { error: null, seconds: seconds() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), seconds: seconds() };
  }
}

const sums = (parameters: readonly Tensor[]): number[][] =>
  parameters.map(({ grad }) =>
    grad ? Array.from(grad.flatten().slice(0, 0, 5).toTypedArray(), Number) : [],
  );

const scenario = scenarios[process.argv[2] ?? ''];
if (!scenario) throw new Error(`there is no scenario '${process.argv[2]}'`);
await distributed.initProcessGroup({ timeout });
const { rank, worldSize } = distributed;
say({ rank, worldSize, ...((await scenario()) as object) });
await distributed.destroyProcessGroup();
process.exit();
