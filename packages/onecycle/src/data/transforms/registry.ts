/** What a data loader, transform, loss or architecture writes into an exported file. */
export interface Described {
  /** The name under which `register` knows how to build it again. */
  type: string;
  [setting: string]: unknown;
}

/** Whatever can be written into an exported file: made by our factories, or by a class with a `toJSON`. */
export interface Revivable {
  toJSON(): Described;
}

type Reviver = (description: Described) => object;

const revivers = new Map<string, Reviver>();

/**
 * Makes `type` known to `loadLearner`: `revive` builds the object again from what its `toJSON()` gave. Library
 * types register themselves; call it for your own transforms, labellers and losses before you load.
 */
export function register(type: string, revive: Reviver): void {
  revivers.set(type, revive);
}

/** The types in a description, as JSON holds it, that nobody has registered. */
export function unregistered(description: unknown): string[] {
  if (typeof description !== 'object' || description === null) return [];
  const own = isDescribed(description) && !revivers.has(description.type) ? [description.type] : [];
  return [...new Set([...own, ...Object.values(description).flatMap(unregistered)])];
}

/** Whether a value is a description that {@link revive} may build something from. */
export const isDescribed = (value: unknown): value is Described =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/**
 * Builds an object from its description, without running code from the file.
 *
 * Throws where the description has no `type`, or one that nobody registered.
 */
export function revive(description: unknown): object {
  if (!isDescribed(description)) {
    throw new Error(`not a description of an object: ${JSON.stringify(description)} (it has no "type")`);
  }
  const reviver = revivers.get(description.type);
  if (!reviver) {
    throw new Error(
      `nothing is registered under '${description.type}': call register('${description.type}', …) before loading`,
    );
  }
  return reviver(description);
}
