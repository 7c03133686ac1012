import {
  type BatchReader,
  type ChainLink,
  Pipeline,
  type SplitIdx,
  type Transform,
} from '../transforms/index.js';
import type { Datasets } from './datasets.js';

/** Item transforms' random streams come after those of the type transforms. */
export const itemStreams = 1000;

/** A member of the tuple that is read for whole batches, after JavaScript has done its first transforms. */
export interface FastMember {
  readonly member: number;
  /** Those transforms, where there are any. */
  readonly begun: Pipeline | undefined;
  readonly reader: BatchReader;
}

/** The members whose pipeline offers a reader for whole batches that can also do all item transforms. */
export function fastMembers(source: Datasets, afterItem: Pipeline): FastMember[] {
  if (afterItem.transforms.some((t) => t.whole)) return [];
  return source.pipelines.flatMap((pipeline, member): FastMember[] => {
    const links = [...linksOf(pipeline, source.splitIdx), ...linksOf(afterItem, source.splitIdx)];
    const start = links.findIndex(({ transform }) => transform.batchReader !== undefined);
    const own = links[start];
    const begun = own ? pipeline.transforms.indexOf(own.transform) : -1;
    const reader = begun >= 0 && own ? own.transform.batchReader?.(own, links.slice(start + 1)) : null;
    return reader ? [{ member, begun: begun > 0 ? pipeline.first(begun) : undefined, reader }] : [];
  });
}

function linksOf(pipeline: Pipeline, splitIdx: SplitIdx): ChainLink[] {
  return pipeline.transforms
    .map((transform: Transform, i) => ({ transform, stream: pipeline.firstStream + i }))
    .filter(({ transform }) => Pipeline.runs(transform, splitIdx));
}
