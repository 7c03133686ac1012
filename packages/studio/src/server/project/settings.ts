import { architectureNames } from 'onecycle';
import type { RunSettings } from '../../protocol/index.js';
import { Refusal } from '../base/index.js';

/** What a run starts with: sensible on a computer without a GPU, for some hundreds of pictures. */
export const firstDefaults: RunSettings = {
  name: '',
  arch: 'resnet18',
  weights: 'default',
  epochs: 5,
  freezeEpochs: 1,
  bs: 16,
  size: 224,
  presize: 256,
  lr: 2e-3,
  validPct: 0.2,
  seed: 42,
  fp16: false,
};

/** Of each setting: a number's bounds and whether it is whole; else the type. */
const rules: Record<keyof RunSettings, { least: number; most: number; whole: boolean } | 'text' | 'flag'> = {
  name: 'text',
  arch: 'text',
  weights: 'text',
  epochs: { least: 1, most: 1000, whole: true },
  freezeEpochs: { least: 0, most: 1000, whole: true },
  bs: { least: 1, most: 4096, whole: true },
  size: { least: 16, most: 2048, whole: true },
  presize: { least: 16, most: 4096, whole: true },
  lr: { least: 1e-8, most: 10, whole: false },
  validPct: { least: 0.01, most: 0.9, whole: false },
  seed: { least: 0, most: 2 ** 31, whole: true },
  fp16: 'flag',
};

/** The settings that were sent, over those that hold already. Throws a Refusal that names the one that makes no sense. */
export function checkedSettings(given: unknown, before: RunSettings): RunSettings {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Refusal(400, 'settings are an object of JSON');
  const settings: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(given)) {
    if (!isSetting(name))
      throw new Refusal(400, `there is no setting '${name}': there are ${Object.keys(rules).join(', ')}`);
    settings[name] = checked(name, value);
  }
  const { arch, presize, size } = settings as unknown as RunSettings;
  if (!architectureNames().includes(arch))
    throw new Refusal(400, `there is no architecture '${arch}': there are ${architectureNames().join(', ')}`);
  if (presize < size)
    throw new Refusal(
      400,
      `presize, ${presize}, is smaller than size, ${size}: pictures are cut from what they are first resized to`,
    );
  return settings as unknown as RunSettings;
}

const isSetting = (name: string): name is keyof RunSettings => Object.hasOwn(rules, name);

function checked(name: keyof RunSettings, value: unknown): unknown {
  const rule = rules[name];
  if (rule === 'text') {
    if (typeof value === 'string' && value.length <= 200) return value.trim();
    throw new Refusal(400, `${name} is a text of at most 200 characters`);
  }
  if (rule === 'flag') {
    if (typeof value === 'boolean') return value;
    throw new Refusal(400, `${name} is true or false`);
  }
  const { least, most, whole } = rule;
  if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return value;
  throw new Refusal(
    400,
    `${name} is a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not ${JSON.stringify(value)}`,
  );
}
