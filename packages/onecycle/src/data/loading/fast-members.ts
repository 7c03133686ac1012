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

/** What was found for data sets, and the chains of their members that it was found for. */
interface Known {
  readonly chains: readonly (readonly ChainLink[])[];
  readonly members: readonly FastMember[];
}

const known = new WeakMap<Datasets, Known>();

/**
 * The members whose pipeline offers a reader for whole batches that can also do all item transforms. A reader is for all passes in which its
 * transforms are the same.
 */
export function fastMembers(source: Datasets, afterItem: Pipeline): readonly FastMember[] {
  if (afterItem.transforms.some((t) => t.whole)) return [];
  const ofItems = linksOf(afterItem, source.splitIdx);
  const chains = source.pipelines.map((pipeline) => [...linksOf(pipeline, source.splitIdx), ...ofItems]);
  const before = known.get(source);
  if (before?.chains.every((chain, member) => areSame(chain, chains[member] ?? []))) return before.members;
  const members = source.pipelines.flatMap((pipeline, member) =>
    fastMember(pipeline, member, chains[member] ?? []),
  );
  known.set(source, { chains, members });
  return members;
}

function fastMember(pipeline: Pipeline, member: number, links: readonly ChainLink[]): FastMember[] {
  const start = links.findIndex(({ transform }) => transform.batchReader !== undefined);
  const own = links[start];
  const begun = own ? pipeline.transforms.indexOf(own.transform) : -1;
  const reader = begun >= 0 && own ? own.transform.batchReader?.(own, links.slice(start + 1)) : null;
  return reader ? [{ member, begun: begun > 0 ? pipeline.first(begun) : undefined, reader }] : [];
}

const areSame = (some: readonly ChainLink[], others: readonly ChainLink[]): boolean =>
  some.length === others.length &&
  some.every(
    ({ transform, stream }, i) => transform === others[i]?.transform && stream === others[i]?.stream,
  );

function linksOf(pipeline: Pipeline, splitIdx: SplitIdx): ChainLink[] {
  return pipeline.transforms
    .map((transform: Transform, i) => ({ transform, stream: pipeline.firstStream + i }))
    .filter(({ transform }) => Pipeline.runs(transform, splitIdx));
}
