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
export const snakeCase = (name: string): string =>
  /^[A-Z]|[a-zA-Z0-9]_/.test(name) ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
