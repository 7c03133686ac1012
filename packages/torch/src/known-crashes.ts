import { type Id, native } from './native.js';

/** An operator on which libtorch itself ends the process, or never returns, although its arguments are of valid kinds. */
export interface KnownCrash {
  /** What brings it about. */
  when: string;
  /**
   * Throws where a call would do so; `argument` gives what crosses into libtorch, tensors as their ids. An operator without a guard
   * is as dangerous as in Python.
   */
  guard?: (argument: (name: string) => unknown) => void;
  /** Brought about by particular elements, which the fuzzing test draws never or very rarely: it keeps the operator. */
  element?: true;
}

type Arguments = Parameters<NonNullable<KnownCrash['guard']>>[0];

const isId = (value: unknown): value is Id => typeof value === 'number' && value >= 0;

const shapeOf = (value: unknown): number[] | null => (isId(value) ? native.shape(value) : null);

const isList = (value: unknown): value is readonly (number | bigint)[] => Array.isArray(value);

/** Refuses a call in the way the addon does, so that the error names the operator and its arguments. */
function demand(holds: boolean, sentence: string): void {
  if (!holds) throw Object.assign(new RangeError(sentence), { code: 'ERR_ARGUMENT' });
}

const equalShapes = (a: number[] | null, b: number[] | null): boolean =>
  !a || !b || (a.length === b.length && a.every((size, i) => size === b[i]));

/** The noise is written for every element of the input, without a look at its size. */
function noise(argument: Arguments): void {
  const [shape, given] = [shapeOf(argument('self')), shapeOf(argument('noise'))];
  demand(equalShapes(shape, given), `the noise needs the input's shape [${shape}], and has [${given}]`);
}

function triples(argument: Arguments): void {
  for (const name of ['kernel_size', 'stride', 'padding']) {
    const given = argument(name);
    demand(!isList(given) || given.length === 3, `${name} needs 3 numbers`);
  }
}

/** A recurrent network takes the weights of its layers from one list, and does not count them. */
function weights(argument: Arguments): void {
  const params = argument('params');
  const perLayer = argument('has_biases') === true ? 4 : 2;
  const needed = Number(argument('num_layers')) * (argument('bidirectional') === true ? 2 : 1) * perLayer;
  demand(
    !Array.isArray(params) || params.length >= needed,
    `params needs ${needed} tensors for these layers`,
  );
  const [hx, layers] = [argument('hx'), Number(argument('num_layers'))];
  demand(
    layers > 0 && (!Array.isArray(hx) || hx.length === 2),
    'hx needs two tensors, and num_layers is at least 1',
  );
}

/** Padding of `dims` dimensions reads two numbers for each, however many there are. */
const padding =
  (dims: number) =>
  (argument: Arguments): void => {
    const given = argument('padding');
    demand(
      !isList(given) || given.length === 2 * dims,
      `padding needs ${2 * dims} numbers, got ${isList(given) ? given.length : 0}`,
    );
  };

/** Unpooling writes wherever the indices say, and checks neither the sizes' number nor the indices' shape. */
const unpooling =
  (dims: number) =>
  (argument: Arguments): void => {
    const [shape, indices] = [shapeOf(argument('self')), shapeOf(argument('indices'))];
    for (const name of ['output_size', 'stride', 'padding']) {
      const given = argument(name);
      demand(!isList(given) || given.length === dims, `${name} needs ${dims} numbers`);
    }
    const sizes = argument('output_size');
    demand(
      !isList(sizes) || sizes.every((size) => size > 0 && size < 2 ** 31),
      'output_size needs sizes of at least 1',
    );
    demand(
      equalShapes(shape, indices),
      `the indices need the input's shape [${shape}], and have [${indices}]`,
    );
  };

const LEAST = 'divides the least int64, -2^63, by -1, which the processor refuses';

const POLYNOMIAL = 'computes as many terms as n says, for every element: 10^15 of them take forever';

