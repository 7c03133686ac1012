import type * as Hub from '@huggingface/hub';
import type * as Canvas from '@napi-rs/canvas';
import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';

/** How the large packages are loaded that a server which only predicts does without: each when it is first needed. */
export interface Engines {
  canvas(): typeof Canvas;
  vega(): Promise<typeof Vega>;
  vegaLite(): Promise<typeof VegaLite>;
  hub(): Promise<typeof Hub>;
}

let provided: Engines | undefined;

/**
 * Makes the engines known. The entries that draw and download do so; `onecycle/predict` does not, and a bundle of it has
 * none of them, because nothing that it imports names them.
 */
export function provideEngines(engines: Engines): void {
  provided = engines;
}

/**
 * Loads an engine.
 *
 * @param purpose what it is needed for, as the subject of a sentence
 * @throws Error where only `onecycle/predict` was imported
 */
export function engine<K extends keyof Engines>(name: K, purpose: string): ReturnType<Engines[K]>;
export function engine(name: keyof Engines, purpose: string): ReturnType<Engines[keyof Engines]> {
  if (provided) return provided[name]();
  throw new Error(
    `${purpose} needs a package that 'onecycle/predict' does without: import from 'onecycle' instead, or import it beside ('import "onecycle"')`,
  );
}
