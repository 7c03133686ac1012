export {
  checkFunction,
  checkOptions,
  counted,
  isClass,
  kindOf,
  nearest,
  type OptionNames,
  shown,
  thereAre,
  unawaited,
} from './options.js';
