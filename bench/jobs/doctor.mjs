import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkPictures,
  getImageFiles,
  imageDataLoaders,
  paperPets,
  regexLabeller,
  resize,
  resnet18,
  torch,
  usingAttr,
  visionLearner,
} from 'onecycle';
import { ours } from '../lib/job.mjs';
import { photographs, pretrained } from '../lib/photos.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title:
    'Wrong labels found by checkPictures: of 5 % flipped ones, the share among as many that fit worst; mean of seeds 1–5',
  unit: '%',
  pairs: 1,
  sides: {
    'Paper Pets, small network': ours('paper:small'),
    'Paper Pets, ResNet-18 of ImageNet': ours('paper:pretrained'),
    'photographs, small network': ours('photos:small'),
    'photographs, ResNet-18 of ImageNet': ours('photos:pretrained'),
  },
  goals: [],
};

const seeds = [1, 2, 3, 4, 5];
const pattern = /(.+)_\d+.jpg$/;

/** @param {string} variant the pictures and the network, with a colon between */
export async function prepare(variant) {
  const [pictures, network] = variant.split(':');
  return async () => {
    const drawn = await mkdtemp(join(tmpdir(), 'onecycle-doctor-'));
    try {
      if (pictures === 'paper') await paperPets(drawn, { progress: false });
      const folder = pictures === 'paper' ? join(drawn, 'images') : photographs();
      const files = await getImageFiles(folder);
      const learn = network === 'small' ? undefined : await imageNet(folder, files);
      /** @type {Awaited<ReturnType<typeof found>>[]} */
      const runs = [];
      for (const seed of seeds) runs.push(await found(folder, files, learn, seed));
      const names = Object.keys(runs[0] ?? {});
      const means = names.map(
        (name) => runs.reduce((sum, run) => sum + 100 * (run[name] ?? 0), 0) / runs.length,
      );
      const [value = Number.NaN] = means;
      return { value, parts: Object.fromEntries(names.slice(1).map((name, i) => [name, means[i + 1] ?? 0])) };
    } finally {
      await rm(drawn, { recursive: true, force: true });
    }
  };
}

/** @param {string} folder @param {Awaited<ReturnType<typeof getImageFiles>>} files */
async function imageNet(folder, files) {
  const dls = await imageDataLoaders.fromNameRe(folder, files, pattern, {
    itemTfms: resize(224),
    bs: 32,
    seed: 1,
  });
  return visionLearner(dls, resnet18, { weights: pretrained(), progress: false });
}

/**
 * Flips labels and asks for the wrong ones.
 * @param {string} folder
 * @param {Awaited<ReturnType<typeof getImageFiles>>} files
 * @param {Awaited<ReturnType<typeof imageNet>> | undefined} learn
 * @param {number} seed
 * @returns {Promise<Record<string, number>>} shares; that of the doctor's ranking comes first
 */
async function found(folder, files, learn, seed) {
  const breedOf = usingAttr(regexLabeller(pattern), 'name');
  const breeds = [...new Set(Array.from(files, breedOf))].sort();
  torch.manualSeed(seed);
  const count = Math.round(0.05 * files.length);
  const order = Array.from(torch.randperm(files.length).toTypedArray(), Number);
  const steps = Array.from(torch.randint(1, breeds.length, [count]).toTypedArray(), Number);
  const labels = new Map(Array.from(files, (file) => [String(file), breedOf(file)]));
  const flipped = new Set();
  for (const [i, step] of steps.entries()) {
    const file = String(files[order[i] ?? 0]);
    const own = breeds.indexOf(labels.get(file) ?? '');
    labels.set(file, breeds[(own + step) % breeds.length] ?? '');
    flipped.add(file);
  }
  const check = await checkPictures(folder, {
    files,
    label: (file) => labels.get(String(file)),
    progress: false,
    ...(learn && { learn }),
  });
  const hits = (/** @type {{ file: string | null }[]} */ named) =>
    named.filter(({ file }) => flipped.has(file)).length;
  /** cleanlab's published formulas: the lower, the worse. @param {(own: number, other: number) => number} quality */
  const by = (quality) => {
    const scored = check.labels.map(({ file, label, probs }) => {
      const others = Object.entries(probs).flatMap(([name, p]) => (name === label ? [] : [p]));
      return { file, quality: quality(probs[label] ?? Number.NaN, Math.max(...others)) };
    });
    return hits(scored.sort((a, b) => a.quality - b.quality).slice(0, count)) / count;
  };
  const named = check.of('label error');
  const agree = check.labels.filter(({ label, probs }) => probs[label] === Math.max(...Object.values(probs)));
  return {
    ranking: hits(check.labels.slice(0, count)) / count,
    'by self-confidence': by((own) => own),
    'by normalized margin': by((own, other) => (own - other + 1) / 2),
    'named by itself, of all labels': named.length / files.length,
    'its precision': named.length > 0 ? hits(named) / named.length : 0,
    'the precision that it says':
      named.length > 0 ? named.reduce((sum, { score }) => sum + score, 0) / named.length : 0,
    'its recall': hits(named) / count,
    'labels that predictions agree with': agree.length / check.labels.length,
  };
}
