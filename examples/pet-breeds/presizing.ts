import {
  categoryBlock,
  DataBlock,
  type Figure,
  imageBlock,
  type Path,
  Pipeline,
  resize,
  rotate,
  setupAugTfms,
  subplots,
  TensorImage,
  warp,
  zoom,
} from 'onecycle';

/**
 * One picture rotated, zoomed and warped in two ways: composed, from a presized picture and with one interpolation; and
 * cut to its final size first, then one transform after the other. Sharpness and corners tell them apart.
 */
export async function presizingComparison(file: Path): Promise<Figure> {
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getY: (path: Path) => path.name,
    itemTfms: resize(460),
  });
  const dls = await block.dataloaders(Array<Path>(10).fill(file), { bs: 4 });
  const [batch] = await dls.valid.oneBatch();
  const picture = TensorImage.from(batch);
  const composed = await new Pipeline(
    setupAugTfms([
      rotate({ draw: 30, p: 1, size: 224 }),
      zoom({ draw: 1.2, drawX: 0.5, drawY: 0.5, p: 1 }),
      warp({ drawX: -0.2, drawY: 0.2, p: 1 }),
    ]),
    { splitIdx: 0 },
  ).encode(picture);
  const stepwise = picture
    .affineCoord({ size: 224 })
    .rotate({ draw: 30, p: 1 })
    .zoom({ draw: 1.2, drawX: 0.5, drawY: 0.5, p: 1 })
    .warp({ drawX: -0.2, drawY: 0.2, p: 1 });
  const figure = subplots(1, 2, { figsize: [8, 4.2] });
  const [left, right] = figure.axes;
  if (!(composed instanceof TensorImage) || !left || !right) throw new Error('the pipeline gave no picture');
  TensorImage.from(composed.at(0)).show({ ctx: left, title: 'presized, one interpolation' });
  TensorImage.from(stepwise.at(0)).show({ ctx: right, title: 'final size first, four interpolations' });
  return figure;
}
