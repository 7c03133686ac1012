import type { Graph, GraphArgument, GraphConstant, GraphStep, GraphTensor } from './graph.js';

const typeOf = ({ dtype, shape }: GraphTensor): string => `${dtype}[${shape.join(', ')}]`;

function constantText(value: GraphConstant): string {
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? `[${value.map(constantText).join(', ')}]` : String(value);
}

/**
 * The steps of a program, one a line: what they give, the operator with those arguments that are not its defaults, and the shape.
 * A line with `#` names the module that the following ones belong to.
 */
export function printGraph(graph: Graph): string {
  const names = new Map<number, string>();
  graph.captured.forEach(({ value, name }, i) => {
    names.set(value, name ?? `c${i}`);
  });
  const nameOf = (value: number): string => (value < 0 ? 'null' : (names.get(value) ?? `%${value}`));
  const tensors = (list: readonly GraphTensor[]): string => list.map(({ value }) => nameOf(value)).join(', ');

  const argument = (given: GraphArgument): string => {
    if ('tensor' in given) return nameOf(given.tensor);
    return 'tensors' in given ? `[${given.tensors.map(nameOf).join(', ')}]` : constantText(given.constant);
  };
  /** Defaults are left out; what stands behind one that was is given by name. */
  const call = ({ operator, arguments: all }: GraphStep): string => {
    const told: string[] = [];
    let gap = false;
    for (const given of all) {
      if ('isDefault' in given && given.isDefault) gap = true;
      else told.push(gap ? `${given.name}=${argument(given)}` : argument(given));
    }
    return `${operator.replace(/^aten::/, '')}(${told.join(', ')})`;
  };

  const lines = [
    `program(${graph.inputs.map((input) => `${nameOf(input.value)}: ${typeOf(input)}`).join(', ')})`,
  ];
  let module = '';
  for (const step of graph.steps) {
    if (step.module !== module) lines.push(`  # ${step.module || 'outside of modules'}`);
    module = step.module;
    const given = step.results.filter(({ value }) => value >= 0);
    const made = given.length > 0 ? `${tensors(given)} = ` : '';
    const types = given.length > 0 ? `   ${given.map(typeOf).join(', ')}` : '';
    lines.push(`  ${made}${call(step)}${types}`);
  }
  lines.push(`  return ${tensors(graph.outputs)}`);
  return lines.join('\n');
}
