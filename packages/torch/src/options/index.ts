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
} from './options.js';
