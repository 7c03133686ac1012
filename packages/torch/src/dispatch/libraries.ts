import { native, translated } from '../core/index.js';
import { checkOptions, shown } from '../options/index.js';
import { forgetOperatorNames, operatorNames } from './families.js';

/** Whether this libtorch has an operator: `hasOp('aten::_foreach_lerp_')`, `hasOp('aten::add.Tensor')`. */
export function hasOp(name: string): boolean {
  if (typeof name !== 'string')
    throw new TypeError(`hasOp takes the name of an operator, such as 'aten::add', not ${shown(name)}`);
  const [base = '', overload] = name.split('.');
  const overloads = operatorNames().get(base);
  return overloads !== undefined && (overload === undefined || overloads.includes(overload));
}

/**
 * Loads a library that registers operators of its own; they are reached by `torch.ops.<namespace>.<operator>`.
 *
 * @param options.global whether libraries that are loaded later find its symbols, and those of all that it depends on (Python's
 * `torch.ops.load_library` does so). Default false: Debian's libtorch depends on GLib, which would take the place of the one
 * inside of sharp.
 */
export function loadLibrary(path: string, options: { global?: boolean } = {}): void {
  checkOptions(options, { global: true }, 'loadLibrary');
  translated(
    'loadLibrary',
    () => path,
    () => native.loadLibrary(path, options.global ?? false),
  );
  forgetOperatorNames();
}
