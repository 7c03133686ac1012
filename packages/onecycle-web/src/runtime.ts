import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';

/** Where a file is: its address, or its bytes. */
export type Source = string | URL | Blob | ArrayBuffer | Uint8Array;

/** The bytes of a file. @throws Error that names the address */
export async function bytesFrom(source: Source, what: string): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  const response = await fetch(source).catch((error: unknown) => {
    throw new Error(`${what} could not be fetched from ${source}: ${messageOf(error)}`, { cause: error });
  });
  if (!response.ok)
    throw new Error(
      `${what} is not at ${source}: the server answered ${response.status} ${response.statusText}`.trim(),
    );
  return new Uint8Array(await response.arrayBuffer());
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A model that ONNX Runtime can run. */
export interface Model {
  /** Of one picture. */
  run(bytes: Uint8Array, dims: readonly number[]): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Names of the input and the output of every model that onecycle exports. */
const INPUT = 'pictures';
const OUTPUT = 'probabilities';

/**
 * Starts a model in WebAssembly.
 *
 * @param wasm ONNX Runtime's `ort-wasm-simd-threaded.wasm`; by default it is looked for beside the script
 */
export async function startModel(bytes: Uint8Array, wasm: Source | undefined): Promise<Model> {
  if (wasm !== undefined) env.wasm.wasmBinary = await bytesFrom(wasm, "ONNX Runtime's WebAssembly file");
  const session = await InferenceSession.create(bytes, {
    executionProviders: ['wasm'],
    logSeverityLevel: 3,
  }).catch((error: unknown) => {
    throw new Error(
      `the model could not be started: ${messageOf(error)}. Where the page lacks ort-wasm-simd-threaded.wasm, copy it from the package ` +
        'onnxruntime-web, and say where it is: loadClassifier(model, { wasm })',
      { cause: error },
    );
  });
  // It does one thing at a time.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
  return {
    run: (pixels, dims) =>
      inTurn(async () => {
        const { [OUTPUT]: output } = await session.run({ [INPUT]: new Tensor('uint8', pixels, dims) });
        const data = output?.data;
        if (!(data instanceof Float32Array)) throw new Error(`the model gives no ${OUTPUT}`);
        return data;
      }),
    release: () => inTurn(() => session.release()),
  };
}
