import { type Column, floatColumn, type Value, wholeColumn } from './column.js';
import { type PrintOptions, printOptions } from './options.js';

/** What printing needs to know of a tensor. */
export interface Printable {
  /** 'Tensor', 'Parameter', or the name of a subclass, which is shown. */
  className: string;
  shape: readonly number[];
  dtype: string;
  device: string;
  requiresGrad: boolean;
  /** Name of the operation that made it, as autograd calls it (`AddBackward0`); null for a leaf. */
  gradFn: string | null;
  /** How its elements lie in memory where it is not one after the other (`sparse_coo`), or null. */
  layout?: string | null;
  /**
   * The elements in row-major order; float16 and bfloat16 as numbers, a complex one as real and imaginary part in turn.
   * With `edge`, those of the smaller tensor that keeps the first and last `edge` items of each dimension longer than 2·edge.
   */
  values(edge?: number): ArrayLike<Value>;
}

const FLOATING = new Set(['float16', 'bfloat16', 'float32', 'float64']);
const COMPLEX = new Set(['complex32', 'complex64', 'complex128']);
/** Types that a literal gives by itself need no mention. */
const UNMENTIONED = new Set(['float32', 'complex64', 'int64', 'bool']);

/** A tensor as PyTorch prints it, line breaks and spaces included. */
export function printTensor(tensor: Printable): string {
  const options = printOptions();
  const parameter = tensor.className === 'Parameter';
  const plain = parameter || tensor.className === 'Tensor';
  const prefix = `${plain ? 'tensor' : tensor.className}(`;
  const written = prefix + contents(tensor, prefix.length, options);
  return (
    (parameter ? 'Parameter containing:\n' : '') +
    withSuffixes(written, suffixes(tensor), prefix.length, options)
  );
}

/** Whether there are no elements to show: without memory, sparse or quantised. Python shows the parts of the latter two. */
const isHidden = ({ device, dtype, layout = null }: Printable): boolean =>
  device === 'meta' || layout !== null || /^qu?int/.test(dtype);

function contents(tensor: Printable, indent: number, options: PrintOptions): string {
  const elements = count(tensor.shape);
  if (isHidden(tensor)) return '...';
  if (elements === 0) return '[]';
  const summarised = elements > options.threshold;
  const edge = options.edgeitems;
  const values = summarised ? tensor.values(edge) : tensor.values();
  const sides = tensor.shape.map((size) => ({
    kept: summarised ? Math.min(size, 2 * edge) : size,
    cut: summarised && size > 2 * edge,
  }));
  return block(
    { values, sides, edge, element: elementOf(tensor.dtype, values, options), options },
    0,
    0,
    indent,
  );
}

/** How one element is written: `at` reads it from the values. */
interface Element {
  width: number;
  at(values: ArrayLike<Value>, index: number): string;
}

function elementOf(dtype: string, values: ArrayLike<Value>, options: PrintOptions): Element {
  if (COMPLEX.has(dtype)) return complexElement(values, options);
  const all = Array.from(values);
  const column = FLOATING.has(dtype) ? floatColumn(all, options) : wholeColumn(all);
  return { width: column.width, at: (from, index) => column.write(from[index] ?? 0) };
}

function complexElement(values: ArrayLike<Value>, options: PrintOptions): Element {
  const all = Array.from(values);
  const half = (odd: number): Column =>
    floatColumn(
      all.filter((_, index) => index % 2 === odd),
      options,
    );
  const [real, imaginary] = [half(0), half(1)];
  return {
    width: real.width + imaginary.width + 1,
    at(from, index) {
      const tail = `${imaginary.write(from[2 * index + 1] ?? 0)}j`.trimStart();
      return real.write(from[2 * index] ?? 0) + (/^[+-]/.test(tail) ? '' : '+') + tail;
    },
  };
}

interface Page {
  values: ArrayLike<Value>;
  sides: { kept: number; cut: boolean }[];
  edge: number;
  element: Element;
  options: PrintOptions;
}

/** The block of dimension `depth` whose first element is number `start` of the values read. */
function block(page: Page, depth: number, start: number, indent: number): string {
  const side = page.sides[depth];
  if (side === undefined) return page.element.at(page.values, start);
  const deeper = page.sides.slice(depth + 1);
  const stride = deeper.reduce((product, { kept }) => product * kept, 1);
  const last = deeper.length === 0;
  const items = Array.from({ length: side.kept }, (_, i) =>
    block(page, depth + 1, start + i * stride, indent + 1),
  );
  if (side.cut) items.splice(page.edge, 0, last && page.edge > 0 ? ' ...' : '...');
  const open = ' '.repeat(indent + 1);
  if (!last) return `[${items.join(`,${'\n'.repeat(deeper.length)}${open}`)}]`;
  return `[${rows(items, page, indent).join(`,\n${open}`)}]`;
}

function rows(items: string[], { element, options }: Page, indent: number): string[] {
  const perRow = Math.max(1, Math.floor((options.linewidth - indent) / (element.width + 2)));
  return Array.from({ length: Math.ceil(items.length / perRow) }, (_, row) =>
    items.slice(row * perRow, (row + 1) * perRow).join(', '),
  );
}

function suffixes(tensor: Printable): string[] {
  const { shape, dtype, device, gradFn, requiresGrad, layout = null } = tensor;
  const list: string[] = [];
  const hidden = isHidden(tensor);
  const empty = count(shape) === 0;
  if (device !== 'cpu') list.push(`device='${device}'`);
  if (hidden || (empty && shape.length !== 1)) list.push(`size=${tuple(shape)}`);
  if (hidden || empty ? dtype !== 'float32' : !UNMENTIONED.has(dtype)) list.push(`dtype=torch.${dtype}`);
  if (layout !== null) list.push(`layout=torch.${layout}`);
  if (gradFn !== null) list.push(`grad_fn=<${gradFn}>`);
  else if (requiresGrad) list.push('requires_grad=True');
  return list;
}

function withSuffixes(written: string, list: string[], indent: number, options: PrintOptions): string {
  let text = written;
  // PyTorch counts two characters more than the last line has.
  let column = written.length - written.lastIndexOf('\n') + 1;
  for (const suffix of list) {
    if (column + suffix.length + 2 > options.linewidth) {
      text += `,\n${' '.repeat(indent)}${suffix}`;
      column = indent + suffix.length;
    } else {
      text += `, ${suffix}`;
      column += suffix.length + 2;
    }
  }
  return `${text})`;
}

/** A shape as Python writes a tuple: `()`, `(3,)`, `(2, 3)`. */
export const tuple = (shape: readonly number[]): string =>
  `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
