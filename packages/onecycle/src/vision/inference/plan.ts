import { type Graph, type GraphArgument, type GraphStep, Tensor, torch } from '@onecycle/torch';

/** Operators that do the same with pictures and batches of all sizes when they are called with the arguments that were recorded. */
const anySize = new Set(
  [
    'onecycle::convolve',
    ...['conv2d', 'linear', 'batch_norm', 'add', 'mul', 'cat', 'flatten', 'pad'],
    ...['max_pool2d', 'avg_pool2d', 'adaptive_avg_pool2d', 'adaptive_max_pool2d'],
    ...['relu', 'hardtanh', 'leaky_relu', 'sigmoid', 'silu', 'hardswish', 'gelu'],
  ].flatMap((name) => (name.includes('::') ? [name] : [`aten::${name}`, `aten::${name}_`])),
);

/** Arguments that an operator takes by name only: they are left at their defaults. */
const byName = new Set(['alpha', 'approximate']);

/** A call of an operator. Tensors are numbered anew: what changes in place gets another number, so that each is made once. */
interface Node {
  operator: string;
  arguments: readonly GraphArgument[];
  takes: readonly number[];
  gives: number;
  shape: string;
  /** The tensor that it changes, or null. */
  changes: number | null;
}

/** Positions of the last two arguments of `onecycle::convolve`. */
const shortcutAt = 6;
const reluAt = 7;

/**
 * The steps of a recorded model, where those that follow a packed convolution are done by it: the ReLU, or the sum with a shortcut and
 * then the ReLU. Null where a step is made for pictures or batches of one size.
 *
 * @param named the model's parameters and buffers
 */
export function planOf(graph: Graph, named: ReadonlyMap<string, Tensor>): ((x: Tensor) => Tensor) | null {
  const { inputs, captured, outputs } = graph;
  const [input] = inputs;
  const [output] = outputs;
  if (!input || !output || inputs.length + outputs.length !== 2) return null;
  const tensors: Tensor[] = [];
  for (const { value, name } of captured) {
    const tensor = name === null ? undefined : named.get(name);
    if (!tensor) return null;
    tensors[value] = tensor;
  }
  const numbered = nodesOf(graph);
  if (!numbered) return null;
  const result = numbered.numberOf(output.value);
  const nodes = fused(numbered.nodes, result);
  const calls = nodes.map(callOf);
  const lasts = lastUses(nodes, new Set([input.value, ...captured.map(({ value }) => value), result]));
  return (x) => {
    const values = tensors.slice();
    values[input.value] = x;
    for (const [i, call] of calls.entries()) {
      call(values);
      for (const number of lasts[i] ?? []) values[number]?.dispose();
    }
    return tensorAt(values, result);
  };
}

function nodesOf({ steps, inputs, captured }: Graph) {
  const current = new Map<number, number>();
  let count =
    1 +
    Math.max(
      ...[...inputs, ...captured, ...steps.flatMap(({ results }) => results)].map(({ value }) => value),
    );
  const numberOf = (value: number): number => (value < 0 ? value : (current.get(value) ?? value));
  const nodes: Node[] = [];
  for (const step of steps) {
    const [result, ...others] = step.results;
    if (!anySize.has(step.operator) || !result || others.length > 0) return null;
    if (step.arguments.some((given) => byName.has(given.name) && !('isDefault' in given && given.isDefault)))
      return null;
    const given = step.arguments.map((argument): GraphArgument => {
      if ('tensor' in argument) return { ...argument, tensor: numberOf(argument.tensor) };
      return 'tensors' in argument ? { ...argument, tensors: argument.tensors.map(numberOf) } : argument;
    });
    const takes = given.flatMap((argument) =>
      'tensor' in argument ? [argument.tensor] : 'tensors' in argument ? argument.tensors : [],
    );
    const inPlace = tensorsOf(step).includes(result.value);
    const changes = inPlace ? numberOf(result.value) : null;
    if (inPlace) current.set(result.value, count++);
    const operator = step.overload ? `${step.operator}.${step.overload}` : step.operator;
    nodes.push({
      operator,
      arguments: given,
      takes: takes.filter((number) => number >= 0),
      gives: numberOf(result.value),
      shape: String(result.shape),
      changes,
    });
  }
  return { nodes, numberOf };
}

