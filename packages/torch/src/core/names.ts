/** `log_softmax` → `logSoftmax`, `add_` → `add_`, `_foreach_add_` → `_foreachAdd_`. */
export const camelCase = (name: string): string =>
  name.replace(
    /([a-zA-Z0-9])_+([a-zA-Z0-9])/g,
    (_, before: string, after: string) => before + after.toUpperCase(),
  );

/**
 * `runningMean` → `running_mean`; digits stay where they are (`conv1`, `layer1`). A name that begins with a capital, or has an
 * underscore inside, is Python's own and stays: `Mixed_5b`, `AuxLogits`.
 */
export function snakeCase(name: string): string {
  const known = snakes.get(name);
  if (known !== undefined) return known;
  const isPythons = /^[A-Z]|[a-zA-Z0-9]_/.test(name);
  const snake = isPythons ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  snakes.set(name, snake);
  return snake;
}

/** Names of properties are few, and asked for with every walk through a model. */
const snakes = new Map<string, string>();
