import { relative } from 'node:path';
import { type Tensor, torch } from '@onecycle/torch';
import { checkList, counted } from '../base/index.js';
import { type Picture, pictureGrid, Report, Table } from '../display/index.js';
import { decodePicture, TensorImage } from '../vision/index.js';
import type { Finding, FindingKind, JudgedLabel } from './finding.js';

/** In the order in which one would look into them, with what to do. */
const advice: Record<FindingKind, string> = {
  unreadable: 'Remove them, or get them anew.',
  'label conflict': 'The same picture has two labels: one of them is wrong.',
  'label error': 'Look at each, and mend those labels that are wrong: the most probable come first.',
  'in training and validation':
    'Take one of each pair away: a model that has seen a picture is no judge of it.',
  duplicate: 'One of each pair is enough.',
  'near duplicate': 'Copies in another size or quality count twice; keep one.',
  blank: 'There is nothing to be seen.',
  dark: 'Hardly anything can be seen.',
  bright: 'Hardly anything can be seen.',
  blurred: 'Little detail can be seen; fine where such pictures come in use, too.',
  small: 'Too few pixels for most networks.',
  aspect: 'A square crop loses most of the picture.',
  outlier: 'Unlike all others: look whether they belong here.',
  imbalance: 'Classes with few pictures are learned badly, and measured badly.',
};

/** A picture with a longer side of at most 240 pixels, so that a page of many stays small. */
function smaller(pixels: Tensor): Picture {
  const [, height = 1, width = 1] = pixels.shape;
  const scale = Math.min(1, 240 / Math.max(height, width));
  return torch.scope(() => {
    const size = [height, width].map((side) => Math.max(1, Math.round(side * scale)));
    const pooled = torch.adaptiveAvgPool2d(pixels.float().div(255), size);
    return new TensorImage(pooled).toPicture();
  });
}

/** So many findings of each kind are shown in a report. */
const SHOWN = 24;

/** What {@link checkPictures} found. */
export class PictureCheck {
  /** By kind, the gravest first; of each kind the highest scores first. */
  readonly findings: readonly Finding[];

  constructor(
    readonly folder: string,
    /** How many files were looked at. */
    readonly pictures: number,
    readonly vocab: readonly string[],
    findings: readonly Finding[],
    /** What could not be looked into, and how far to trust the rest. */
    readonly notes: readonly string[] = [],
    /**
     * All labels that were judged, those that fit worst first. Those of which one in ten or more is estimated to be wrong are the findings
     * `label error`; where the predictions agree with too few labels for that, they are here all the same.
     */
    readonly labels: readonly JudgedLabel[] = [],
  ) {
    const isFinding = (finding: Finding) => typeof finding?.kind === 'string';
    checkList('new PictureCheck', 'a list of findings, as checkPictures makes them', findings, isFinding);
    const order = Object.keys(advice);
    this.findings = findings.toSorted(
      (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.score - a.score,
    );
  }

  /** The findings of one kind. */
  of(kind: FindingKind): Finding[] {
    return this.findings.filter((finding) => finding.kind === kind);
  }

  /** How many findings there are of each kind; kinds without any are left out. */
  counts(): Partial<Record<FindingKind, number>> {
    const counts: Partial<Record<FindingKind, number>> = {};
    for (const { kind } of this.findings) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  /** A row for each finding: kind, file (below the folder), reason, score. */
  table(): Table {
    return new Table(
      ['kind', 'file', 'reason', 'score'],
      this.findings.map(({ kind, file, reason, score }) => [
        kind,
        this.short(file),
        this.below(reason),
        score,
      ]),
      { columnDigits: { score: 2 } },
    );
  }

  /** A page with each kind's pictures, what was found of them, and what to do. */
  async report(): Promise<Report> {
    const counts = this.counts();
    const kinds = (Object.keys(advice) as FindingKind[]).filter((kind) => counts[kind]);
    const report = new Report(
      'A look over the pictures',
      `${this.counted}. ${kinds.length === 0 ? 'Nothing was found amiss.' : ''}`,
    );
    if (kinds.length > 0) report.section('Findings').facts(counts as Record<string, number>);
    for (const note of this.notes) report.text(`${note[0]?.toUpperCase()}${note.slice(1)}.`);
    for (const kind of kinds) {
      const findings = this.of(kind);
      report.section(`${kind[0]?.toUpperCase()}${kind.slice(1)}`).text(advice[kind]);
      const shown = (await Promise.all(findings.slice(0, SHOWN).map((one) => this.picturesOf(one)))).flat();
      if (shown.length > 0) report.figure(pictureGrid(shown, { ncols: 4, imsize: 2.2 }));
      report.table(
        new Table(
          ['file', 'reason', 'score'],
          findings.map(({ file, reason, score }) => [this.short(file), this.below(reason), score]),
          { columnDigits: { score: 2 } },
        ),
      );
    }
    return report;
  }

  private get counted(): string {
    const { pictures, vocab, folder } = this;
    return `${counted(pictures, 'picture')} of ${counted(vocab.length, 'class', 'classes')} in ${folder}`;
  }

  /** The picture of a finding, or both of a pair. */
  private async picturesOf({ kind, file, other, label, suggested }: Finding): Promise<Picture[]> {
    if (file === null || kind === 'unreadable') return [];
    const shown = async (path: string, title = this.short(path) ?? '') => {
      using pixels = await decodePicture(path);
      return { ...smaller(pixels), title };
    };
    if (other !== undefined) return [await shown(other), await shown(file)];
    return [await shown(file, label && suggested ? `${label} → ${suggested}` : undefined)];
  }

  private short(file: string | null): string | null {
    return file === null ? null : relative(this.folder, file);
  }

  /** A reason, in which paths are those below the folder. */
  private below(reason: string): string {
    return reason.replaceAll(`${this.folder}/`, '');
  }

  toJSON(): unknown {
    const { folder, pictures, vocab, findings, notes } = this;
    return { folder, pictures, classes: vocab, notes, counts: this.counts(), findings };
  }

  /** How many findings there are of each kind, and the gravest ones. */
  toString(): string {
    const counts = Object.entries(this.counts()).map(([kind, count]) => `  ${count} × ${kind}`);
    const found = counts.length > 0 ? `:\n${counts.join('\n')}` : ': nothing amiss';
    const notes = this.notes.map((note) => `\n  (${note})`).join('');
    return `${this.counted}${found}${notes}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
