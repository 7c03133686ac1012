export {
  config,
  cpu,
  cuda,
  getNumThreads,
  mps,
  setNumThreads,
} from './devices.js';
export {
  type Device,
  type DType,
  dtypeOfArray,
  isDType,
  type Layout,
  type MemoryFormat,
  type TypedArray,
  typedView,
} from './dtype.js';
export { OutOfMemoryError, TorchError, translate, translated } from './errors.js';
export {
  adopt,
  checkTensor,
  checkTensors,
  Handle,
  keep,
  liveId,
  memory,
  ownerOf,
  refusePromise,
  release,
  type Synchronous,
  scope,
} from './lifetime.js';
export { camelCase, snakeCase } from './names.js';
export {
  type ArgumentDescription,
  type Constant,
  type DeviceMemory,
  type Id,
  type NativeArgument,
  type NativeDistributed,
  type NativeOperator,
  type NativeProgram,
  type Numbered,
  native,
  type ProgramDescription,
  whenOpen,
} from './native.js';
