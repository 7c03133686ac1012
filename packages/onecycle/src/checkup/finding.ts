/** What a finding is about. */
export type FindingKind =
  | 'unreadable'
  | 'small'
  | 'aspect'
  | 'blank'
  | 'dark'
  | 'bright'
  | 'blurred'
  | 'duplicate'
  | 'near duplicate'
  | 'in training and validation'
  | 'label conflict'
  | 'imbalance'
  | 'label error'
  | 'outlier';

/** Something about a picture, or a class, that is worth a look. */
export interface Finding {
  kind: FindingKind;
  /** The picture; null where it is about a class. */
  file: string | null;
  /** What was found, in words. */
  reason: string;
  /** How grave it is among those of its kind: the higher, the more. From 0 to 1 where it is a probability or a share. */
  score: number;
  /** The other picture of a pair. */
  other?: string;
  /** The class that the picture has, and the one that it probably is of. */
  label?: string;
  suggested?: string;
}

/** What predictions that have not seen a picture say of its label. */
export interface JudgedLabel {
  file: string;
  label: string;
  /** The class that it probably is of: the label, where nothing speaks against it. */
  suggested: string;
  /** How little the label fits, from 0 to 1: what its probability lacks to 1. */
  score: number;
  /** The estimated chance that the label is wrong, from 0 to 1. Tells more than the score, for it knows how often the predictions err. */
  chance: number;
  /** The probability of each class, by its name. Classes with too few pictures to be judged are not among them. */
  probs: Readonly<Record<string, number>>;
}
