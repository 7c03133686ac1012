import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { RunConfig, RunStatus } from '../run/index.js';
import {
  DataType,
  EventSchema,
  HParamsPluginDataSchema,
  HParamsStatus,
  SessionLog_SessionStatus,
  type Summary_ValueSchema,
} from './generated/tensorboard_pb.js';
import { record } from './record.js';

/** What is written at once, so that who looks on sees it within an epoch, too. */
const CHUNK = 16 * 1024;

type Value = MessageInitShape<typeof Summary_ValueSchema>;
type What = NonNullable<MessageInitShape<typeof EventSchema>['what']>;

/** How many files this process has made: two of one second have different names. */
let files = 0;

/**
 * A file of TensorBoard's events. Values are collected and written in chunks, by `flush()` all of them.
 *
 * Source: tensorflow's core/util/events_writer.cc and, for what the values look like, torch.utils.tensorboard.
 */
export class EventFile {
  readonly file: string;
  #pending: Buffer[] = [];
  #size = 0;

  /** @param folder made where it is missing */
  constructor(folder: string) {
    const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, '0');
    this.file = join(folder, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${files++}`);
    mkdirSync(folder, { recursive: true });
    this.#add(0, { case: 'fileVersion', value: 'brain.Event:2' });
  }

  /** Says that whatever earlier files of the folder have from a step on will come again. */
  restart(step: number): void {
    this.#add(step, { case: 'sessionLog', value: { status: SessionLog_SessionStatus.START } });
  }

  scalars(values: Readonly<Record<string, number>>, step: number): void {
    this.#values(
      step,
      Object.entries(values).map(([tag, value]) => ({ tag, value: { case: 'simpleValue', value } })),
    );
  }

  /** A picture that is a PNG with the colours red, green and blue, and transparency or not. */
  picture(tag: string, png: Buffer, step: number): void {
    // PNG's first chunk: width and height, then depth and kind of colour.
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    const colorspace = png[25] === 6 ? 4 : 3;
    const value = { width, height, colorspace, encodedImageString: png };
    this.#values(step, [{ tag, value: { case: 'image', value } }]);
  }

  /** Text, as Markdown. */
  text(tag: string, text: string, step: number): void {
    const value = {
      dtype: DataType.DT_STRING,
      tensorShape: { dim: [{ size: 1n }] },
      stringVal: [Buffer.from(text)],
    };
    const metadata = { pluginData: { pluginName: 'text' } };
    this.#values(step, [{ tag: `${tag}/text_summary`, metadata, value: { case: 'tensor', value } }]);
  }

  /** What a run is made of, for the table of hyper-parameters. */
  begin(config: RunConfig): void {
    const hparams = Object.fromEntries(
      Object.entries(config).map(([name, value]) => [name, { kind: asProto(value) }]),
    );
    const value = { hparams, startTimeSecs: Date.now() / 1000 };
    this.#hparams('session_start_info', { case: 'sessionStartInfo', value });
  }

  /** How a run ended, for the same table. */
  end(status: RunStatus): void {
    const { STATUS_FAILURE, STATUS_SUCCESS } = HParamsStatus;
    const value = {
      status: status === 'FINISHED' ? STATUS_SUCCESS : STATUS_FAILURE,
      endTimeSecs: Date.now() / 1000,
    };
    this.#hparams('session_end_info', { case: 'sessionEndInfo', value });
  }

  /** Writes what is collected. What could not be written is collected still. */
  flush(): void {
    if (this.#pending.length === 0) return;
    appendFileSync(this.file, Buffer.concat(this.#pending));
    this.#pending = [];
    this.#size = 0;
  }

  #hparams(tag: string, data: NonNullable<MessageInitShape<typeof HParamsPluginDataSchema>['data']>): void {
    const content = toBinary(HParamsPluginDataSchema, create(HParamsPluginDataSchema, { data }));
    const metadata = { pluginData: { pluginName: 'hparams', content } };
    // The table reads the metadata; beside it stands a tensor without values.
    const none = { dtype: DataType.DT_FLOAT, tensorShape: { dim: [{ size: 0n }] } };
    const value = { case: 'tensor', value: none } as const;
    this.#values(0, [{ tag: `_hparams_/${tag}`, metadata, value }]);
  }

  #values(step: number, value: Value[]): void {
    this.#add(step, { case: 'summary', value: { value } });
  }

  #add(step: number, what: What): void {
    const event = create(EventSchema, { wallTime: Date.now() / 1000, step: BigInt(step), what });
    const framed = record(toBinary(EventSchema, event));
    this.#pending.push(framed);
    this.#size += framed.length;
    if (this.#size >= CHUNK) this.flush();
  }
}

const asProto = (value: RunConfig[string]) => {
  if (typeof value === 'number') return { case: 'numberValue', value } as const;
  if (typeof value === 'boolean') return { case: 'boolValue', value } as const;
  return { case: 'stringValue', value } as const;
};
