import { checkOptions } from '../../base/index.js';
import { checkPath } from '../../data/index.js';
import { type LiveOutput, notebook } from '../../display/index.js';
import { Callback } from '../events/index.js';
import { tryFolder } from '../persistence/index.js';

/** Options of {@link showGraph}. */
export interface ShowGraphOptions {
  /** The picture's file outside a notebook, below the learner's `path`: .png, .svg or .html. Default 'losses.png'. */
  fname?: string;
}

/**
 * Draws training and validation loss after every epoch: in a notebook in place, elsewhere into a file.
 * Source: fastai's ShowGraphCallback.
 */
export class ShowGraphCallback extends Callback {
  override order = 65;
  override onlyFits = true;
  readonly fname: string;
  #output: LiveOutput | undefined;

  constructor(options: ShowGraphOptions = {}) {
    super();
    checkOptions(options, { fname: checkPath }, 'showGraph');
    this.fname = options.fname ?? 'losses.png';
  }

  override async beforeFit(): Promise<void> {
    this.#output = notebook();
    if (!this.#output) await tryFolder(String(this.learn.path.join(this.fname).parent));
  }

  override async afterEpoch(): Promise<void> {
    const { recorder, path } = this.learn;
    const graph = recorder.plotLoss({ skipStart: 0 });
    if (this.#output) this.#output.update(await graph.mimeBundle());
    else await graph.save(path.join(this.fname));
  }
}

/** See {@link ShowGraphCallback}. */
export const showGraph = (options: ShowGraphOptions = {}): ShowGraphCallback =>
  new ShowGraphCallback(options);
