/**
 * Lets properties of a class stand for those of one of its parts, read and written there: `learn.epoch` for
 * `learn.loop.state.epoch`. The class declares them, so that their types are known.
 *
 * @param prototype of the class
 * @param part the part of an instance
 * @param keys the properties, of the same names on both
 */
export function delegate<Whole extends object, Key extends keyof Whole & string>(
  prototype: Whole,
  part: (whole: Whole) => { [K in Key]: Whole[K] },
  keys: readonly Key[],
): void {
  for (const key of keys) {
    Object.defineProperty(prototype, key, {
      configurable: true,
      get(this: Whole) {
        return part(this)[key];
      },
      set(this: Whole, value: Whole[Key]) {
        part(this)[key] = value;
      },
    });
  }
}
