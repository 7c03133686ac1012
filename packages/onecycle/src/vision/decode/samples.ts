import type { ResolvedDecodeOptions } from './decode-options.js';
import { blend } from './rgb-pixels.js';
import { bySpans } from './spans.js';

/**
 * How samples become shades of 0 … 255, as in Pillow's `convert('RGB')`: as they are; their upper bytes; 16 bits cut off
 * at 255, unsigned or signed; and kinds of colours.
 */
export type SampleKind =
  | 'shade'
  | 'upper byte'
  | 'cut off'
  | 'signed'
  | 'premultiplied'
  | 'premultiplied16'
  | 'cmyk'
  | 'cmyk16'
  | 'ycbcr'
  | 'lab';

/** Interleaved samples of a picture. */
export interface Samples {
  values: Uint8Array | Uint16Array;
  width: number;
  height: number;
  channels: number;
  kind: SampleKind;
  /** The number of the channel with the opacity. */
  alpha: number | undefined;
}

export function alphaOf(kind: SampleKind, channels: number, hasAlpha: boolean): number | undefined {
  if (kind === 'cmyk' || kind === 'cmyk16' || !hasAlpha) return undefined;
  return channels === 2 ? 1 : channels >= 4 ? 3 : undefined;
}

/** Writes the colour of a pixel whose samples begin at `at`. */
type Convert = (values: Uint8Array | Uint16Array, at: number, rgb: Uint8Array, to: number) => void;

/** RGB bytes of samples, over the background where there is one. */
export async function samplesToRgb(
  { values, width, height, channels, kind, alpha }: Samples,
  background: ResolvedDecodeOptions['background'],
): Promise<Uint8Array> {
  const rgb = new Uint8Array(3 * width * height);
  const convert = converterOf(kind, channels <= 2, values instanceof Uint16Array);
  const opacityShift = values instanceof Uint16Array ? 8 : 0;
  await bySpans({ width, height }, (y, from, to) => {
    for (let i = y * width + from; i < y * width + to; i++) {
      const at = i * channels;
      convert(values, at, rgb, 3 * i);
      if (!background || alpha === undefined) continue;
      const opacity = (values[at + alpha] ?? 0) >> opacityShift;
      for (let c = 0; c < 3; c++) {
        const k = 3 * i + c;
        rgb[k] = blend(rgb[k] ?? 0, opacity, background[c] ?? 0);
      }
    }
  });
  return rgb;
}

function converterOf(kind: SampleKind, isGrey: boolean, isWide: boolean): Convert {
  switch (kind) {
    case 'cmyk':
      return cmyk(0);
    case 'cmyk16':
      return cmyk(8);
    case 'ycbcr':
      return yCbCr;
    case 'lab':
      return lab;
    case 'premultiplied':
      return premultiplied(0);
    case 'premultiplied16':
      return premultiplied(8);
    case 'cut off':
      return single((value) => Math.min(value, 255));
    case 'signed':
      return single((value) => (value > 32767 ? 0 : Math.min(value, 255)));
  }
  const shift = isWide ? 8 : 0;
  if (isGrey) return single((value) => value >> shift);
  return (values, at, rgb, to) => {
    for (let c = 0; c < 3; c++) rgb[to + c] = (values[at + c] ?? 0) >> shift;
  };
}

const single =
  (shade: (value: number) => number): Convert =>
  (values, at, rgb, to) =>
    rgb.fill(shade(values[at] ?? 0), to, to + 3);

/** a · b / 255, rounded as Pillow does it. */
function share(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

const cmyk =
  (shift: number): Convert =>
  (values, at, rgb, to) => {
    const light = 255 - ((values[at + 3] ?? 0) >> shift);
    for (let c = 0; c < 3; c++)
      rgb[to + c] = Math.max(0, light - share((values[at + c] ?? 0) >> shift, light));
  };

const premultiplied =
  (shift: number): Convert =>
  (values, at, rgb, to) => {
    const opacity = (values[at + 3] ?? 0) >> shift;
    for (let c = 0; c < 3; c++) {
      const value = (values[at + c] ?? 0) >> shift;
      rgb[to + c] = opacity === 0 ? 0 : Math.min(255, Math.floor((255 * value) / opacity));
    }
  };

const clip = (value: number): number => Math.max(0, Math.min(255, value));

/** Rec. 601 in numbers of 16 binary places, as libtiff computes it. */
const fixed = (value: number): number => Math.floor(value * 65536 + 0.5);
const [redCr, greenCr, blueCb, greenCb] = [
  1.402,
  (0.299 * 1.402) / 0.587,
  1.772,
  (0.114 * 1.772) / 0.587,
].map(fixed) as [number, number, number, number];

const yCbCr: Convert = (values, at, rgb, to) => {
  const y = values[at] ?? 0;
  const cb = (values[at + 1] ?? 0) - 128;
  const cr = (values[at + 2] ?? 0) - 128;
  rgb[to] = clip(y + ((redCr * cr + 32768) >> 16));
  rgb[to + 1] = clip(y + ((-greenCb * cb - greenCr * cr + 32768) >> 16));
  rgb[to + 2] = clip(y + ((blueCb * cb + 32768) >> 16));
};

/** CIE L*a*b* under D50 to sRGB. */
const lab: Convert = (values, at, rgb, to) => {
  const signed = (value: number) => (value > 127 ? value - 256 : value);
  const fy = (((values[at] ?? 0) * 100) / 255 + 16) / 116;
  const fx = fy + signed(values[at + 1] ?? 0) / 500;
  const fz = fy - signed(values[at + 2] ?? 0) / 200;
  const cubed = (f: number) => (f > 6 / 29 ? f ** 3 : (f - 16 / 116) * 3 * (6 / 29) ** 2);
  const [x, y, z] = [0.9642 * cubed(fx), cubed(fy), 0.8249 * cubed(fz)] as const;
  const linear = [
    3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
    -0.9787684 * x + 1.9161415 * y + 0.033454 * z,
    0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
  ];
  for (const [c, value] of linear.entries()) {
    const light = Math.max(0, Math.min(1, value));
    const shade = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    rgb[to + c] = Math.round(255 * shade);
  }
};
