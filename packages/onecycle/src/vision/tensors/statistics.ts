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

/** Throws where statistics cannot normalize anything; `where` says whose they are. */
export function checkStats(stats: NormalizeStats, where: string): void {
  const [mean, std] = Array.isArray(stats) ? stats : [];
  const areNumbers = (values: unknown): values is readonly number[] =>
    Array.isArray(values) && values.every((value) => typeof value === 'number' && Number.isFinite(value));
  const fit = areNumbers(mean) && areNumbers(std) && mean.length === std.length && std.every((v) => v > 0);
  if (!fit || mean.length === 0) {
    throw new RangeError(
      `${where} needs as many means as standard deviations, and the latter above 0: [means, deviations], not ${JSON.stringify(stats)}`,
    );
  }
}
