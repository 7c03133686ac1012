import { counted } from '../base/index.js';
import type { Finding } from './finding.js';
import { hashDistance, type PictureFacts } from './measure.js';

/** Sides below this many pixels hold too little for a network. */
const SMALL = 32;
/** Longer to shorter side from which on a square crop loses most of the picture. */
const LONG = 3;
/** Of greys from 0 to 255. */
const BLANK = 3;
const DARK = 25;
const BRIGHT = 235;
/** Fine detail below this share of the contrast, and below a third of what is usual in the folder. */
const BLURRED = 0.02;
/** Bits of 64 in which near duplicates differ at most, and grey levels on average. */
const NEAR_BITS = 6;
const NEAR_GREYS = 6;

/** What is odd about single pictures. */
export function oddPictures(facts: readonly PictureFacts[]): Finding[] {
  const usual = median(facts.map(({ sharpness }) => sharpness));
  return facts.flatMap(({ file, width, height, brightness, contrast, sharpness }) => {
    const found: Finding[] = [];
    const add = (kind: Finding['kind'], score: number, reason: string) =>
      found.push({ kind, file, reason, score });
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    const size = `${width} × ${height} pixels`;
    if (short < SMALL) add('small', 1 - short / SMALL, size);
    if (long / short > LONG)
      add('aspect', long / short, `${size}: one side is ${(long / short).toFixed(1)} times the other`);
    if (contrast < BLANK) add('blank', 1 - contrast / BLANK, 'all of one shade');
    else if (brightness < DARK) add('dark', 1 - brightness / DARK, `very dark: ${level(brightness)}`);
    else if (brightness > BRIGHT)
      add('bright', (brightness - BRIGHT) / (255 - BRIGHT), `very bright: ${level(brightness)}`);
    else if (sharpness < Math.min(BLURRED, usual / 3))
      add('blurred', 1 - sharpness / BLURRED, 'blurred: no fine detail, where others have some');
    return found;
  });
}

const level = (grey: number) => `a mean of ${grey.toFixed(0)} of 255`;

/** Of each picture its class, and the part of the data that it is in, where that is known. */
export interface Places {
  label(file: string): string | undefined;
  part(file: string): string | undefined;
}

/** Pictures that are there twice: byte for byte, or nearly; each is told of once, with the first that it equals. */
export function duplicates(facts: readonly PictureFacts[], { label, part }: Places): Finding[] {
  const found: Finding[] = [];
  const firsts: PictureFacts[] = [];
  const bySum = new Map<string, PictureFacts>();
  for (const later of facts) {
    const same = bySum.get(later.sha256);
    const near = same ?? firsts.find((one) => isNear(one, later));
    if (!same) bySum.set(later.sha256, later);
    if (!near) {
      if (later.contrast >= BLANK) firsts.push(later);
      continue;
    }
    const { file } = later;
    const other = near.file;
    const bits = hashDistance(near.hash, later.hash);
    const score = same ? 1 : 1 - bits / 64;
    const how = same ? 'the same file as' : 'nearly the same picture as';
    found.push({
      kind: same ? 'duplicate' : 'near duplicate',
      file,
      other,
      reason: `${how} ${other}`,
      score,
    });
    const [here, there] = [part(file), part(other)];
    if (here !== undefined && there !== undefined && here !== there)
      found.push({
        kind: 'in training and validation',
        file,
        other,
        reason: `${how} ${other}: one is in ${here}, the other in ${there}, so that what is measured is too good`,
        score,
      });
    const [mine, theirs] = [label(file), label(other)];
    if (mine !== undefined && theirs !== undefined && mine !== theirs)
      found.push({
        kind: 'label conflict',
        file,
        other,
        label: mine,
        suggested: theirs,
        reason: `${how} ${other}, but '${mine}' and not '${theirs}'`,
        score,
      });
  }
  return found;
}

function isNear(a: PictureFacts, b: PictureFacts): boolean {
  if (b.contrast < BLANK || hashDistance(a.hash, b.hash) > NEAR_BITS) return false;
  // Relative to the mean, so that a brighter copy is one, too.
  const difference = a.thumbnail.reduce(
    (sum, grey, i) => sum + Math.abs(grey - a.brightness - ((b.thumbnail[i] ?? 0) - b.brightness)),
    0,
  );
  return difference / a.thumbnail.length < NEAR_GREYS;
}

/** Classes that have far fewer pictures than is usual. */
export function imbalance(labels: readonly string[]): Finding[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const usual = median([...counts.values()]);
  return [...counts].flatMap(([label, count]): Finding[] =>
    count < usual / 3 || count < 2
      ? [
          {
            kind: 'imbalance',
            file: null,
            label,
            reason:
              count < usual
                ? `'${label}' has ${counted(count, 'picture')}, where the median of the classes is ${usual}`
                : `'${label}' has one picture: there is none to measure by`,
            score: 1 - count / Math.max(usual, 2),
          },
        ]
      : [],
  );
}

/** The middle of some numbers; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
