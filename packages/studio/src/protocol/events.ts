import type { Job } from './jobs.js';
import type { ClassInfo, EditsDone, PictureCounts } from './pictures.js';
import type { EpochPoint, Preview, Run, RunId, RunSettings, TrainPoint } from './runs.js';

/** The events of `GET /api/events` by their names, and what each carries as JSON. */
export interface StudioEvents {
  /** Comes first on every connection; `missed`: read everything anew, for what happened since `Last-Event-ID` is not known any more. */
  hello: { missed: boolean };
  labels: EditsDone;
  /** Files came, went or were moved: read the pictures anew. */
  pictures: { counts: PictureCounts; classes: ClassInfo[] };
  project: { defaults: RunSettings; device: string; fp16: boolean };
  /** What the doctor found, or what was kept of it, is another now: read it anew. */
  check: { checkedAt: string };
  run: { run: Run; points: TrainPoint[]; epochs: EpochPoint[] };
  runDeleted: { id: RunId };
  job: Job;
  preview: Preview;
}
