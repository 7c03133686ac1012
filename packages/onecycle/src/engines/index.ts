import { createRequire } from 'node:module';
import { provideEngines } from '../base/index.js';

// Imported for this alone, by every entry but `onecycle/predict`: the one place that names these packages.
provideEngines({
  canvas: () => createRequire(import.meta.url)('@napi-rs/canvas'),
  vega: () => import('vega'),
  vegaLite: () => import('vega-lite'),
  hub: () => import('@huggingface/hub'),
});
