export { callAsync } from './call-async.js';
export { describe } from './describe.js';
export { atenNames, operatorCall, operatorFamily, promisedNames } from './families.js';
export { isFactory, NativeObject } from './kinds.js';
export { hasOp, loadLibrary } from './libraries.js';
export { operatorFunction, ops } from './ops.js';
export { promised } from './promised.js';
export { setTensorClass, wrap } from './results.js';
