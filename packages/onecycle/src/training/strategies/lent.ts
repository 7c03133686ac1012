/** Things of which there are few, by the name of what they are for: made when one is wanted, and lent again once it was given back. */
export class Lent<T> {
  readonly #idle = new Map<string, T[]>();

  constructor(readonly make: (name: string) => T) {}

  take(name: string): T {
    return this.#idle.get(name)?.pop() ?? this.make(name);
  }

  giveBack(name: string, thing: T): void {
    this.#idle.set(name, [...(this.#idle.get(name) ?? []), thing]);
  }
}
