import { Tensor, torch } from '@onecycle/torch';
import { counted, kindOf, unawaited, wrongKind } from '../../base/index.js';
import { written } from './foreach.js';
import { copyLaidOutAs } from './kept-copy.js';
import { type LearningRate, spread } from './learning-rate.js';
import type { Hypers, OptimizerStep, ParamState } from './steps.js';
import type { Tape } from './tape.js';

/**
 * Parameters whose gradient was removed: they step with zeros where they have no new one. They belong to no optimizer,
 * as gradients do not.
 */
const trained = new WeakSet<Tensor>();

/** A parameter that takes a step, and its gradient. */
interface Moving {
  param: Tensor;
  grad: Tensor | null;
}

/** What an optimizer saves: hyper-parameters per group, and a state per parameter in the order of the groups. */
export interface OptimizerState {
  hypers: Hypers[];
  state: ParamState[];
}

/** Makes the optimizer of a learner from its parameter groups. */
export type OptFunc = (params: Tensor[][], options: { lr: LearningRate }) => Optimizer;

/** Parameters, which make one group, or a list of groups of parameters. */
export type Params = readonly (Tensor | readonly Tensor[])[];

const isGroup = (item: Tensor | readonly Tensor[]): item is readonly Tensor[] => Array.isArray(item);

function groups(params: Params): (readonly Tensor[])[] {
  const isMade =
    typeof params === 'object' && params !== null && 'next' in params && Symbol.iterator in params;
  if (isMade) return groups([...params]);
  if (!Array.isArray(params)) {
    throw wrongKind('an optimizer', 'a list of parameters, model.parameters()', params);
  }
  const all: unknown[] = params.flat();
  const wrong = all.findIndex((item) => !(item instanceof Tensor));
  if (wrong >= 0) throw new TypeError(`an optimizer takes parameters, and ${kindOf(all[wrong])} is none`);
  const lists = params.filter(isGroup);
  return lists.length === params.length ? lists : [params.flat()];
}

/** The state, on the parameter's device: it was loaded or made before the model went to another one. */
function besideItsParameter(state: ParamState, { device }: Tensor): ParamState {
  for (const [name, tensor] of Object.entries(state.tensors)) {
    if (tensor.device === device) continue;
    state.tensors[name] = torch.keep(tensor.to(device));
    tensor.dispose();
  }
  return state;
}

/**
 * An optimizer composed of small steps that run one after another on the parameters that have a gradient, or had one
 * before; `adam`, `sgd` and the others put them together. Hyper-parameters stand in `hypers`, one record per parameter
 * group, and may be changed at any moment.
 *
 * Source: fastai's Optimizer, whose `zero_grad` fills gradients with zeros. Here they are removed, to free their memory,
 * but step as zeros all the same: a parameter that has trained is decayed on, and moved by its averages, though a batch
 * does not use it or its group is frozen since.
 */
export class Optimizer {
  readonly paramLists: Tensor[][];
  hypers: Hypers[];
  /** The first parameter group that trains. */
  frozenIdx = 0;
  protected readonly states = new Map<Tensor, ParamState>();

  /**
   * @param params the parameters, as one group or as a list of groups
   * @param steps run in this order; their `defaults` are hyper-parameters
   * @param hypers values that go over the defaults: a number, a slice or one value per group each
   */
  constructor(
    params: Params,
    readonly steps: readonly OptimizerStep[],
    hypers: Record<string, LearningRate> = {},
  ) {
    this.paramLists = groups(params).map((group) => [...group]);
    if (this.paramLists.length === 0) throw new Error('An optimizer needs at least one parameter group.');
    if (!Array.isArray(steps) || steps.some((step) => typeof step !== 'function')) {
      throw new TypeError(
        'new Optimizer(params, steps, { lr }) needs the steps that it runs, such as [sgdStep]; adam(params, { lr }) and sgd(params, { lr }) put them together',
      );
    }
    this.hypers = this.paramLists.map(() => ({}));
    for (const step of steps) if (step.defaults) this.setHypers(step.defaults);
    this.setHypers(hypers);
  }

