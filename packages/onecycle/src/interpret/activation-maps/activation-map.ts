import { F, type Tensor, torch } from '@onecycle/torch';
import { checkOptions, is, withoutUndefined } from '../../base/index.js';
import {
  Axes,
  type Figure,
  type FigureOptions,
  figureOptions,
  type OverlayOptions,
  overlay,
  overlayOptions,
  type Picture,
  pictureGrid,
} from '../../display/index.js';

/** Options of {@link ActivationMap.show}. */
export interface ShowMapOptions extends FigureOptions, OverlayOptions {
  /** A cell of `subplots` to show it in. Default: a figure of its own. */
  ctx?: Axes;
}

/** Where in a picture a model finds what speaks for a class. */
export class ActivationMap {
  constructor(
    /** [height, width] of the layer's output; the higher, the more a place speaks for the class. Below 0 it speaks against it. */
    readonly map: Tensor,
    /** The class's number. */
    readonly target: number,
    /** The class's name. */
    readonly label: string,
    /** What the model gives the class, after the loss's activation: a probability. */
    readonly probability: number,
    /** The picture as the model sees it; undefined where the items are no pictures. */
    readonly picture: Picture | undefined,
  ) {}

  /**
   * The picture below the map, which is stretched over it (bilinearly) and coloured from its lowest number to its highest.
   * @throws Error where the items are no pictures
   */
  async over(options: OverlayOptions = {}): Promise<Picture> {
    const { picture } = this;
    if (!picture) throw new Error('there is no picture to lay the map over: see its numbers in `map`');
    const { width, height } = picture;
    const stretched = torch.scope(() =>
      F.interpolate(this.map.reshape([1, 1, ...this.map.shape]), {
        size: [height, width],
        mode: 'bilinear',
        alignCorners: false,
      }).toTypedArray(),
    );
    return overlay(picture, Array.from(stretched, Number), options);
  }

  /** Shows {@link over} with the class and its probability, into a cell of `subplots` or as a figure of its own. */
  async show(options: ShowMapOptions & { ctx: Axes }): Promise<Axes>;
  async show(options?: ShowMapOptions): Promise<Figure>;
  async show(options: ShowMapOptions = {}): Promise<Axes | Figure> {
    const names = {
      ...figureOptions,
      ...overlayOptions,
      ctx: is.orNull(is.instance('the axes of a grid', Axes)),
    } as const;
    checkOptions(options, names, 'ActivationMap.show');
    const { alpha, colorMap, ctx, title = this.toString(), ...figure } = options;
    const shown = await this.over(withoutUndefined({ alpha, colorMap }));
    const picture = { ...shown, title };
    return ctx ? ctx.show(picture) : pictureGrid([picture], { ncols: 1, ...figure });
  }

  toString(): string {
    return `${this.label} ${this.probability.toFixed(2)}`;
  }
}