/** By libtorch's minor version. Found by `npm run test:fuzz`, which leaves out those without a guard. */
const CRASHES: Record<string, Record<string, KnownCrash>> = {
  '1.13': {
    ...Object.fromEntries(
      [
        'chebyshev_polynomial_t',
        'chebyshev_polynomial_u',
        'chebyshev_polynomial_v',
        'chebyshev_polynomial_w',
        'hermite_polynomial_h',
        'hermite_polynomial_he',
        'laguerre_polynomial_l',
        'legendre_polynomial_p',
        'shifted_chebyshev_polynomial_t',
        'shifted_chebyshev_polynomial_u',
        'shifted_chebyshev_polynomial_v',
        'shifted_chebyshev_polynomial_w',
      ].map((name) => [`special_${name}`, { when: POLYNOMIAL }]),
    ),
    ...Object.fromEntries(
      ['div', 'divide', 'floor_divide', 'fmod', 'remainder']
        .flatMap((name) => [name, `${name}_`])
        .map((name) => [name, { when: LEAST, element: true } as const]),
    ),
    embedding_bag: {
      when: 'a mode other than 0, 1 and 2',
      guard: (argument) =>
        demand([0, 1, 2].includes(Number(argument('mode') ?? 0)), 'mode is 0 (sum), 1 (mean) or 2 (max)'),
    },
    ...Object.fromEntries(
      ['gru', 'lstm', 'rnn_relu', 'rnn_tanh'].map((name) => [
        name,
        { when: 'fewer weights than the layers need', guard: weights },
      ]),
    ),
    native_batch_norm: {
      when: 'an empty input, or no statistics where none are computed',
      guard(argument) {
        const shape = shapeOf(argument('input'));
        demand(!shape?.includes(0), `the input is empty: [${shape}]`);
        const given = isId(argument('running_mean')) && isId(argument('running_var'));
        demand(
          argument('training') === true || given,
          'running_mean and running_var are needed where training is false',
        );
      },
    },
    histogramdd: {
      when: 'another number of bins than the points have coordinates',
      guard(argument) {
        const [shape, bins] = [shapeOf(argument('self')), argument('bins')];
        demand(
          !shape || !isList(bins) || bins.length === shape.at(-1),
          `bins needs one entry for each of the ${shape?.at(-1)} coordinates`,
        );
      },
    },
    linalg_pinv: { when: 'the singular values of a matrix with nan or inf may never converge' },
    max_unpool2d: { when: 'indices of another shape, or sizes of another number', guard: unpooling(2) },
    max_unpool3d: { when: 'indices of another shape, or sizes of another number', guard: unpooling(3) },
    pinverse: { when: 'the singular values of a matrix with nan or inf may never converge', element: true },
    pixel_shuffle: {
      when: 'the square of the factor overflows to zero, by which it divides',
      guard: (argument) =>
        demand(Number(argument('upscale_factor')) < 2 ** 31, 'upscale_factor is too large'),
    },
    reflection_pad1d: { when: 'another number of paddings than two', guard: padding(1) },
    reflection_pad2d: { when: 'another number of paddings than four', guard: padding(2) },
    reflection_pad3d: { when: 'another number of paddings than six', guard: padding(3) },
    replication_pad1d: { when: 'another number of paddings than two', guard: padding(1) },
    replication_pad2d: { when: 'another number of paddings than four', guard: padding(2) },
    replication_pad3d: { when: 'another number of paddings than six', guard: padding(3) },
    rrelu_with_noise: { when: 'noise of another shape', guard: noise },
    rrelu_with_noise_: { when: 'noise of another shape', guard: noise },
    slow_conv3d: { when: 'another number of kernel sizes, strides or paddings than three', guard: triples },
    sum_to_size: {
      when: 'a negative size',
      guard(argument) {
        const sizes = argument('size');
        demand(!isList(sizes) || sizes.every((size) => size >= 0), 'size needs sizes of at least 0');
      },
    },
  },
};

const installed: Record<string, KnownCrash> =
  CRASHES[native.version().split('.').slice(0, 2).join('.')] ?? {};

/** The operators of the installed libtorch that can end the process, by their names without a namespace. */
export const knownCrashes = (): ReadonlyMap<string, KnownCrash> => new Map(Object.entries(installed));

/** What to ask before calling `aten::…`, if anything. */
export const guardOf = (name: string): KnownCrash['guard'] =>
  name.startsWith('aten::') ? installed[name.slice('aten::'.length)]?.guard : undefined;
