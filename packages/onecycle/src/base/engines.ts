import type * as Canvas from '@napi-rs/canvas';
import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';

/** Where the hub is, and how it is asked. */
export interface HubConnection {
  hubUrl: string;
  fetch: typeof fetch;
  accessToken?: string;
}

/** The hub refused, or is out of order. */
export interface HubRefusal extends Error {
  statusCode: number;
}

/**
 * What is used of the hub's client. Its own declarations want a newer TypeScript than ours do, so ours do not lead to them.
 */
export interface HubClient {
  HubApiError: abstract new (url: string, statusCode: number) => HubRefusal;
  modelInfo(
    of: { name: string; revision: string; additionalFields: 'sha'[] } & HubConnection,
  ): Promise<{ sha: string }>;
  pathsInfo(
    of: { repo: string; paths: string[]; revision: string } & HubConnection,
  ): Promise<{ size: number; oid?: string; lfs?: { oid: string } }[]>;
  downloadFile(of: { repo: string; path: string; revision: string } & HubConnection): Promise<Blob | null>;
  getHFHubCachePath(): string;
  getRepoFolderName(of: { name: string; type: 'model' }): string;
}

/** How the large packages are loaded that a server which only predicts does without: each when it is first needed. */
export interface Engines {
  canvas(): typeof Canvas;
  vega(): Promise<typeof Vega>;
  vegaLite(): Promise<typeof VegaLite>;
  hub(): Promise<HubClient>;
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
