import { native } from '../core/index.js';
import {
  type Arguments,
  channels,
  demand,
  type Guard,
  isId,
  isList,
  noise,
  padding,
  shapeOf,
  spacing,
  type Types,
  triples,
  unpooling,
  weights,
} from './argument-guards.js';
import {
  conditionNumber,
  counts,
  finite,
  LARGEST_ORDER,
  leastSquares,
  matrixNorm,
  norm,
  order,
  quotient,
  roundedQuotient,
  samples,
} from './element-guards.js';

/** An operator on which libtorch itself ends the process, or never returns, although its arguments are of valid kinds. */
export interface KnownCrash {
  /** What brings it about. */
  when: string;
  /** An operator without a guard is as dangerous as in Python. */
  guard?: Guard;
  /** Whether it is about an overload with arguments of these types. Default: about all. */
  concerns?: (type: Types) => boolean;
  /** What the guard lets pass, the fuzzing test draws never or very rarely: it keeps the operator. */
  element?: true;
  /** The first version of libtorch that does it. Default: the oldest that is supported. */
  from?: Version;
  /** The first version that no longer does. Default: none yet, also of those that nobody has tried. */
  until?: Version;
}

/** Major and minor version. */
type Version = readonly [major: number, minor: number];

const LEAST =
  'divides the least int32 or int64 by -1, which the processor refuses. Guarded where the divisor is a number: ' +
  'to look for such a pair in two tensors would cost as much as the division';

const dividesByNumber = (type: Types): boolean => type('other') !== 'Tensor';

const SPECTRUM =
  'the eigenvalues or singular values of a matrix with nan or inf may never converge, or not stay in their memory';

const POLYNOMIAL = `computes as many terms as n says, for every element: more than ${LARGEST_ORDER} are refused`;

const OUTSIDE = 'random samples of another shape, or outside of [0, 1), by which it reads memory of others';

/** Found by `npm run test:fuzz`, which leaves out those without a guard. */
const CRASHES: Record<string, KnownCrash> = {
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
    ].map((name) => [`special_${name}`, { when: POLYNOMIAL, guard: order }]),
  ),
  ...Object.fromEntries(
    (
      [
        ['div', roundedQuotient],
        ['divide', roundedQuotient],
        ['floor_divide', quotient],
        ['fmod', quotient],
        ['remainder', quotient],
      ] as const
    ).flatMap(([name, guard]) =>
      [name, `${name}_`].map((each) => [
        each,
        { when: LEAST, guard, concerns: dividesByNumber, element: true } as const,
      ]),
    ),
  ),
  batch_norm_update_stats: { when: 'statistics of another number of channels', guard: channels },
  binomial: { when: 'a count of nan, which the draws never reach', guard: counts },
  embedding_bag: {
    when: 'a mode other than 0, 1 and 2',
    guard: (argument) =>
      demand([0, 1, 2].includes(Number(argument('mode') ?? 0)), 'mode is 0 (sum), 1 (mean) or 2 (max)'),
  },
  gradient: { when: 'one distance for several dimensions', guard: spacing },
  ...Object.fromEntries(
    ['gru', 'lstm', 'rnn_relu', 'rnn_tanh'].map((name) => [
      name,
      { when: 'fewer weights than the layers need', guard: weights },
    ]),
  ),
  native_batch_norm: {
    when: 'an empty input, no statistics where none are computed, or those of another number of channels',
    guard(argument) {
      channels(argument);
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
  ...Object.fromEntries(
    [
      ...[
        'linalg_eigvals',
        'linalg_matrix_rank',
        'linalg_pinv',
        'linalg_svd',
        'linalg_svdvals',
        'nuclear_norm',
        'pinverse',
        'svd',
      ].map((name) => [name, finite] as const),
      ['linalg_cond', conditionNumber] as const,
      ['linalg_lstsq', leastSquares] as const,
      ['linalg_matrix_norm', matrixNorm] as const,
      ['linalg_norm', norm] as const,
    ].map(([name, guard]) => [name, { when: SPECTRUM, guard }]),
  ),
  ...Object.fromEntries(
    ['linalg_matrix_power', 'matrix_power'].map((name) => [
      name,
      {
        when: 'the least int64 as power, whose negative is itself: it inverts without end',
        guard: (argument: Arguments) =>
          demand(Number(argument('n')) > -(2 ** 63), 'the power n is too small'),
      },
    ]),
  ),
  fractional_max_pool2d: { when: OUTSIDE, guard: samples(2) },
  fractional_max_pool3d: { when: OUTSIDE, guard: samples(3) },
  max_unpool2d: { when: 'indices of another shape, or sizes of another number', guard: unpooling(2) },
  max_unpool3d: { when: 'indices of another shape, or sizes of another number', guard: unpooling(3) },
  pixel_shuffle: {
    when: 'the square of the factor overflows to zero, by which it divides',
    guard: (argument) => demand(Number(argument('upscale_factor')) < 2 ** 31, 'upscale_factor is too large'),
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
};

/** The version in the words of libtorch: `2.13.0+cpu`. What cannot be read is taken for the newest. */
export function versionOf(text: string): Version {
  const [major = Number.NaN, minor = Number.NaN] = text.split('.').map((part) => Number.parseInt(part, 10));
  return Number.isNaN(major) || Number.isNaN(minor) ? [Number.MAX_SAFE_INTEGER, 0] : [major, minor];
}

const isBefore = ([major, minor]: Version, [otherMajor, otherMinor]: Version): boolean =>
  major < otherMajor || (major === otherMajor && minor < otherMinor);

/** The operators that end the process with a version of libtorch. An unknown version is guarded as the nearest older one. */
export function crashesOf(version: Version): Record<string, KnownCrash> {
  const concerned = ({ from, until }: KnownCrash): boolean =>
    !(from && isBefore(version, from)) && !(until && !isBefore(version, until));
  return Object.fromEntries(Object.entries(CRASHES).filter(([, crash]) => concerned(crash)));
}

let installed: Record<string, KnownCrash> | undefined;
const crashes = (): Record<string, KnownCrash> => (installed ??= crashesOf(versionOf(native.version())));

/** The operators of the installed libtorch that can end the process, by their names without a namespace. */
export const knownCrashes = (): ReadonlyMap<string, KnownCrash> => new Map(Object.entries(crashes()));

/** What to ask before calling the overload of `aten::…` with arguments of these types, if anything. */
export function guardOf(name: string, type: Types): Guard | undefined {
  const crash = name.startsWith('aten::') ? crashes()[name.slice('aten::'.length)] : undefined;
  return crash?.concerns?.(type) === false ? undefined : crash?.guard;
}
