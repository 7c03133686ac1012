import { type Tensor, torch } from '@onecycle/torch';
import { inTemporaryFolder } from '../base/index.js';
import { type DataLoader, getImageFiles, type PathLike } from '../data/index.js';
import type { Learner } from '../training/index.js';
import { paperPets } from '../vision/index.js';

/** Where the pictures come from that an export is compared on: those of the caller, the validation set, or drawn ones. */
export type PictureSource = 'given' | 'validation' | 'drawn';

/** Pictures as the model gets them, and what the learner says about them. */
export interface SamplePictures {
  source: PictureSource;
  /** `[N, channels, height, width]`, normalised as the data are. */
  inputs: Tensor;
  /** The classes, where the pictures are labelled. */
  targets: Tensor | null;
}

/** So many pictures are enough to tell 99 % from 98 %. */
const MOST = 200;

/** Reads pictures through the learner's own data transforms, as validation does; fewer than `least` are repeated. */
export async function samplePictures<B extends readonly Tensor[]>(
  learn: Learner<B>,
  given: readonly PathLike[] | undefined,
  least: number,
): Promise<SamplePictures> {
  const sample = await found(learn, given);
  const { inputs, targets } = sample;
  const count = inputs.size(0);
  if (count >= least) return sample;
  const rows = torch.tensor(Array.from({ length: least }, (_, i) => i % count));
  const repeated = (tensor: Tensor): Tensor => {
    using whole = tensor;
    return torch.scope(() => whole.indexSelect(0, rows.to(whole.device)));
  };
  const more = { ...sample, inputs: repeated(inputs), targets: targets && repeated(targets) };
  rows.dispose();
  return more;
}

async function found<B extends readonly Tensor[]>(
  learn: Learner<B>,
  given: readonly PathLike[] | undefined,
): Promise<SamplePictures> {
  if (given !== undefined)
    return { ...(await read(learn, learn.dls.testDl(given.slice(0, MOST)))), source: 'given' };
  const valid = learn.dls.at(-1);
  if (valid.n > 0) {
    const first = Math.min(valid.n, MOST);
    const some = valid.new({ shuffle: false, dropLast: false });
    some.getIdxs = () => Array.from({ length: first }, (_, i) => i);
    return { ...(await read(learn, some)), source: 'validation' };
  }
  return inTemporaryFolder('onecycle-pictures', async (folder) => {
    await paperPets(folder, { perBreed: 2, progress: false });
    const files = await getImageFiles(folder);
    return { ...(await read(learn, learn.dls.testDl(files))), source: 'drawn' };
  });
}

async function read<B extends readonly Tensor[]>(
  learn: Learner<B>,
  loader: DataLoader<B>,
): Promise<Omit<SamplePictures, 'source'>> {
  if (learn.dls.nInp !== 1)
    throw new Error(`exportOnnx: the model takes ${learn.dls.nInp} inputs; there must be one, a picture`);
  const inputs: Tensor[] = [];
  const targets: Tensor[] = [];
  for await (const batch of loader) {
    const [x, y] = batch;
    if (x) inputs.push(torch.keep(x));
    if (y) targets.push(torch.keep(y));
  }
  const [first] = inputs;
  if (!first) throw new Error('exportOnnx: there are no pictures to record the model with');
  if (first.ndim !== 4)
    throw new Error(
      `exportOnnx is for models of pictures, in batches of [N, channels, height, width]; these are [${first.shape.join(', ')}]`,
    );
  const joined = (parts: readonly Tensor[]): Tensor => {
    const whole = torch.cat([...parts]);
    for (const part of parts) part.dispose();
    return whole;
  };
  const plain = torch.scope(() => new torch.Tensor(joined(inputs)));
  return { inputs: plain, targets: targets.length === inputs.length ? joined(targets) : null };
}