const tensorsOf = ({ arguments: given }: GraphStep): number[] =>
  given.flatMap((argument) => ('tensor' in argument ? [argument.tensor] : []));

/** Lets convolutions do what follows them, later ones first: of two that are added up, the later can. */
function fused(nodes: readonly Node[], result: number): Node[] {
  const all: (Node | null)[] = [...nodes];
  /** The only step that takes a tensor. */
  const readerOf = (number: number): Node | undefined => {
    const [reader, ...others] = all.filter((node) => node?.takes.includes(number));
    return number !== result && others.length === 0 ? (reader ?? undefined) : undefined;
  };
  /** Does a convolution and the step that takes its result at once, where that step stands, if its inputs are the same there. */
  const join = (conv: Node, reader: Node, joined: Node): Node => {
    const [from, to] = [all.indexOf(conv), all.indexOf(reader)];
    const changes = all.slice(from + 1, to).map((between) => between?.changes ?? null);
    if (changes.some((number) => number !== null && joined.takes.includes(number))) return conv;
    const done = { ...joined, gives: reader.gives };
    all[from] = null;
    all[to] = done;
    return done;
  };
  for (const node of [...nodes].reverse()) {
    if (node.operator !== 'onecycle::convolve') continue;
    let conv = node;
    const sum = readerOf(conv.gives);
    const other = sum && addend(sum, conv);
    if (sum && other !== undefined)
      conv = join(conv, sum, {
        ...withArgument(conv, shortcutAt, { name: 'shortcut', tensor: other }),
        takes: [...conv.takes, other],
      });
    const relu = readerOf(conv.gives);
    if (relu && /^aten::relu_?$/.test(relu.operator))
      join(conv, relu, withArgument(conv, reluAt, { name: 'relu', constant: true, isDefault: false }));
  }
  return all.filter((node) => node !== null);
}

const withArgument = (node: Node, at: number, argument: GraphArgument): Node => ({
  ...node,
  arguments: node.arguments.map((given, i) => (i === at ? argument : given)),
});

/** What a step adds to a convolution's result, of the same shape; undefined where that is not all it does. */
function addend({ operator, arguments: given, changes, shape }: Node, conv: Node): number | undefined {
  const [self, other, alpha] = given;
  if (!/^aten::add_?\.Tensor$/.test(operator) || !self || !other || !alpha) return undefined;
  if (!('tensor' in self && 'tensor' in other && 'constant' in alpha) || alpha.constant !== 1)
    return undefined;
  if (changes !== null && changes !== conv.gives) return undefined;
  const number = self.tensor === conv.gives ? other.tensor : self.tensor;
  return number !== conv.gives && shape === conv.shape ? number : undefined;
}

/** For each step the tensors that nothing needs after it. */
function lastUses(nodes: readonly Node[], kept: ReadonlySet<number>): number[][] {
  const last = new Map<number, number>();
  for (const [i, { takes, gives, changes }] of nodes.entries()) {
    for (const number of [...takes, gives]) if (!kept.has(number)) last.set(number, i);
    // It is the same tensor from now on, by another number.
    if (changes !== null) last.delete(changes);
  }
  return nodes.map((_, i) => [...last].flatMap(([number, at]) => (at === i ? [number] : [])));
}

function callOf({ operator, arguments: given, gives }: Node): (values: Tensor[]) => void {
  const [library = '', name = ''] = operator.split('::');
  const run = torch.ops[library]?.[name];
  if (!run) throw new RangeError(`${operator} is no operator`);
  const told = given.findLastIndex((argument) => !('isDefault' in argument && argument.isDefault)) + 1;
  const readers = given.slice(0, told).map((argument) => (values: Tensor[]): unknown => {
    if ('tensor' in argument) return argument.tensor < 0 ? null : tensorAt(values, argument.tensor);
    return 'tensors' in argument
      ? argument.tensors.map((number) => tensorAt(values, number))
      : argument.constant;
  });
  return (values) => {
    const result = run(...readers.map((read) => read(values)));
    if (!(result instanceof Tensor)) throw new TypeError(`${operator} gave no tensor`);
    values[gives] = result;
  };
}

function tensorAt(values: readonly Tensor[], number: number): Tensor {
  const value = values[number];
  if (!value) throw new RangeError(`there is no tensor ${number} yet`);
  return value;
}
