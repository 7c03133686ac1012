import type { Tensor } from '@onecycle/torch';

/** A state dict by its own names. */
export type State = ReadonlyMap<string, Tensor>;

type Rename = (key: string) => string;

/** How timm and torchvision name the same layers, by architecture: from the other's names to ours. */
const renames: Record<string, Rename> = {
  mobilenet_v2: mobilenetV2FromTimm,
  convnext_tiny: convnextFromTorchvision,
};

/**
 * Brings the names of a file to those of the architecture: takes off what wrappers put before them (`module.`,
 * `_orig_mod.`, `net.`, `model.`, or whatever all of them begin with) and translates between timm's and torchvision's
 * names. Of all ways that is taken by which most names are the architecture's.
 */
export function ownNames(archName: string, state: State, expected: ReadonlySet<string>): Map<string, Tensor> {
  const keys = [...state.keys()];
  const unwrap: Rename[] = [
    ...sharedBeginnings(keys).map((length) => (key: string) => key.slice(length)),
    (key) => key.replace(/^((module|_orig_mod|net|model|backbone)\.)+/, ''),
  ];
  const translate = renames[archName];
  const ways = unwrap.flatMap((bare): Rename[] =>
    translate ? [bare, (key) => translate(bare(key))] : [bare],
  );
  const hits = (way: Rename) => keys.filter((key) => expected.has(way(key))).length;
  const best = ways.map((way) => ({ way, hits: hits(way) })).reduce((a, b) => (b.hits > a.hits ? b : a));
  return new Map([...state].map(([key, tensor]) => [best.way(key), asOwn(key, tensor)]));
}

/** The lengths of the beginnings that all keys share, up to a point each: 0, and `7` where all are `module.…`. */
function sharedBeginnings(keys: readonly string[]): number[] {
  const [first = ''] = keys;
  const lengths = [0];
  for (let at = first.indexOf('.') + 1; at > 0; at = first.indexOf('.', at) + 1) {
    if (!keys.every((key) => key.startsWith(first.slice(0, at)))) break;
    lengths.push(at);
  }
  return lengths;
}

/** torchvision keeps ConvNeXt's scale per channel as `[C, 1, 1]`, timm as `[C]`. */
const asOwn = (key: string, tensor: Tensor): Tensor =>
  key.endsWith('.layer_scale') ? tensor.flatten() : tensor;

/** Blocks of timm's stages, as torchvision counts them through. */
const mobilenetV2Depths = [1, 2, 3, 4, 3, 3, 1];

function mobilenetV2FromTimm(key: string): string {
  const stem: Record<string, string> = {
    conv_stem: 'features.0.0',
    bn1: 'features.0.1',
    conv_head: 'features.18.0',
    bn2: 'features.18.1',
  };
  const [first = '', ...rest] = key.split('.');
  if (first === 'classifier' && rest.length === 1) return `classifier.1.${rest[0]}`;
  if (stem[first]) return [stem[first], ...rest].join('.');
  const block = /^blocks\.(\d+)\.(\d+)\.(\w+)\.(\w+)$/.exec(key);
  if (!block) return key;
  const [, stage = '', index = '', layer = '', name = ''] = block;
  const at = 1 + mobilenetV2Depths.slice(0, Number(stage)).reduce((a, b) => a + b, 0) + Number(index);
  // The first stage does not widen, so its layers stand one place earlier.
  const layers: Record<string, string> =
    stage === '0'
      ? { conv_dw: '0.0', bn1: '0.1', conv_pw: '1', bn2: '2' }
      : { conv_pw: '0.0', bn1: '0.1', conv_dw: '1.0', bn2: '1.1', conv_pwl: '2', bn3: '3' };
  return `features.${at}.conv.${layers[layer] ?? layer}.${name}`;
}

function convnextFromTorchvision(key: string): string {
  const stem = /^features\.0\.(\d)\.(\w+)$/.exec(key);
  if (stem) return `stem.${stem[1]}.${stem[2]}`;
  if (key.startsWith('classifier.0.')) return key.replace('classifier.0', 'head.norm');
  if (key.startsWith('classifier.2.')) return key.replace('classifier.2', 'head.fc');
  const feature = /^features\.(\d+)\.(\d+)\.(.+)$/.exec(key);
  if (!feature) return key;
  const [, place = '', index = '', rest = ''] = feature;
  const at = Number(place);
  if (at % 2 === 0) return `stages.${at / 2}.downsample.${index}.${rest}`;
  const layers: [string, string][] = [
    ['block.0.', 'conv_dw.'],
    ['block.2.', 'norm.'],
    ['block.3.', 'mlp.fc1.'],
    ['block.5.', 'mlp.fc2.'],
    ['layer_scale', 'gamma'],
  ];
  const [from, to] = layers.find(([prefix]) => rest.startsWith(prefix)) ?? ['', ''];
  return `stages.${(at - 1) / 2}.blocks.${index}.${to}${rest.slice(from.length)}`;
}
