import type { Finding, FindingKind, PictureInfo } from '../../protocol/index.js';

/** The kinds in the order in which they are worth a look, with their names. */
export const kinds: Record<FindingKind, { name: string; what: string }> = {
  'label error': {
    name: 'Labels that may be wrong',
    what: 'Those that are likeliest to be wrong first. The model errs, too: look at each.',
  },
  'label doubt': {
    name: 'Labels that fit badly',
    what: 'To be looked through, the worst first: another class seems likelier to the model, which errs, too. Most of them are right.',
  },
  'label conflict': { name: 'Same picture, two labels', what: 'One of the two labels is wrong.' },
  'in training and validation': {
    name: 'In training and validation',
    what: 'The model is asked about a picture that it has learned from: its error rate looks better than it is.',
  },
  duplicate: { name: 'Duplicates', what: 'The same pixels, more than once.' },
  'near duplicate': { name: 'Near duplicates', what: 'Almost the same picture.' },
  unreadable: { name: 'Unreadable', what: 'These files cannot be decoded. They are left out of training.' },
  outlier: {
    name: 'Unlike their class',
    what: 'Far from all others of the class: perhaps not what one wants it to learn.',
  },
  imbalance: {
    name: 'Small classes',
    what: 'A class with few pictures is learned badly, and judged by few.',
  },
  small: { name: 'Very small', what: 'Fewer pixels than training looks at.' },
  aspect: { name: 'Very long or wide', what: 'Cropping to a square loses most of these.' },
  blank: { name: 'Blank', what: 'One colour almost everywhere.' },
  dark: { name: 'Very dark', what: 'Hardly anything can be told apart.' },
  bright: { name: 'Very bright', what: 'Hardly anything can be told apart.' },
  blurred: { name: 'Blurred', what: 'Without sharp edges.' },
};

export const kindNames = Object.keys(kinds).filter((name): name is FindingKind => name in kinds);

/** What a finding is called by. */
export const keyOf = ({ kind, id, other, label }: Finding): string => [kind, id, other, label].join(' ');

/** Whether a finding is still one: nobody kept the picture, changed its label or set it aside. */
export function isOpen(finding: Finding, picture: (id: string) => PictureInfo | undefined): boolean {
  if (finding.kept) return false;
  if (finding.id === null) return true;
  const own = picture(finding.id);
  if (!own || own.removed) return false;
  if (finding.other !== undefined && picture(finding.other)?.removed !== false) return false;
  if (finding.kind === 'label conflict' && finding.other !== undefined)
    return own.label !== picture(finding.other)?.label;
  return finding.label === undefined || own.label === finding.label;
}

/** A chance from which a label is likelier wrong than right. */
const LIKELY = 0.5;

/** Those whose advice can be taken all at once. Of labels it is the likely ones: below, most advice would be wrong. */
export const advisable = (findings: readonly Finding[]): Finding[] =>
  findings.filter(
    ({ id, suggested, kind, score }) =>
      id !== null &&
      suggested !== undefined &&
      kind !== 'label doubt' &&
      (kind !== 'label error' || score > LIKELY),
  );

/** The open ones of each kind; kinds without any are left out. */
export function byKind(
  findings: readonly Finding[],
  picture: (id: string) => PictureInfo | undefined,
): Map<FindingKind, Finding[]> {
  const open = findings.filter((finding) => isOpen(finding, picture));
  return new Map(
    kindNames.flatMap((kind) => {
      const own = open.filter((one) => one.kind === kind);
      return own.length === 0 ? [] : [[kind, own] as const];
    }),
  );
}
