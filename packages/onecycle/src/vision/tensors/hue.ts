import { Tensor, torch } from '@onecycle/torch';
import { wrongKind } from '../../base/index.js';

/** RGB [n, 3, height, width] in 0 … 1 as hue, saturation and value, each in 0 … 1. fastai: `rgb2hsv`. */
export function rgb2hsv(image: Tensor): Tensor {
  if (!(image instanceof Tensor)) throw wrongKind('rgb2hsv', 'a tensor', image);
  return torch.scope(() => {
    const [r, g, b] = [image.select(1, 0), image.select(1, 1), image.select(1, 2)];
    const largest = image.amax([1]);
    const range = largest.sub(image.amin([1]));
    const isGrey = range.eq(0);
    const one = torch.onesLike(largest);
    const saturation = range.div(torch.where(isGrey, one, largest));
    const divisor = torch.where(isGrey, one, range);
    const away = (channel: Tensor) => largest.sub(channel).div(divisor);
    const [fromRed, fromGreen, fromBlue] = [away(r), away(g), away(b)];
    const isRed = largest.eq(r);
    const sector = torch.where(
      isRed,
      fromBlue.sub(fromGreen),
      torch.where(largest.eq(g), fromRed.sub(fromBlue).add(2), fromGreen.sub(fromRed).add(4)),
    );
    return torch.stack([sector.div(6).add(1).fmod(1), saturation, largest], 1);
  });
}

/** The way back. fastai: `hsv2rgb`. */
export function hsv2rgb(image: Tensor): Tensor {
  if (!(image instanceof Tensor)) throw wrongKind('hsv2rgb', 'a tensor', image);
  return torch.scope(() => {
    const [h, s, v] = [image.select(1, 0), image.select(1, 1), image.select(1, 2)];
    const sixth = h.mul(6);
    const f = sixth.sub(sixth.floor());
    const sector = sixth.floor().remainder(6);
    const dimmed = (by: Tensor) => v.mul(by.neg().add(1)).clamp(0, 1);
    const p = dimmed(s);
    const q = dimmed(s.mul(f));
    const t = dimmed(s.mul(f.neg().add(1)));
    // What red, green and blue are in each of the six sectors of the colour circle.
    const channel = (...bySector: Tensor[]) =>
      bySector
        .slice(1)
        .reduce((sum, value, i) => torch.where(sector.eq(i + 1), value, sum), bySector[0] ?? v);
    return torch.stack([channel(v, q, p, p, t, v), channel(t, v, v, q, p, p), channel(p, p, t, v, v, q)], 1);
  });
}

/** Adds to the hue of each picture, modulo 1. fastai: `_Hue`. */
export function shiftHue(image: Tensor, changes: readonly number[]): Tensor {
  return torch.scope(() => {
    const hsv = rgb2hsv(image);
    const change = torch.fromTypedArray(Float32Array.from(changes), [changes.length, 1, 1], {
      device: image.device,
    });
    const hue = hsv.select(1, 0).add(change).remainder(1);
    return hsv2rgb(torch.stack([hue, hsv.select(1, 1), hsv.select(1, 2)], 1));
  });
}
