/**
 * Where libtorch's operators stand in the reference: the first section whose pattern fits a name has it. The names of
 * PyTorch's own sections, so that those who come from there find their way.
 * @type {{ title: string, about: string, names: RegExp }[]}
 */
export const sections = [
  {
    title: 'random numbers',
    about: 'Tensors and elements drawn at random. The streams are PyTorch’s; `torch.manualSeed` starts them.',
    names:
      /^(rand|bernoulli|multinomial|binomial|poisson$|normal|uniform|cauchy|exponential|geometric|logNormal|random)/,
  },
  {
    title: 'creation',
    about: 'Tensors made from sizes, ranges and numbers.',
    names:
      /^(zeros|ones|empty|full|new[A-Z]|arange|range$|linspace|logspace|eye|scalarTensor|complex$|polar$|vander|heaviside|(bartlett|blackman|hamming|hann|kaiser)Window|(tril|triu)Indices|clone|detach|quantize|dequantize|intRepr)/,
  },
  {
    title: 'neural networks',
    about:
      'What the layers of `nn` call: convolution, pooling, normalisation, activation, losses, recurrent cells, resampling. ' +
      '`F` adds what Python defines above them.',
    names:
      /(conv|pool|Pool|unpool|Loss|(batch|layer|group|instance)Norm|[dD]ropout|embedding|upsample|grid[SG]|affineGrid|pixel|channelShuffle|(relu|Relu)|elu|^celu|^selu|gelu|^silu|^mish|^glu|hard(shrink|sigmoid|swish|tanh)|softplus|softshrink|softmax|Softmax|logSigmoid|^prelu|^threshold|Pad[123]|^pad$|padSequence|constantPad|^(lstm|gru|rnn)|im2col|col2im|^linear$|bilinear|binaryCrossEntropy|klDiv|oneHot|cosineSimilarity|pairwiseDistance|normExceptDim)/,
  },
  {
    title: 'linear algebra',
    about: 'Products of matrices and vectors, decompositions, solvers, norms. `torch.linalg` has more.',
    names:
      /^(add(bmm|mm|mv|r)$|baddbmm|bmm|mm$|mv$|matmul|matrix|multiDot|chainMatmul|dot$|vdot|vecdot|inner|outer|ger$|kron|cross$|tensordot|einsum|trace|det$|logdet|slogdet|cholesky|lu|qr|svd|eig|symeig|inverse|pinverse|lstsq|triangularSolve|solve|geqrf|orgqr|ormqr|householder|cdist|pdist|dist$|norm$|frobenius|nuclear|cond$|cov$|corrcoef|linalg)/,
  },
  {
    title: 'reduction',
    about: 'Fewer elements than before: sums, means, extremes, counts, order statistics, running totals.',
    names:
      /^(sum|nansum|mean|nanmean|median|nanmedian|mode$|std|var|prod|max$|min$|amax|amin|aminmax|argmax|argmin|all$|any$|cum|logcumsumexp|logsumexp|countNonzero|quantile|nanquantile|hist|bincount|unique|renorm|trapz|trapezoid|diff$|gradient)/,
  },
  {
    title: 'comparison and sorting',
    about: 'Whether elements are equal, larger, finite; and their order.',
    names:
      /^(eq|ne$|ge$|gt$|le$|lt$|greater|less|notEqual|equal|allclose|is[A-Z]|isclose|isfinite|isin|isinf|isnan|isneginf|isposinf|isreal|sort|argsort|msort|topk|kthvalue|searchsorted|bucketize|maximum|minimum|fmax|fmin|logical|bitwise|where|nonzero|canCast)/,
  },
  {
    title: 'shapes, joining and indexing',
    about: 'Views in another shape, parts and unions of tensors, elements picked or put by index.',
    names:
      /^(view|reshape|resize|flatten|unflatten|squeeze|unsqueeze|transpose|permute|movedim|moveaxis|swap|t$|adjoint|mT|mH|numpyT|matrixH|expand|broadcast|repeat|tile|cat|concat|stack|[dhv]stack|columnStack|rowStack|block|split|[dhv]split|tensorSplit|chunk|unbind|narrow|select|slice|index|gather|scatter|take|masked|put|fill|diag|tril|triu|flip|roll|rot90|unfold|asStrided|atleast|ravel|meshgrid|cartesianProd|combinations|alias|contiguous|copy|sumToSize|typeAs|diagonal|zero_|set|toDense|values|indices|colIndices|rowIndices|denseDim)/,
  },
  {
    title: 'arithmetic and functions',
    about:
      'Element by element: sums and products, powers, roundings, exponentials, trigonometry, special functions.',
    names:
      /^(abs|absolute|a?(cos|sin|tan)h?$|arc|angle|add$|addc|sub|rsub|mul|div|true|floor|ceil|round|trunc|fix|frac|frexp|ldexp|remainder|fmod|neg|positive|pow|floatPower|square|sqrt|rsqrt|reciprocal|exp|erf|log|sigmoid|logit|sinc|deg|rad|clamp|clip|lerp|sign|sgn|hypot|gcd|lcm|copysign|nextafter|nanToNum|conj|real|imag|i0|igamma|digamma|polygamma|lgamma|mvlgamma|xlogy|xor|chalf)/,
  },
  { title: 'others', about: 'What stands in no other section.', names: /^/ },
];

/** @param {string} name of an operator, in camelCase */
export function sectionOf(name) {
  const plain = name.replace(/_$/, '');
  return sections.find(({ names }) => names.test(plain))?.title ?? 'others';
}
