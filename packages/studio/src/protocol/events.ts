import type { Job } from './jobs.js';
import type { ClassInfo, EditsDone, PictureCounts, PictureId, PictureInfo } from './pictures.js';
import type { Project } from './project.js';
import type { EpochPoint, Preview, Run, RunId, RunSettings, TrainPoint } from './runs.js';

/** The events of `GET /api/events` by their names, and what each carries as JSON. */
export interface StudioEvents {
  /** Comes first on every connection; `missed`: read everything anew, for what happened since `Last-Event-ID` is not known any more. */
  hello: { missed: boolean };
  labels: EditsDone;
  /** Files came, went or were moved: those that are new or another, and those that are gone; null where these are many: read them anew. */
  pictures: {
    counts: PictureCounts;
    classes: ClassInfo[];
    splitBy: Project['splitBy'];
    files: { changed: PictureInfo[]; gone: PictureId[] } | null;
  };
  project: { defaults: RunSettings; device: string; fp16: boolean };
  /** What the doctor found, or what was kept of it, is another now: read it anew. */
  check: { checkedAt: string };
  run: { run: Run; points: TrainPoint[]; epochs: EpochPoint[] };
  runDeleted: { id: RunId };
  job: Job;
  preview: Preview;
}
