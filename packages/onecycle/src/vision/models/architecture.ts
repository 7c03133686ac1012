import { type nn, torch } from '@onecycle/torch';
import { checkOptions, is, nearest } from '../../base/index.js';
import type { NormalizeStats } from '../tensors/index.js';

/** Options of {@link architecture}. */
export type ArchitectureOptions = {
  /** Outputs of the classifier. Default 1000, ImageNet's classes. */
  numClasses?: number;
};

/** How a body is taken from a model: how many children stay (negative: how many go), or a function of the model. */
export type Cut = number | ((model: nn.Module) => nn.Module);

/** Divides a model into groups of parameters, the body's first layers in the first. */
export type ModelSplitter = (model: nn.Module) => nn.Parameter[][];

/** What makes a model and what transfer learning has to know about it. */
export interface Architecture {
  (options?: ArchitectureOptions): nn.Module;
  /** Under this name weights, exports and the command know it: torchvision's, fastai's or timm's. */
  readonly archName: string;
  /** Default: before the last child that has a pooling layer. */
  readonly cut?: Cut;
  /** Whether the body gives a map that the head must pool, `[N, C, H, W]`. Default true. */
  readonly pool?: boolean;
  /** Default: body and head. */
  readonly split?: ModelSplitter;
  /** Path of the last layer, whose weights transfer learning has no use for. */
  readonly classifier?: string;
  /** How pictures were normalised when its weights were made. */
  readonly stats?: NormalizeStats;
  /** The weights that `pretrained: true` takes: a repository of the hub or a registered name. */
  readonly weights?: string;
}

/** Whether a function that makes models is an architecture and not just that. */
export const isArchitecture = (make: (options?: ArchitectureOptions) => nn.Module): make is Architecture =>
  typeof make === 'function' && 'archName' in make;

const known = new Map<string, Architecture>();

/** Makes an architecture of a function and registers it under its name. */
export function architecture(
  archName: string,
  build: (options: ArchitectureOptions) => nn.Module,
  meta: Omit<Architecture, 'archName'> | Record<string, never> = {},
): Architecture {
  // A module keeps its parameters and buffers; what their making left behind goes at once.
  const make = (options: ArchitectureOptions = {}) => {
    checkOptions(options, { numClasses: is.count(1) }, archName);
    return torch.scope(() => build(options));
  };
  const made: Architecture = Object.assign(make, { ...meta, archName });
  known.set(archName, made);
  return made;
}

/** All names that {@link findArchitecture} knows, in the order of registration. */
export const architectureNames = (): string[] => [...known.keys()];

/** The architecture of that name. Throws with the list of names where there is none. */
export function findArchitecture(name: string): Architecture {
  const found = known.get(name);
  if (found) return found;
  const near = nearest(name, architectureNames());
  const advice = near === undefined ? '; there are ' : `: did you mean '${near}'? There are `;
  throw new Error(`unknown architecture '${name}'${advice}${architectureNames().join(', ')}`);
}
