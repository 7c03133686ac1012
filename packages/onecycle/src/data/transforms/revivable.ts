import { type Described, register } from './registry.js';

type Settings = Omit<Described, 'type'>;

/**
 * Registers a class of transforms, so that it can be built again from its `toJSON()`. `args` gives the constructor's
 * arguments; by default the settings themselves. The constructors check them.
 */
export function revivable(
  type: string,
  made: new (...args: never[]) => object,
  args: (settings: Settings) => readonly unknown[] = (settings) => [settings],
): void {
  register(type, ({ type: _, ...settings }) => {
    const object: object = Reflect.construct(made, args(settings));
    return object;
  });
}
