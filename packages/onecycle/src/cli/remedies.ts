/** What the command can do about an error whose advice is for those who write code. */
const remedies: readonly (readonly [error: RegExp, remedy: string])[] = [
  [/batch norm in training mode/, 'a --bs of at least 2'],
  [/out of memory/i, 'a smaller --bs, or --fp16'],
  [
    /no label found|does not match/,
    'another --label-regex; without it, the names of the folders are the labels',
  ],
  [/there is nothing to tell apart/, '--label-regex, where the file names say what the pictures show'],
  [/make no batch|no batches/, 'a smaller --bs'],
  [/leaves none of \d+ items for training/, 'a smaller --valid-pct'],
  [/could not (decode|read) (?!the shard)/, '--on-error skip, which leaves such pictures out'],
  [/is not in the vocabulary/, 'more pictures of that class, or a smaller --valid-pct'],
  // Words of errors, not of folders: those are the user's.
  [
    /resume (out|with|the same)|resumed from|\.checkpoints\/\S+ is (damaged|no)/i,
    'the command without --resume, which starts anew',
  ],
];

const offline =
  '--weights <file>; --arch resnet18 --weights @onecycle/resnet18-tiny, which comes with the library; or --weights none, ' +
  'which starts from random numbers';

/** An error's words, and below them what the command offers. */
export function withRemedy(error: unknown, words: string): string {
  const remedy =
    error instanceof Error && error.constructor.name === 'OfflineError'
      ? offline
      : remedies.find(([pattern]) => pattern.test(words))?.[1];
  return remedy === undefined ? words : `${words}\nWith this command: ${remedy}`;
}
