/** The rows most like one row, by the cosine of their features: the most alike first, without the row itself. */
export function nearest(
  features: Float32Array,
  width: number,
  row: number,
  k: number,
  isWanted: (row: number) => boolean,
): { row: number; similarity: number }[] {
  const count = features.length / width;
  const found = Array.from({ length: count }, (_, other) => other)
    .filter((other) => other !== row && isWanted(other))
    .map((other) => ({ row: other, similarity: cosine(features, width, row, other) }));
  return found.sort((a, b) => b.similarity - a.similarity).slice(0, k);
}

/** Of so many times as many as are wanted, the least sure, those are chosen that are unlike each other. */
const CHOICE = 5;

/**
 * The items that tell a model most when they are labelled: of those of which it is least sure (the smallest margins), again and again the one
 * that is farthest from all that were taken. Source: margin sampling (Scheffer et al. 2001) with the greedy k-centre choice of Sener & Savarese 2018.
 */
export function mostTelling<T extends { row: number; margin: number }>(
  items: readonly T[],
  features: Float32Array,
  width: number,
  n: number,
): T[] {
  const unsure = items.toSorted((a, b) => a.margin - b.margin).slice(0, CHOICE * n);
  const [first] = unsure;
  if (!first || n < 1) return [];
  const taken = [first];
  /** Of each that is left how like it is to the most alike that was taken. */
  let left = unsure
    .slice(1)
    .map((item) => ({ item, likeness: cosine(features, width, item.row, first.row) }));
  while (taken.length < n && left.length > 0) {
    const farthest = left.reduce((most, one) => (one.likeness < most.likeness ? one : most));
    taken.push(farthest.item);
    left = left
      .filter((one) => one !== farthest)
      .map(({ item, likeness }) => ({
        item,
        likeness: Math.max(likeness, cosine(features, width, item.row, farthest.item.row)),
      }));
  }
  return taken;
}

function cosine(features: Float32Array, width: number, a: number, b: number): number {
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (let i = 0; i < width; i++) {
    const x = features[a * width + i] ?? 0;
    const y = features[b * width + i] ?? 0;
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return lengthA > 0 && lengthB > 0 ? product / Math.sqrt(lengthA * lengthB) : 0;
}
