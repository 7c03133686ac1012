// What the command lines of demo and chapter have in common.

/**
 * Reads a command line. A wrong one ends the process with a sentence and exit code 2, a wish for help with the usage.
 * @param parse throws if something is wrong; undefined where help is wanted
 */
export function readArguments<T>(
  args: readonly string[],
  parse: (args: readonly string[]) => T | undefined,
  usage: string,
): T {
  try {
    const options = parse(args);
    if (options) return options;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

/** Runs a walk; what it throws ends the process with a sentence and exit code 1. */
export async function orSentence(walk: () => Promise<void>): Promise<void> {
  try {
    await walk();
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

export function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} needs a positive whole number, not '${text}'`);
}

export function wholeOrZero(name: string, text: string): number {
  return text === '0' ? 0 : whole(name, text);
}

export function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new Error(`--${name} needs a positive number, not '${text}'`);
}

/** What `--weights` means to `visionLearner`: `none` no learned weights, `default` the architecture's own. */
export function learned(weights: string): { pretrained?: boolean; weights?: string } {
  if (weights === 'none') return { pretrained: false };
  return weights === 'default' ? {} : { weights };
}

/** Side that pictures are read at: large enough that turned and cropped ones of the final size have no empty corners. */
export function presizeFor(size: number): number {
  return size >= 224 ? 460 : Math.round((size * 1.25) / 4) * 4;
}

/** Pictures in a batch unless told otherwise: 16, on two cores, or as many as make four batches of the four fifths that are trained with. */
export const bsFor = (pictures: number): number =>
  Math.min(16, Math.max(2, Math.floor((0.8 * pictures) / 4)));
