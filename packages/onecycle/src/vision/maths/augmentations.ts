import { checkShare, type OptionCheck, shown, wrongKind } from '../../base/index.js';
import { checkDraw, type Draw, type DrawOptions } from './draws.js';

/** By what each random change of pictures is set. */
export interface AugmentationSettings {
  flip: object;
  dihedral: object;
  rotate: {
    /** Degrees in either direction. Default 10. */
    maxDeg: number;
  };
  zoom: {
    /** Default 1. */
    minZoom: number;
    /** Default 1.1. */
    maxZoom: number;
  };
  warp: {
    /** How far the corners move at most; 2 is the side of the picture. Default 0.2. */
    magnitude: number;
  };
  brightness: {
    /** At least 0; from 1 on, some pictures become all black or white. Default 0.2. */
    maxLighting: number;
  };
  contrast: {
    /** In [0, 1). Default 0.2. */
    maxLighting: number;
  };
  saturation: {
    /** In [0, 1). Default 0.2. */
    maxLighting: number;
  };
  hue: {
    /** In [0, 1). Default 0.1. */
    maxHue: number;
  };
}

export type Augmentation = keyof AugmentationSettings;

/** What can be fixed in place of a random number. */
interface Draws {
  flip: 'draw';
  dihedral: 'draw';
  rotate: 'draw';
  zoom: 'draw' | 'drawX' | 'drawY';
  warp: 'drawX' | 'drawY';
  brightness: 'draw';
  contrast: 'draw';
  saturation: 'draw';
  hue: 'draw';
}

/** What is drawn of an augmentation for a batch; plain data, so that it can be exported. */
export type AugmentationSpec<F extends Augmentation> = { fn: F } & AugmentationSettings[F] &
  Pick<DrawOptions, 'p' | 'batch'> & { [D in Draws[F]]?: Draw };

/** The same as options: everything may be left out. */
export type AugmentationOptions<F extends Augmentation> = {
  [K in keyof AugmentationSpec<F> as Exclude<K, 'fn'>]?: AugmentationSpec<F>[K] | undefined;
};

/** The defaults of an augmentation and the range of each setting; `p` is the chance of a picture to be changed. */
interface Entry<F extends Augmentation> {
  settings: AugmentationSettings[F];
  p: number;
  draws: readonly Draws[F][];
  /** What is wrong with the settings, in words; undefined where nothing is. */
  wrong?(settings: AugmentationSettings[F]): string | undefined;
}

const belowOne = (name: string, value: number) =>
  value >= 0 && value < 1 ? undefined : `${name} lies in [0, 1), it cannot be ${value}`;
const notBelow = (low: number, name: string, value: number) =>
  value >= low ? undefined : `${name} is at least ${low}, it cannot be ${value}`;

/** The one place of what random changes there are: names, defaults, what can be fixed, and which settings have sense. */
const augmentations: { readonly [F in Augmentation]: Entry<F> } = {
  flip: { settings: {}, p: 0.5, draws: ['draw'] },
  dihedral: { settings: {}, p: 0.5, draws: ['draw'] },
  rotate: { settings: { maxDeg: 10 }, p: 0.5, draws: ['draw'] },
  zoom: {
    settings: { minZoom: 1, maxZoom: 1.1 },
    p: 0.5,
    draws: ['draw', 'drawX', 'drawY'],
    wrong({ minZoom, maxZoom }) {
      if (minZoom <= 0) return `minZoom is above 0, it cannot be ${minZoom}`;
      return minZoom > maxZoom ? `minZoom (${minZoom}) is larger than maxZoom (${maxZoom})` : undefined;
    },
  },
  warp: { settings: { magnitude: 0.2 }, p: 0.5, draws: ['drawX', 'drawY'] },
  brightness: {
    settings: { maxLighting: 0.2 },
    p: 0.75,
    draws: ['draw'],
    wrong: ({ maxLighting }) => notBelow(0, 'maxLighting of brightness', maxLighting),
  },
  contrast: {
    settings: { maxLighting: 0.2 },
    p: 0.75,
    draws: ['draw'],
    wrong: ({ maxLighting }) => belowOne('maxLighting of contrast', maxLighting),
  },
  saturation: {
    settings: { maxLighting: 0.2 },
    p: 0.75,
    draws: ['draw'],
    wrong: ({ maxLighting }) => belowOne('maxLighting of saturation', maxLighting),
  },
  hue: {
    settings: { maxHue: 0.1 },
    p: 0.75,
    draws: ['draw'],
    wrong: ({ maxHue }) => belowOne('maxHue', maxHue),
  },
};

/** The defaults of an augmentation's settings. */
export const settingsOf = <F extends Augmentation>(fn: F): AugmentationSettings[F] =>
  augmentations[fn].settings;

/** What `specOf` gave, and need not look at again: it is asked for every batch. */
const complete = new WeakSet<object>();

/** What is drawn with these options, everything else at its default. Throws a RangeError where a number has no sense. */
export function specOf<F extends Augmentation>(fn: F, options?: AugmentationOptions<F>): AugmentationSpec<F>;
export function specOf(fn: Augmentation, options: AugmentationOptions<Augmentation> = {}): object {
  if (complete.has(options) && Reflect.get(options, 'fn') === fn) return options;
  if (typeof options !== 'object' || options === null)
    throw wrongKind(fn, 'its options as an object', options);
  if (!Object.hasOwn(augmentations, fn))
    throw new RangeError(
      `there is no augmentation '${fn}': there are ${Object.keys(augmentations).join(', ')}`,
    );
  const { settings, p: usual, draws, wrong }: Entry<Augmentation> = augmentations[fn];
  const given = (name: string): unknown => Reflect.get(options, name);
  const { p = usual, batch = false } = options;
  checkShare(`p of ${fn}`, p);
  if (typeof batch !== 'boolean') throw new TypeError(`batch of ${fn} is true or false, not ${shown(batch)}`);
  const set = Object.entries(settings).map(([name, normal]) => {
    const value = given(name) ?? normal;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new RangeError(`${name} of ${fn} is a number, not ${shown(value)}`);
    return [name, value] as const;
  });
  const fixed = draws.flatMap((name) => (given(name) === undefined ? [] : [[name, given(name)] as const]));
  const spec = Object.freeze({ fn, ...Object.fromEntries(set), p, ...Object.fromEntries(fixed), batch });
  const problem = wrong?.(spec);
  if (problem !== undefined) throw new RangeError(problem);
  complete.add(spec);
  return spec;
}

/** Throws a RangeError where a number of what is to be drawn has no sense; a description from a file may hold any. */
export function checkSpec(spec: { fn: Augmentation } & Pick<DrawOptions, 'p' | 'batch'>): void {
  specOf(spec.fn, spec);
}

/** The names of what {@link AugmentationOptions} may hold. */
export function optionNamesOf(fn: Augmentation): Record<string, true | OptionCheck> {
  const { settings, draws } = augmentations[fn];
  const names = [...Object.keys(settings), 'p', 'batch'].map((name) => [name, true] as const);
  return Object.fromEntries([...names, ...draws.map((name) => [name, checkDraw] as const)]);
}
