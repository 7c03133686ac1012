export {
  asSentence,
  bytes,
  count,
  counted,
  duration,
  figure,
  percent,
  rate,
  shownLabel,
  when,
} from './format.js';
export { adjust, followRoute, go, type Route, route, type View, views } from './route.js';
export { followTheme, isDark, nextTheme, type Theme, theme } from './theme.js';
