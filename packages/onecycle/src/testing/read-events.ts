import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { type Event, EventSchema } from '../tracking/tensorboard/generated/tensorboard_pb.js';

/** The events of each of TensorBoard's files in a folder, by the files' names; the checksums are not looked at. */
export function readEvents(folder: string): Event[][] {
  const files = readdirSync(folder).filter((name) => name.startsWith('events.out.tfevents.'));
  return files.sort().map((name) => {
    const bytes = readFileSync(join(folder, name));
    const events: Event[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = Number(bytes.readBigUInt64LE(at));
      events.push(fromBinary(EventSchema, bytes.subarray(at + 12, at + 12 + length)));
      at += length + 16;
    }
    return events;
  });
}

/** The numbers among events: for each tag its steps and values. */
export function scalarsOf(events: readonly Event[]): Record<string, [number, number][]> {
  const found: Record<string, [number, number][]> = {};
  for (const { step, what } of events) {
    if (what.case !== 'summary') continue;
    for (const { tag, value } of what.value.value) {
      if (value.case !== 'simpleValue') continue;
      found[tag] ??= [];
      found[tag].push([Number(step), value.value]);
    }
  }
  return found;
}
