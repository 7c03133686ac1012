import { setTimeout } from 'node:timers/promises';
import { checkOptions, is, isItems, wrongKind } from '../../base/index.js';
import { getImageFiles, isShortage, L, Path, type PathLike } from '../../data/index.js';
import {
  type DecodeOptions,
  decodeOptionNames,
  decodeOptions,
  decodeWithWarnings,
  failureOf,
  PictureError,
  placeOf,
  type ResolvedDecodeOptions,
} from '../decode/index.js';
import { checkPictures } from '../native/index.js';
import { withBar } from './at-once.js';

/** Options of {@link verifyImages}. */
export interface VerifyOptions extends DecodeOptions {
  /** Whether progress is shown. Default true. */
  progress?: boolean;
}

/** A picture that can be read although something is wrong with its file. */
export interface PictureWarning {
  file: string;
  /** What is wrong. */
  reason: string;
}

/** The pictures that cannot be read; those that can be, with a warning, stand apart. */
export class VerifiedImages extends L<PictureError> {
  readonly warnings = new L<PictureWarning>();
}

const perCall = 64;

/** The files of a folder (with those inside it), or those given. */
async function filesOf(source: PathLike | Iterable<PathLike>): Promise<L<Path>> {
  if (typeof source === 'string' || source instanceof Path) return getImageFiles(source);
  if (!isItems(source)) throw wrongKind('verifyImages', 'a folder or a list of files', source);
  return L.from(Array.from(source, (file) => (file instanceof Path ? file : new Path(file))));
}

/**
 * Decodes all pictures of a folder, or of a list of files, on all threads, and returns an error for each that cannot be
 * read, with its `file` and `reason`; its `warnings` are of those that can be although something is missing or wrong,
 * which `strict` counts as damaged, too. Nothing is deleted. fastai: `verify_images`.
 *
 * A shortage of the machine (descriptors, memory, a folder that vanished) damages no picture: what could not be read
 * is tried again, and then a `ShortageError` ends the check.
 *
 * ```ts
 * for (const { file, reason } of await verifyImages(path)) console.log(file, reason);
 * ```
 */
export async function verifyImages(
  source: PathLike | Iterable<PathLike>,
  options: VerifyOptions = {},
): Promise<VerifiedImages> {
  checkOptions(options, { ...decodeOptionNames, progress: is.flag }, 'verifyImages');
  const { progress = true, ...decoding } = options;
  const resolved = decodeOptions(decoding, 'verifyImages');
  const files = await filesOf(source);
  const verified = new VerifiedImages();
  await withBar(files.length, { label: 'Checking pictures', progress }, async (bar) => {
    for (let start = 0; start < files.length; start += perCall) {
      const part = files.slice(start, start + perCall);
      for (const [i, outcome] of (await checkPatiently(part, resolved)).entries()) {
        if (outcome instanceof PictureError) verified.push(outcome);
        else if (outcome) verified.warnings.push({ file: String(part[i]), reason: outcome });
      }
      bar?.update(start + part.length, summary(verified));
    }
  });
  return verified;
}

const summary = ({ length, warnings }: VerifiedImages): string =>
  [
    ...(length > 0 ? [`${length} damaged`] : []),
    ...(warnings.length > 0 ? [`${warnings.length} with warnings`] : []),
  ].join(', ');

/** What is wrong with a file: an error, or a warning; nothing where nothing is. */
type Outcome = PictureError | string | undefined;

/** Milliseconds before what a shortage kept from being read is tried again. */
const pauses = [50, 250, 1000] as const;

async function checkPatiently(files: readonly Path[], options: ResolvedDecodeOptions): Promise<Outcome[]> {
  const outcomes = await check(files, options);
  for (const pause of [...pauses, 0]) {
    const waiting = [...outcomes.keys()].filter((i) => isShortage(outcomes[i]));
    const [first] = waiting;
    if (first === undefined) break;
    if (pause === 0) throw outcomes[first];
    await setTimeout(pause);
    // One by one: many at a time may be what there was too little for.
    for (const i of waiting) [outcomes[i]] = await check(files.slice(i, i + 1), options);
  }
  return outcomes.map((outcome) =>
    outcome instanceof PictureError || !(outcome instanceof Error) ? outcome : undefined,
  );
}

/** JPEG files by one native call, all others one by one. */
async function check(files: readonly Path[], options: ResolvedDecodeOptions): Promise<(Outcome | Error)[]> {
  const checked = await checkPictures(Array.from(files, placeOf), options);
  return Promise.all(
    checked.map(async ({ outcome, note }, i) => {
      const file = files[i] ?? '';
      if (outcome === 'bad') return failureOf(file, note);
      if (outcome === 'warned') return note;
      return outcome === 'no jpeg' ? checkOther(file, options) : undefined;
    }),
  );
}

async function checkOther(file: PathLike, options: ResolvedDecodeOptions): Promise<Outcome | Error> {
  try {
    const { pixels, warnings } = await decodeWithWarnings(file, options);
    pixels.dispose();
    return warnings.length === 0 ? undefined : warnings.join('; ');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
