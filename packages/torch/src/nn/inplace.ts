import { checkOptions } from '../options/index.js';
import { Module } from './module.js';

/** Options of the activations that can write into their input. */
export type InplaceOptions = {
  /** Overwrites the input and saves memory. Default false. */
  inplace?: boolean;
};

/** An activation that may work in place. */
export abstract class Inplace extends Module {
  /** Of all options; a subclass that has more names them all. */
  protected static readonly optionNames: object = { inplace: true };
  readonly inplace: boolean;

  constructor(options: InplaceOptions = {}) {
    checkOptions<object>(options, new.target.optionNames, new.target.name);
    super();
    this.inplace = options.inplace ?? false;
  }

  override extraRepr(): string {
    return this.inplace ? 'inplace=True' : '';
  }
}
