import type { RunDetail } from '../../protocol/index.js';
import type { CurvePoint } from '../chart/index.js';

/** So many points of a run are drawn; more would not be seen. */
const MOST = 500;

/** Each name once: a second run of the same name gets a number. */
export function distinctNames(runs: readonly { id: string; name: string }[]): Map<string, string> {
  const used = new Set<string>();
  const names = new Map<string, string>();
  for (const { id, name } of runs) {
    let own = name;
    for (let n = 2; used.has(own); n++) own = `${name} (${n})`;
    used.add(own);
    names.set(id, own);
  }
  return names;
}

const isDrawn = ({ value }: { value: number | null }): boolean => value !== null && Number.isFinite(value);

/** Every n-th point, and the last. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  const every = Math.ceil(points.length / most);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

/** The smoothed loss of training batch by batch, and that of validation at each epoch's end. */
export function lossPoints(run: RunDetail, name: string): CurvePoint[] {
  const training = thinned(run.points, MOST).map(({ epoch, smooth }) => ({
    run: name,
    kind: 'training' as const,
    epoch,
    value: smooth,
  }));
  const validation = run.epochs.flatMap(({ epoch, validLoss }) =>
    validLoss === null ? [] : { run: name, kind: 'validation' as const, epoch, value: validLoss },
  );
  return [...training, ...validation].filter(isDrawn);
}

/** The error rate at each epoch's end. */
export function errorPoints(run: RunDetail, name: string): CurvePoint[] {
  return run.epochs
    .flatMap(({ epoch, errorRate }) =>
      errorRate === null ? [] : { run: name, kind: 'validation' as const, epoch, value: errorRate },
    )
    .filter(isDrawn);
}
