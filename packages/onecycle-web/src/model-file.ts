/** What an exported file says of itself. */
export interface ModelDescription {
  /** Class names, in the order of the outputs. */
  classes: readonly string[];
  /** Whether a picture has one of the classes, or any number of them. */
  task: 'single-label' | 'multi-label';
  /** Of several labels: above which probability one counts. */
  threshold: number;
  /** What the model takes: pixel by pixel, or a plane for each colour. */
  layout: 'nchw' | 'nhwc';
  height: number;
  width: number;
  architecture: string;
  /** How validation brings pictures to the size. */
  transforms: unknown;
}

/**
 * Reads the metadata of an ONNX file that `exportOnnx` wrote.
 *
 * @throws Error where it is none, or none of a classifier of pictures
 */
export function describeModel(file: Uint8Array): ModelDescription {
  const metadata = metadataOf(file);
  const text = (key: string): string => {
    const value = metadata.get(key);
    if (value === undefined)
      throw new Error(`the model says no ${key}: onecycle-web takes ONNX files that onecycle exported`);
    return value;
  };
  const classes: unknown = JSON.parse(text('classes'));
  const task = text('task');
  const layout = text('layout');
  const channels = text('channels');
  if (channels !== '3')
    throw new Error(`the model takes pictures of ${channels} channel(s); onecycle-web reads them in colour`);
  if (task !== 'single-label' && task !== 'multi-label')
    throw new Error(
      `onecycle-web is for classifiers, with one label or several; this model's task is ${task}`,
    );
  if (layout !== 'nchw' && layout !== 'nhwc')
    throw new Error(`the model's layout is ${layout}; onecycle-web knows nchw and nhwc`);
  return {
    classes: Array.isArray(classes) ? classes.map(String) : [],
    task,
    threshold: Number(metadata.get('threshold') ?? 0.5),
    layout,
    height: Number(text('height')),
    width: Number(text('width')),
    architecture: text('architecture'),
    transforms: JSON.parse(text('transforms')),
  };
}

/** In the message `ModelProto`: the graph, which is passed over, and metadata as pairs of key (1) and value (2). */
const METADATA = 14;

/** The metadata of an ONNX file, of which the few fields that lead there are read. */
function metadataOf(file: Uint8Array): Map<string, string> {
  const entries = [...fieldsOf(file)].filter(({ number }) => number === METADATA);
  const decoder = new TextDecoder();
  return new Map(
    entries.map(({ bytes }) => {
      const pair = new Map([...fieldsOf(bytes)].map((field) => [field.number, decoder.decode(field.bytes)]));
      return [pair.get(1) ?? '', pair.get(2) ?? ''];
    }),
  );
}

/** The fields of a message in Protocol Buffers' encoding; of those that are no bytes only the number. */
function* fieldsOf(message: Uint8Array): Generator<{ number: number; bytes: Uint8Array }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('the model is no ONNX file, or does not go on to its end');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [number, kind] = [Math.floor(tag / 8), tag % 8];
    let bytes = message.subarray(at, at);
    if (kind === 0) varint();
    else if (kind === 1 || kind === 5) at += kind === 1 ? 8 : 4;
    else if (kind === 2) {
      const length = varint();
      bytes = message.subarray(at, at + length);
      at += length;
    }
    if (kind > 5 || kind === 3 || kind === 4 || number === 0 || at > message.length)
      throw new Error('the model is no ONNX file, or does not go on to its end');
    yield { number, bytes };
  }
}
