import { Tensor, torch } from '@onecycle/torch';
import { retainType } from '../transforms/index.js';

/** Items whose members do not fit together in one batch. */
export class CollateError extends Error {
  override name = 'CollateError';
  /** The member of the tuples that failed. */
  readonly member: number;
  /** Its type: `TensorImage`. */
  readonly type: string;
  /** Its shape in each item of the batch. */
  readonly shapes: readonly (readonly number[])[];

  constructor(member: number, tensors: readonly Tensor[]) {
    const type = tensors[0]?.constructor.name ?? 'Tensor';
    const shapes = tensors.map((tensor) => tensor.shape);
    const differs = shapes.findIndex((shape) => String(shape) !== String(shapes[0]));
    super(
      [
        `the items cannot be collated into a batch: member ${member} (${type}) is not of the same size in all of them`,
        `  item 0 has shape [${shapes[0]?.join(', ')}]`,
        `  item ${differs} has shape [${shapes[differs]?.join(', ')}]`,
        '',
        `Add an item transform that gives every ${type} the same size, itemTfms: resize(460) for instance`,
      ].join('\n'),
    );
    this.member = member;
    this.type = type;
    this.shapes = shapes;
  }
}

const areTensors = (values: readonly unknown[]): values is readonly Tensor[] =>
  values.every((value) => value instanceof Tensor);
const areNumbers = (values: readonly unknown[]): values is readonly number[] =>
  values.every((value) => typeof value === 'number');
const areBooleans = (values: readonly unknown[]): values is readonly boolean[] =>
  values.every((value) => typeof value === 'boolean');
const areTexts = (values: readonly unknown[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string');
const areLists = (values: readonly unknown[]): values is readonly (readonly unknown[])[] =>
  values.every((value) => Array.isArray(value));

/**
 * One member of the batch from that member of all items: tensors are stacked and keep their class, numbers and booleans
 * become a tensor, texts a list, lists are collated element by element.
 *
 * Throws a `CollateError` where shapes differ, and names a type that cannot be collated. fastai: `fa_collate`.
 */
export function collateMember(values: readonly unknown[], member: number): unknown {
  if (areTensors(values)) {
    const same = values.every((value) => String(value.shape) === String(values[0]?.shape));
    if (!same) throw new CollateError(member, values);
    return retyped(torch.stack([...values]), values[0]);
  }
  if (areNumbers(values) || areBooleans(values)) return torch.tensor([...values]);
  if (areTexts(values)) return [...values];
  if (areLists(values)) {
    const width = Math.min(...values.map((value) => value.length));
    return Array.from({ length: width }, (_, i) =>
      collateMember(
        values.map((value) => value[i]),
        member,
      ),
    );
  }
  const other = values.find((value) => !(value instanceof Tensor));
  const type = Object(other).constructor?.name ?? typeof other;
  throw new TypeError(
    `member ${member} of the items is a ${type}, which cannot be collated into a batch: turn it into a tensor, a ` +
      'number or a text by a transform',
  );
}

function retyped(stacked: Tensor, sample: unknown): unknown {
  const typed = retainType(stacked, sample);
  if (typed !== stacked) stacked.dispose();
  return typed;
}

/** A batch from tuples of equal length. */
export function collate(samples: readonly (readonly unknown[])[]): unknown[] {
  const members = samples[0]?.length ?? 0;
  return Array.from({ length: members }, (_, i) =>
    collateMember(
      samples.map((sample) => sample[i]),
      i,
    ),
  );
}
