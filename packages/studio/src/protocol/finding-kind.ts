import type { FindingKind as FoundByLibrary } from 'onecycle';

/** What the library finds, and `label doubt`: labels that fit badly without being named as perhaps wrong, to be looked through. */
export type FindingKind = FoundByLibrary | 'label doubt';
