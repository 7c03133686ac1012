export {
  atenNames,
  callAsync,
  operatorCall,
  operatorFamily,
  operatorNames,
  promisedNames,
} from './families.js';
export { isFactory, NativeObject } from './kinds.js';
export { hasOp, loadLibrary } from './libraries.js';
export { describe, OperatorFamily, setTensorClass, wrap } from './operator-family.js';
export { type Operator, operatorFunction, ops } from './ops.js';
export { promised } from './promised.js';
