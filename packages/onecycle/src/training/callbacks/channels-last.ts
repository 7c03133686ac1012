import { Callback } from '../events/index.js';

/**
 * Keeps the model's four-dimensional weights channels-last, and with them what convolutions compute; the numbers stay
 * the same up to rounding. Source: fastai's ChannelsLast.
 */
export class ChannelsLast extends Callback {
  override order = -1;
  override capturable = true;

  override beforeFit(): void {
    this.learn.model.to({ memoryFormat: 'channels_last' });
  }

  override beforeBatch(): void {
    const { learn } = this;
    learn.xb = learn.xb.map((x) => (x.ndim === 4 ? x.contiguous({ memoryFormat: 'channels_last' }) : x));
  }
}

/** See {@link ChannelsLast}. */
export const channelsLast = (): ChannelsLast => new ChannelsLast();