  /** The groups with their hyper-parameters, as PyTorch's optimizers show them. */
  get paramGroups(): { params: Tensor[]; hypers: Hypers }[] {
    return this.paramLists.map((params, group) => ({ params, hypers: this.hypers[group] ?? {} }));
  }

  /** All parameters of the groups `from` … `to` (exclusive), in order. */
  allParams(from = 0, to = this.paramLists.length): Tensor[] {
    return this.paramLists.slice(from, to).flat();
  }

  /** The groups and their hyper-parameters, as PyTorch prints optimizers. */
  toString(): string {
    const groups = this.paramGroups.map(({ params, hypers }, group) => {
      const lines = Object.entries(hypers).sort(([a], [b]) => (a < b ? -1 : 1));
      return [
        `Parameter Group ${group} (${params.length} parameters)`,
        ...lines.map(([name, value]) => `    ${name}: ${value}`),
      ].join('\n');
    });
    return `${this.constructor.name} (\n${groups.join('\n\n')}\n)`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** What is remembered about a parameter. */
  stateOf(param: Tensor): ParamState {
    const known = this.states.get(param);
    if (known) return known;
    const fresh: ParamState = { doWd: true, forceTrain: false, tensors: {}, numbers: {} };
    this.states.set(param, fresh);
    return fresh;
  }

  /** Sets a hyper-parameter of every group: to one number, a slice over the groups, or a list with a value each. */
  setHyper(name: string, value: LearningRate): void {
    spread(value, this.paramLists.length, name).forEach((each, group) => {
      const hypers = this.hypers[group];
      if (hypers) hypers[name] = each;
    });
  }

  /** Sets several hyper-parameters: `opt.setHypers({ lr: 1e-3, mom: 0.9 })`. */
  setHypers(values: Record<string, LearningRate>): void {
    if (typeof values !== 'object' || values === null)
      throw wrongKind('setHypers', 'values by name, { lr: 1e-3, mom: 0.9 }', values);
    for (const [name, value] of Object.entries(values)) this.setHyper(name, value);
  }

  /** One step of every parameter that has a gradient, or has had one. */
  step(): void {
    const step = () => {
      for (const { moving, hypers } of this.moving()) {
        const onCpu = moving[0]?.param.device === 'cpu';
        // A scope each, so that what one parameter's step needs in between is free again for the next.
        for (const some of onCpu ? moving.map((one) => [one]) : [moving]) {
          torch.scope(() => this.stepOf(some, hypers));
        }
      }
    };
    torch.noGrad(() => torch.scope(step));
  }

  /**
   * Counts a step, group by group, and writes down what is left to compute. Its tensors belong to the scope that is open.
   *
   * @internal
   */
  writtenStep(): Tape {
    return written(() => {
      for (const { moving, hypers } of this.moving()) this.stepOf(moving, hypers);
    });
  }

  /** The parameters that take a step, by group: each looked for when the groups before have taken theirs. */
  private *moving(): Iterable<{ moving: Moving[]; hypers: Hypers }> {
    for (const { params, hypers } of this.paramGroups) {
      const all = params.map((param) => ({ param, grad: param.grad }));
      const moving = all.filter(({ param, grad }) => grad !== null || trained.has(param));
      if (moving.length > 0) yield { moving, hypers };
    }
  }

  private stepOf(moving: readonly Moving[], hypers: Hypers): void {
    const cohort = {
      params: moving.map(({ param }) => param),
      grads: moving.map(({ param, grad }) => grad ?? torch.zerosLike(param)),
      states: moving.map(({ param }) => besideItsParameter(this.stateOf(param), param)),
      hypers,
    };
    for (const step of this.steps) step(cohort);
  }

  /** Removes all gradients. */
  zeroGrad(): void {
    torch.scope(() => {
      for (const param of this.allParams()) {
        if (param.grad !== null) trained.add(param);
        param.grad = null;
      }
    });
  }

  /**
   * Lets only the groups from `n` on train (a negative number counts from the end); elsewhere only parameters marked
   * `forceTrain` do. Those that trained before are still decayed.
   */
  freezeTo(n: number): void {
    const groups = this.paramLists.length;
    this.frozenIdx = Math.max(n >= 0 ? n : groups + n, 0);
    if (this.frozenIdx >= groups) {
      console.warn(`freezeTo(${n}) freezes the whole model: it has ${counted(groups, 'parameter group')}.`);
    }
    this.paramLists.forEach((params, group) => {
      for (const param of params) {
        param.requiresGrad = group >= this.frozenIdx || this.stateOf(param).forceTrain;
      }
    });
  }

  /** Lets only the last group train. Throws where there is just one. */
  freeze(): void {
    if (this.paramLists.length < 2) {
      throw new Error(
        'freeze() needs at least two parameter groups, and this optimizer has one: give the learner a splitter that separates body and head.',
      );
    }
    this.freezeTo(-1);
  }

  /** Lets everything train. */
  unfreeze(): void {
    this.freezeTo(0);
  }

  /** Forgets averages and step counts; which parameters are decayed and which always train stays. */
  clearState(): void {
    for (const state of this.states.values()) {
      for (const tensor of Object.values(state.tensors)) tensor.dispose();
      state.tensors = {};
      state.numbers = {};
    }
  }

  /**
   * For each parameter whether it has trained, and steps with zeros where it has no gradient. Like the gradients this
   * belongs to the run: a checkpoint takes it down, `stateDict` does not.
   */
  get trained(): boolean[] {
    return this.allParams().map((param) => trained.has(param));
  }

  set trained(flags: readonly boolean[]) {
    this.allParams().forEach((param, i) => {
      if (flags[i]) trained.add(param);
      else trained.delete(param);
    });
  }

  /** Hyper-parameters and states; the tensors are the optimizer's own, which go on changing. */
  stateDict(): OptimizerState {
    return {
      hypers: this.hypers.map((group) => ({ ...group })),
      state: this.allParams().map((param) => {
        const { tensors, numbers, ...flags } = this.stateOf(param);
        return { ...flags, tensors: { ...tensors }, numbers: { ...numbers } };
      }),
    };
  }

  /** Takes over copies of what `stateDict` gave. Throws where groups or parameters do not match. */
  loadStateDict(saved: OptimizerState): void {
    if (!Array.isArray(saved?.hypers) || !Array.isArray(saved.state))
      throw new TypeError(
        `an optimizer loads what its stateDict() gave, not ${kindOf(saved)}${unawaited(saved)}`,
      );
    const params = this.allParams();
    if (saved.hypers.length !== this.paramLists.length || saved.state.length !== params.length) {
      throw new Error(
        `The saved optimizer has ${counted(saved.hypers.length, 'parameter group')} with ${counted(saved.state.length, 'parameter')}, this one ${this.paramLists.length} with ${params.length}.`,
      );
    }
    const copies = params.map((param, i) => {
      const { tensors = {}, numbers = {}, ...flags } = saved.state[i] ?? this.stateOf(param);
      const own = Object.entries(tensors).map(([name, tensor]) => {
        if (tensor.numel() !== param.numel()) {
          throw new Error(
            `The saved optimizer's ${name} of parameter ${i} has the shape [${tensor.shape}], the parameter [${param.shape}].`,
          );
        }
        return [name, torch.keep(copyLaidOutAs(tensor, param))] as const;
      });
      return { ...flags, tensors: Object.fromEntries(own), numbers: { ...numbers } };
    });
    this.clearState();
    this.hypers = saved.hypers.map((group) => ({ ...group }));
    copies.forEach((state, i) => {
      const param = params[i];
      if (param) this.states.set(param, state);
    });
  }
}
