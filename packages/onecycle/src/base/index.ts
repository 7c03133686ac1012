export {
  aside,
  explained,
  inTemporaryFolder,
  isAlive,
  takeLock,
  tidy,
  WritingError,
  writeTogether,
  writeWhole,
  writing,
} from '@onecycle/torch/disk';
export {
  checkFunction,
  checkOptions,
  counted,
  isClass,
  kindOf,
  nearest,
  type OptionCheck,
  type OptionNames,
  shown,
  thereAre,
  unawaited,
} from '@onecycle/torch/options';
export {
  checkChoice,
  checkCount,
  checkFlag,
  checkInstance,
  checkList,
  checkName,
  checkNumber,
  checkNumbers,
  checkSeed,
  checkShare,
  isItems,
  wrongKind,
} from './arguments.js';
export { defaultBs } from './defaults.js';
export { engine, type HubClient, type HubConnection, type HubRefusal, provideEngines } from './engines.js';
export { environment } from './environment.js';
export { extent } from './extent.js';
export { is } from './is.js';
export { isMaker, rememberMakers } from './makers.js';
export { optionalPackage } from './optional-package.js';
export { toFixedEven } from './to-fixed-even.js';
export { withoutUndefined } from './without-undefined.js';
