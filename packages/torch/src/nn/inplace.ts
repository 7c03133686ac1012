import { Module } from './module.js';

/** Options of the activations that can write into their input. */
export type InplaceOptions = {
  /** Overwrites the input and saves memory. Default false. */
  inplace?: boolean;
};

/** An activation that may work in place. */
export abstract class Inplace extends Module {
  readonly inplace: boolean;

  constructor(options: InplaceOptions = {}) {
    super();
    this.inplace = options.inplace ?? false;
  }

  override extraRepr(): string {
    return this.inplace ? 'inplace=True' : '';
  }
}
