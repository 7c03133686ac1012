import { checkOptions } from '../options/index.js';
import { Module } from './module.js';

/** Options of the activations that can write into their input. */
export type InplaceOptions = {
  /** Overwrites the input and saves memory. Default false. */
  inplace?: boolean;
};

/** An activation that may work in place. */
export abstract class Inplace extends Module {
  readonly inplace: boolean;

  /** @param names of all options, where a subclass has more */
  constructor(options: InplaceOptions = {}, names: object = { inplace: true }) {
    checkOptions<object>(options, names, new.target.name);
    super();
    this.inplace = options.inplace ?? false;
  }

  override extraRepr(): string {
    return this.inplace ? 'inplace=True' : '';
  }
}
