import { checkOptions, checkShare } from '../../base/index.js';
import { revivable, Transform, type TransformContext } from '../../data/index.js';
import { PilImage } from '../decode/index.js';

/** Random symmetries of single training pictures. */
abstract class SymmetryItem extends Transform<PilImage, PilImage> {
  override splitIdx = 0 as const;
  override makesNew = true;

  constructor(readonly p: number) {
    super();
    checkShare('p', p);
  }

  override accepts(x: unknown): x is PilImage {
    return x instanceof PilImage;
  }

  override settings(): Record<string, unknown> {
    return { p: this.p };
  }
}

/** Mirrors single pictures with probability `p`. fastai: `FlipItem`. */
export class FlipItem extends SymmetryItem {
  encodes(x: PilImage, { rng }: TransformContext): PilImage {
    return this.p === 1 || rng.uniform() < this.p ? x.flipLr() : x;
  }
}

/** One of the square's eight symmetries with probability `p`. fastai: `DihedralItem`. */
export class DihedralItem extends SymmetryItem {
  encodes(x: PilImage, { rng }: TransformContext): PilImage {
    return this.p === 1 || rng.uniform() < this.p ? x.dihedral(rng.int(8)) : x;
  }
}

revivable('FlipItem', FlipItem, ({ p }) => [p]);
revivable('DihedralItem', DihedralItem, ({ p }) => [p]);

/** Mirrors single pictures with probability `p` (0.5). fastai: `FlipItem`. */
export const flipItem = (options: { p?: number } = {}): FlipItem => {
  checkOptions(options, { p: true }, 'flipItem');
  return new FlipItem(options.p ?? 0.5);
};
/** One of the square's eight symmetries with probability `p` (1). fastai: `DihedralItem`. */
export const dihedralItem = (options: { p?: number } = {}): DihedralItem => {
  checkOptions(options, { p: true }, 'dihedralItem');
  return new DihedralItem(options.p ?? 1);
};
