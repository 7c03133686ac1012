import { F, nn, plotFunction, type Tensor, table, torch } from 'onecycle';
import { all, close, type Row, same } from './row.js';

/** The elements as numbers. */
const numbers = (tensor: Tensor | null): number[] =>
  Array.from<number | bigint, number>(tensor?.reshape([-1]).toTypedArray() ?? [], Number);

/** The points of the first layer of a Vega-Lite chart. */
function pointsOf(layers: unknown): { x: number; y: number }[] {
  const [first]: { data?: { values?: { x: number; y: number }[] } }[] = Array.isArray(layers) ? layers : [];
  return first?.data?.values ?? [];
}

/** The activations of the chapter: six items, two classes, seed 42. */
function activations(): Tensor {
  torch.manualSeed(42);
  return torch.randn([6, 2]).mul(2);
}

const targets = () => torch.tensor([0, 1, 0, 1, 1, 0]);

const printedActs = `tensor([[ 0.6734,  0.2576],
        [ 0.4689,  0.4607],
        [-2.2457, -0.3727],
        [ 4.4164, -1.2760],
        [ 0.9233,  0.5347],
        [ 1.0698,  1.6187]])`;

const printedSoftmax = `tensor([[0.6025, 0.3975],
        [0.5021, 0.4979],
        [0.1332, 0.8668],
        [0.9966, 0.0034],
        [0.5959, 0.4041],
        [0.3661, 0.6339]])`;

/** Rows 17 to 21 and 35: cross-entropy from its parts. */
export const lossRows: readonly Row[] = [
  {
    number: 17,
    title: 'plotFunction',
    by: 'promise',
    expected: 'the curve of 1 / (1 + exp(−x)) from −4 to 4, with titles on its axes, and a picture of it',
    async run() {
      const figure = plotFunction(torch.sigmoid, { min: -4, max: 4, tx: 'x', ty: 'y', title: 'sigmoid' });
      const spec: object = figure.spec();
      const points = 'layer' in spec ? pointsOf(spec.layer) : [];
      const curve = close(
        points.map(({ y }) => y),
        points.map(({ x }) => 1 / (1 + Math.exp(-x))),
        1e-6,
      );
      const svg = await figure.svg();
      const rest = all({
        'from −4 to 4': points[0]?.x === -4 && points.at(-1)?.x === 4 && points.length > 100,
        'three titles': ['x', 'y', 'sigmoid'].every((title) => svg.includes(`>${title}</text>`)),
        'a picture': (await figure.png()).length > 5000,
      });
      return { computed: `${curve.computed}; ${rest.computed}`, agrees: curve.agrees && rest.agrees };
    },
  },
  {
    number: 18,
    title: 'Activations, sigmoid, softmax',
    by: 'book',
    expected: `${printedActs}\n${printedSoftmax}\ntensor([0.6025, 0.5021, 0.1332, 0.9966, 0.5959, 0.3661])`,
    run() {
      const acts = activations();
      const difference = acts.at(':', 0).sub(acts.at(':', 1)).sigmoid();
      return same(`${acts}\n${torch.softmax(acts, 1)}\n${difference}`, this.expected);
    },
  },
  {
    number: 19,
    title: 'Picking by index, and nllLoss',
    by: 'book',
    expected: 'tensor([0.6025, 0.4979, 0.1332, 0.0034, 0.4041, 0.3661])',
    run() {
      const probabilities = torch.softmax(activations(), 1);
      const idx = torch.arange(6);
      const picked = probabilities.at(idx, targets());
      const losses = F.nllLoss(probabilities, targets(), { reduction: 'none' });
      const shown = table({ targ: targets(), idx, result: picked, loss: picked.neg() });
      const agrees = losses.equal(picked.neg()) && shown.rows.length === 6;
      const text = same(picked, this.expected);
      return { computed: text.computed, agrees: text.agrees && agrees };
    },
  },
  {
    number: 20,
    title: 'Cross-entropy',
    by: 'book',
    expected: 'tensor(1.8045) and tensor([0.5067, 0.6973, 2.0160, 5.6958, 0.9062, 1.0048])',
    run() {
      const mean = new nn.CrossEntropyLoss().forward(activations(), targets());
      const each = F.crossEntropy(activations(), targets(), { reduction: 'none' });
      return same(`${mean} and ${each}`, this.expected);
    },
  },
  {
    number: 21,
    title: 'The gradient is softmax − target',
    by: 'book',
    expected: 'six rows of softmax − target, divided by six as the loss is their mean',
    run() {
      const acts = activations().detach().requiresGrad_();
      F.crossEntropy(acts, targets()).backward();
      const difference = torch
        .softmax(acts, 1)
        .sub(F.oneHot(targets(), { numClasses: 2 }))
        .div(6);
      return close(numbers(acts.grad), numbers(difference), 1e-7);
    },
  },
  {
    number: 35,
    title: 'The walk by hand',
    by: 'book',
    expected: '1.02 0.08 3.49; 0.22 0.02 0.76; log(−2) is nan; torch.where picks as the index does',
    run() {
      const output = torch.tensor([0.02, -2.49, 1.25]);
      const exp = output.exp();
      const shares = exp.div(exp.sum());
      const rounded = (tensor: Tensor) =>
        numbers(tensor)
          .map((value) => value.toFixed(2))
          .join(' ');
      const [acts, targ] = [activations(), targets()];
      const probabilities = torch.softmax(acts, 1);
      const byWhere = torch.where(targ.eq(0), probabilities.at(':', 0), probabilities.at(':', 1));
      return all({
        'exp is 1.02 0.08 3.49': rounded(exp) === '1.02 0.08 3.49',
        'the shares are 0.22 0.02 0.76': rounded(shares) === '0.22 0.02 0.76',
        'log(−2) is nan': Number.isNaN(Number(torch.tensor([-2]).log())),
        'where picks as the index does': byWhere.equal(probabilities.at(torch.arange(6), targ)),
        'nllLoss of logSoftmax is crossEntropy':
          Math.abs(Number(F.nllLoss(torch.logSoftmax(acts, 1), targ)) - Number(F.crossEntropy(acts, targ))) <
          1e-6,
        'log(ab) is log a + log b': Math.abs(Math.log(15) - Math.log(3) - Math.log(5)) < 1e-12,
      });
    },
  },
];
