import type { Tensor } from '@onecycle/torch';
import { checkOptions, is } from '../../base/index.js';
import { Callback, type GetPredsOptions, type Predictions } from '../events/index.js';

/** What {@link FetchPredsCallback} asks `getPreds` for. */
export type FetchPredsOptions = Pick<
  GetPredsOptions<Tensor[]>,
  'dsIdx' | 'dl' | 'withInput' | 'withDecoded' | 'reorder'
>;

/**
 * Makes predictions in the middle of a fit, after each validation, and has the last ones in `preds`; callbacks with
 * `removeOnFetch` are left out meanwhile. Source: fastai's FetchPredsCallback.
 */
export class FetchPredsCallback extends Callback {
  override removeOnFetch = true;
  override onlyFits = true;
  preds: Predictions<object> | null = null;

  constructor(readonly options: FetchPredsOptions = {}) {
    super();
    const names = {
      dsIdx: true,
      dl: true,
      withInput: is.flag,
      withDecoded: is.flag,
      reorder: is.flag,
    } as const;
    checkOptions<FetchPredsOptions>(options, names, 'fetchPreds');
  }

  override async afterValidate(): Promise<void> {
    const { learn } = this;
    const absent = learn.cbs.filter((cb) => cb.removeOnFetch);
    const { dl, trainIter, epoch } = learn;
    this.preds = await learn.removedCbs(absent, () => learn.getPreds({ ...this.options, inner: true }));
    Object.assign(learn, { dl, trainIter, epoch });
  }
}

/** See {@link FetchPredsCallback}. */
export const fetchPreds = (options: FetchPredsOptions = {}): FetchPredsCallback =>
  new FetchPredsCallback(options);
