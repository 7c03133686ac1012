/** Means and standard deviations of the channels. */
export type NormalizeStats = readonly [mean: readonly number[], std: readonly number[]];

/** Means and standard deviations of ImageNet's pictures in [0, 1], red, green, blue. */
export const imagenetStats: NormalizeStats = [
  [0.485, 0.456, 0.406],
  [0.229, 0.224, 0.225],
];

/** What brings pictures from [0, 1] to [−1, 1], as Google's models and many transformers want them. */
export const inceptionStats: NormalizeStats = [
  [0.5, 0.5, 0.5],
  [0.5, 0.5, 0.5],
];
