import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { camelCase, type NativeOperator } from '../core/index.js';
import { atenNames, operatorFamily } from '../dispatch/index.js';
import { isOperatorMethod, Tensor } from '../tensor/index.js';
import { torch } from '../torch/index.js';
import { descriptions } from './descriptions.js';
import { remembered, sinceWhen, writtenBefore } from './history.js';
import { signatures } from './signature.js';

/**
 * Writes the types of all operators from the dispatcher's schemas: `npm run generate`. Only types, and the list of the
 * names they promise; at run time every call goes through `dispatch`.
 */

/** Kernels of one backend, helpers of autograd and of other front ends: reached by `ops`, kept out of completion. */
const internal =
  /^(_|cudnn|miopen|mkldnn|mkl|fbgemm|quantized|q_|sym_|thnn|slow_|native_|nested_|xnnpack|is_(set_to|vulkan)|to_(mkldnn|sparse|padded)|from_file|fake_quantize|choose_qparams|fused_moving|special_?$|data$|set_data|requires_grad_|output_nr|_version|coalesce|ccol|crow|sparse|hspmm|sspaddmm|smm|record_stream|rename|refine_names|align_|unsafe_|embedding_renorm|lift|segment_reduce|(un)?squeeze_copy)|_(backward|backward_.*|forward|copy|jvp|functional|double)$|_copy_(int|dim)|_(grad_input|data)$|^(item|size|stride|numel|to|backward|is_leaf|dim|get_device|is_contiguous|storage_offset|slice_inverse|linalg__powsum|shallow_copy_data_)$/;

const isPublic = (operator: string): boolean =>
  !internal.test(operator.slice('aten::'.length)) || operator === 'aten::data';

/** Signatures that TypeScript tries first are those that ask for less. */
const byStrictness = (a: string, b: string): number => b.split('Tensor').length - a.split('Tensor').length;

/** The members of one generated interface; those that this libtorch lacks stay as they were written last. */
function members(names: ReadonlyMap<string, string>, isMethod: boolean, within: string): string[] {
  const lines: string[] = [];
  for (const [name, operator] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const schemas = schemasOf(operator).filter((schema) => !isMethod || isTensorFirst(schema));
    const overloads = schemas
      .filter((schema) => !schema.arguments.some((argument) => argument.isOut))
      .flatMap((schema) => signatures(schema, isMethod) ?? []);
    const before = schemas.length === 0 ? written.get(`${within}.${name}`) : undefined;
    if (before !== undefined) lines.push(before);
    if (overloads.length === 0) continue;
    lines.push(documentation(name, schemas));
    for (const signature of [...new Set(overloads)].sort(byStrictness)) lines.push(`  ${name}${signature};`);
  }
  return lines;
}

const isTensorFirst = (schema: NativeOperator): boolean =>
  schema.arguments[0]?.type === 'Tensor' && !schema.arguments[0].keywordOnly;

function documentation(name: string, schemas: readonly NativeOperator[]): string {
  const words = descriptions[name.replace(/_$/, '')];
  const described = words ? `${words}${name.endsWith('_') ? ' In place.' : ''}` : undefined;
  const since = sinceWhen(history, schemas.map(overloadOf));
  const lines = schemas.map((schema) => {
    const text = `\`${schema.schema.replace(/^aten::/, '').replaceAll('*/', '* /')}\``;
    const own = sinceWhen(history, [overloadOf(schema)]);
    return own === undefined || own === since ? text : `${text} (since libtorch ${own})`;
  });
  if (described === undefined && since === undefined && lines.length === 1) return `  /** ${lines[0]} */`;
  return [
    '  /**',
    ...(described ? [`   * ${described}`, '   *'] : []),
    ...lines.map((line) => `   * - ${line}`),
    ...(since
      ? ['   *', `   * Since libtorch ${since}, of those looked into: ${history.versions.join(', ')}.`]
      : []),
    '   */',
  ].join('\n');
}

const header = `// Written by \`npm run generate\` from the operator schemas of libtorch ${torch.version}. Do not edit.
import type { Device, DType, Layout, MemoryFormat } from '../core/index.js';
import type { Generator } from '../random/index.js';
`;

const names = new Map([...atenNames()].filter(([, operator]) => isPublic(operator)));

const schemasOf = (operator: string): NativeOperator[] => operatorFamily(operator).schemas();

/** `aten::add.Tensor`, as its schema begins. */
const overloadOf = ({ schema }: NativeOperator): string => schema.slice(0, schema.indexOf('('));

const history = remembered(
  torch.version,
  [...names.values()].flatMap((operator) => schemasOf(operator).map(overloadOf)),
);

const source = (file: string): string => fileURLToPath(new URL(`../../src/${file}`, import.meta.url));

const written = new Map(
  ['generated/tensor-methods.ts', 'generated/functions.ts'].flatMap((file) => [
    ...writtenBefore(source(file)),
  ]),
);

function write(file: string, text: string): void {
  writeFileSync(source(file), text);
}

const titled = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function main(): void {
  const handwritten = new Set(
    Object.getOwnPropertyNames(Tensor.prototype).filter((name) => !isOperatorMethod(name)),
  );
  const groups = ['linalg', 'special', 'fft'];
  const groupOf = (operator: string) => groups.find((group) => operator.startsWith(`aten::${group}_`));

  const ungrouped = new Map([...names].filter(([, operator]) => groupOf(operator) === undefined));
  const methods = new Map([...ungrouped].filter(([name]) => !handwritten.has(name)));
  write(
    'generated/tensor-methods.ts',
    `${header}\ndeclare module '../tensor/tensor.js' {\ninterface Tensor {\n${members(methods, true, 'Tensor').join('\n')}\n}\n}\n`,
  );

  const ours = ['tensor', 'scope', 'grad'];
  const functions = new Map([...ungrouped].filter(([name]) => !ours.includes(name)));
  const parts = [
    `export interface TorchFunctions {\n${members(functions, false, 'TorchFunctions').join('\n')}`,
  ];
  for (const group of groups) parts.push(`  ${group}: ${titled(group)}Functions;`);
  parts.push('}');
  for (const group of groups) {
    const own = new Map(
      [...names]
        .filter(([, operator]) => groupOf(operator) === group)
        .map(([, operator]) => [camelCase(operator.slice(`aten::${group}_`.length)), operator]),
    );
    parts.push(
      `\nexport interface ${titled(group)}Functions {\n${members(own, false, `${titled(group)}Functions`).join('\n')}\n}`,
    );
  }
  write(
    'generated/functions.ts',
    `${header}import type { Tensor } from '../tensor/index.js';\n\n${parts.join('\n')}\n`,
  );
  write(
    'dispatch/promised.ts',
    `// Written by \`npm run generate\`. Operators that the types promise: where the installed libtorch lacks one, its call says so.\nexport const promised: readonly string[] = [\n${[
      ...names.values(),
    ]
      .sort()
      .map((operator) => `  '${operator}',`)
      .join('\n')}\n];\n`,
  );
}

main();
