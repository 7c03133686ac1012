import { nn, type Tensor, torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { camel, expectClose, expectTensor } from '../../testing/against-fastai.js';
import { numbers, type ReferenceTensor, reference } from '../../testing/reference.js';
import { type AllOptions, optimizerMakers } from '../../testing/reference-optimizers.js';
import { type ReferenceRate, rate } from '../../testing/reference-rate.js';
import * as optimizers from './index.js';

type State = Record<string, ReferenceTensor | number | string | boolean>;
interface Case {
  name: string;
  optimizer: string;
  args: Record<string, ReferenceRate | boolean>;
  n_steps: number;
  initial?: ReferenceTensor[];
  groups?: number[][];
  params_without_weight_decay?: number[];
  no_gradient_at_step_param?: [number, number][];
  hypers_set_before_each_step?: Record<string, ReferenceRate>[];
  effective_hypers: Record<string, number | string>[];
  params_after_each_step: ReferenceTensor[][];
  state_after_last_step: State[];
}
interface Reference {
  params: ReferenceTensor[];
  grads: ReferenceTensor[][];
  cases: Case[];
  weight_decay_rule: {
    model: [string, number[]][];
    cases: {
      wd_bn_bias?: boolean;
      train_bn?: boolean;
      weight_decay_on: string[];
      trains_though_frozen: string[];
    }[];
  };
}
const data = reference<Reference>('optimizers');

const tensor = ({ shape, data: values }: ReferenceTensor): Tensor =>
  torch.tensor(numbers(values), { dtype: 'float32' }).reshape(shape);

function make(each: Case, params: Tensor[]) {
  const wrapped = /^Lookahead\((.+)\)$/.exec(each.optimizer)?.[1];
  const maker = optimizerMakers[wrapped ?? each.optimizer];
  if (!maker) throw new Error(`no optimizer ${each.optimizer}`);
  const args = Object.entries(each.args).map(([name, value]) => {
    return [camel(name), typeof value === 'boolean' ? value : rate(value)];
  });
  const options: AllOptions = { lr: 0, ...Object.fromEntries(args) };
  const groups = (each.groups ?? [params.map((_, i) => i)]).map((group) =>
    group.flatMap((i) => params[i] ?? []),
  );
  const { k, alpha, ...others } = options;
  const fast = maker(groups, wrapped ? others : options);
  const ahead = Object.fromEntries(Object.entries({ k, alpha }).filter(([, value]) => value !== undefined));
  const opt = wrapped ? optimizers.lookahead(fast, ahead) : fast;
  for (const i of each.params_without_weight_decay ?? []) {
    const param = params[i];
    if (param) opt.stateOf(param).doWd = false;
  }
  return opt;
}

const start = (each: Case): Tensor[] =>
  (each.initial ?? data.params).map((values) => {
    const param = tensor(values);
    param.requiresGrad = true;
    return param;
  });

/** Sets hyper-parameters and gradients as the case has them before a step. */
function prepare(each: Case, opt: optimizers.Optimizer, params: Tensor[], step: number) {
  for (const [name, value] of Object.entries(each.hypers_set_before_each_step?.[step] ?? {})) {
    opt.setHyper(camel(name), rate(value));
  }
  for (const [i, param] of params.entries()) {
    const missing = each.no_gradient_at_step_param?.some(([s, p]) => s === step && p === i);
    const grad = data.grads[step]?.[i];
    param.grad = missing || !grad ? null : tensor(grad);
  }
}

test('every optimizer takes fastai’s steps and keeps fastai’s state', () => {
  for (const each of data.cases) {
    const params = start(each);
    const opt = make(each, params);
    each.params_after_each_step.slice(0, each.n_steps).forEach((expected, step) => {
      prepare(each, opt, params, step);
      opt.step();
      for (const [i, param] of params.entries()) {
        const wanted = expected[i];
        if (wanted) expectTensor(param, wanted, `${each.name}, step ${step}, parameter ${i}`);
      }
    });
    for (const [group, hypers] of each.effective_hypers.entries()) {
      const actual = opt.hypers[group] ?? {};
      const wanted = Object.entries(hypers).map(([name, value]) => [camel(name), value] as const);
      expect(Object.keys(actual).sort(), each.name).toEqual(wanted.map(([name]) => name).sort());
      for (const [name, value] of wanted)
        expectClose([actual[name] ?? Number.NaN], [value], `${each.name} ${name}`);
    }
    for (const [i, wanted] of each.state_after_last_step.entries()) {
      const param = params[i];
      if (!param) continue;
      const { tensors, numbers: counts, doWd, forceTrain } = opt.stateOf(param);
      const flags = { do_wd: doWd, force_train: forceTrain };
      for (const [name, value] of Object.entries(wanted)) {
        const what = `${each.name} ${name} of parameter ${i}`;
        const average = tensors[camel(name)];
        if (typeof value === 'boolean') expect(flags, what).toMatchObject({ [name]: value });
        else if (typeof value === 'object' && average) expectTensor(average, value, what);
        else {
          const expected = typeof value === 'object' ? value.data : [value];
          expectClose([counts[camel(name)] ?? Number.NaN], expected, what);
        }
      }
    }
  }
});

test('a whole group in one go, as on a GPU, makes the same steps', () => {
  for (const each of data.cases) {
    const params = start(each);
    const opt = make(each, params);
    if (opt instanceof optimizers.Lookahead || each.no_gradient_at_step_param) continue;
    for (let step = 0; step < each.n_steps; step++) {
      prepare(each, opt, params, step);
      for (const { params: group, hypers } of opt.paramGroups) {
        const grads = group.flatMap((param) => param.grad ?? []);
        const cohort = { params: group, grads, states: group.map((param) => opt.stateOf(param)), hypers };
        torch.noGrad(() => {
          for (const run of opt.steps) run(cohort);
        });
      }
      for (const [i, param] of params.entries()) {
        const wanted = each.params_after_each_step[step]?.[i];
        if (wanted) expectTensor(param, wanted, `${each.name}, step ${step}, parameter ${i}`);
      }
    }
  }
});

test('a step whose numbers come from the device is fastai’s, also where its program was made some steps before', () => {
  const programs: Record<string, number> = {};
  for (const each of data.cases) {
    const params = start(each);
    const opt = make(each, params);
    if (opt instanceof optimizers.Lookahead || each.no_gradient_at_step_param) continue;
    if (!opt.steps.every(optimizers.isWritable)) continue;
    // Gradients in the same memory at each step, as a replayed backward pass leaves them.
    const grads = params.map((param) => torch.zerosLike(param));
    const known: optimizers.StepProgram[] = [];
    for (let step = 0; step < each.n_steps; step++) {
      prepare(each, opt, params, step);
      torch.noGrad(() => {
        for (const [i, param] of params.entries()) {
          const grad = grads[i];
          if (param.grad) grad?.copy_(param.grad);
          param.grad = grad ?? null;
        }
        torch.scope(() => {
          const tape = opt.writtenStep();
          const program = known.find((one) => one.numbersOf(tape)) ?? new optimizers.StepProgram(tape);
          if (!known.includes(program)) known.push(program);
          program.run(torch.tensor(program.numbersOf(tape) ?? [], { dtype: 'float64' }));
        });
      });
      for (const [i, param] of params.entries()) {
        const wanted = each.params_after_each_step[step]?.[i];
        if (wanted) expectTensor(param, wanted, `${each.name}, step ${step}, parameter ${i}`);
      }
    }
    for (const [i, wanted] of each.state_after_last_step.entries()) {
      const { tensors = {} } = params[i] ? opt.stateOf(params[i]) : {};
      for (const [name, average] of Object.entries(wanted)) {
        const own = tensors[camel(name)];
        if (typeof average === 'object' && own) expectTensor(own, average, `${each.name} ${name} of ${i}`);
      }
    }
    programs[each.optimizer] = Math.max(programs[each.optimizer] ?? 0, known.length);
  }
  expect(Object.keys(programs).length).toBeGreaterThan(2);
  // One program for all steps; rectified Adam computes less while it cannot know the variance.
  for (const [name, count] of Object.entries(programs))
    expect(count, name).toBeLessThanOrEqual(name === 'RAdam' ? 3 : 2);
});

test('an optimizer that is saved and loaded between two steps goes on as if nothing had been', () => {
  for (const each of data.cases) {
    const params = start(each);
    const half = Math.floor(each.n_steps / 2);
    let opt = make(each, params);
    for (let step = 0; step < each.n_steps; step++) {
      if (step === half) {
        const saved = opt.stateDict();
        opt = make(each, params);
        opt.loadStateDict(saved);
      }
      prepare(each, opt, params, step);
      opt.step();
    }
    for (const [i, param] of params.entries()) {
      const wanted = each.params_after_each_step[each.n_steps - 1]?.[i];
      if (wanted) expectTensor(param, wanted, `${each.name}, parameter ${i}`);
    }
  }
});

test('weight decay and training though frozen follow fastai’s rule', () => {
  const inner = new nn.Sequential(new nn.LayerNorm([2]), new nn.Linear(4, 5), new nn.BatchNorm1d(5));
  const convs = [
    new nn.Conv2d(3, 4, 3),
    new nn.BatchNorm2d(4),
    new nn.ReLU(),
    new nn.Conv2d(4, 4, 3, { bias: false }),
  ];
  const model = new nn.Sequential(...convs, inner, new nn.Linear(5, 2));
  const named = [...model.namedParameters()];
  expect(named.map(([name, { shape }]) => [name, shape])).toEqual(data.weight_decay_rule.model);
  for (const each of data.weight_decay_rule.cases) {
    const opt = optimizers.adam([named.map(([, param]) => param)], { lr: 0.1 });
    optimizers.markParameters(opt, model, {
      wdBnBias: each.wd_bn_bias ?? false,
      trainBn: each.train_bn ?? true,
    });
    const names = (flag: 'doWd' | 'forceTrain') =>
      named.filter(([, param]) => opt.stateOf(param)[flag]).map(([name]) => name);
    expect(names('doWd')).toEqual(each.weight_decay_on);
    expect(names('forceTrain')).toEqual(each.trains_though_frozen);
  }
});

const weight = (value: number, grad: number): Tensor => {
  const param = torch.tensor([value], { dtype: 'float32', requiresGrad: true });
  param.grad = torch.fullLike(param, grad);
  return param;
};

/** As JavaScript may give it. */
const undefinedMom = <T extends object>(options: T): T => ({ mom: undefined, ...options });

test('ranger passes k and alpha on, and an undefined option is its default', () => {
  const param = weight(1, 0.5);
  const opt = optimizers.ranger([param], undefinedMom({ lr: 0.1, wd: 0, k: 2, alpha: 0 }));
  expect(opt.hypers).toMatchObject([{ mom: 0.95, wd: 0, eps: 1e-6 }]);
  opt.step();
  expect(param.item()).toBeCloseTo(0.95, 6);
  opt.step();
  expect(param.item()).toBe(1);
  const { k, alpha } = optimizers.ranger([param], { lr: 0.1 });
  expect([k, alpha]).toEqual([6, 0.5]);
});

test('larc, clipped, gives weights of 0 without a gradient the plain rate', () => {
  for (const [clip, localLr, value] of [
    [true, 0.1, 0],
    [false, Number.NaN, Number.NaN],
  ] as const) {
    const param = weight(0, 0);
    const opt = optimizers.larc([param], { lr: 0.1, clip, eps: 0 });
    opt.step();
    expect([opt.stateOf(param).numbers.localLr, param.item()]).toEqual([localLr, value]);
  }
});

test('lookahead’s slow weights follow an infinite weight', () => {
  const param = weight(1, Number.NEGATIVE_INFINITY);
  optimizers.lookahead(optimizers.sgd([param], { lr: 1 }), { k: 1 }).step();
  expect(param.item()).toBe(Number.POSITIVE_INFINITY);
});

const { adam, lamb, larc, qhadam, radam, ranger, rmsProp, sgd } = optimizers;
const { countStep, larcStep, lookahead, markParameters, normBiasParams, rmsPropStep, spread } = optimizers;
const layer = new nn.Linear(1, 1);

test.each(Object.entries({ adam, lamb, larc, qhadam, radam, ranger, rmsProp, sgd }))(
  '%s without parameters or rate says what it takes',
  (name, optFunc) => {
    const make = (...args: unknown[]) => Reflect.apply(optFunc, undefined, args);
    expect(() => make()).toThrow(`${name} needs a learning rate: ${name}(params, { lr: 1e-3 })`);
    expect(() => make(layer.parameters(), {})).toThrow(`${name} needs a learning rate`);
    expect(() => make(layer.parameters(), null)).toThrow(`${name} takes its options as an object`);
    expect(() => make(layer, { lr: 1 })).toThrow('an optimizer takes a list of parameters');
    for (const wrong of [undefined, null, layer])
      expect(() => make([wrong], { lr: 1 })).toThrow('an optimizer takes parameters, and');
  },
);

test('every step says that an optimizer calls it', () => {
  const all = Object.entries(optimizers).filter(([name]) =>
    /Step$|^average|^weightDecay$|^l2Reg$/.test(name),
  );
  const made = all.map(([name, step]) => (/^(rmsProp|larc)Step$/.test(name) ? rmsPropStep(true) : step));
  expect(made).toHaveLength(14);
  for (const step of [...made, larcStep(true), optimizers.larcLayerLr(true)])
    for (const cohort of [undefined, null, {}, layer])
      expect(() => Reflect.apply(step as typeof countStep, undefined, [cohort])).toThrow(
        "an optimizer's step takes a cohort, { params, grads, states, hypers }, not",
      );
});

const opt = adam(layer.parameters(), { lr: 1 });
test.each<[string, (...args: never[]) => unknown, unknown[], string]>([
  ['setHypers', (...args) => opt.setHypers(...(args as [never])), [], 'setHypers takes values by name'],
  ['a state', (...args) => opt.loadStateDict(...(args as [never])), [null], 'its stateDict() gave, not null'],
  [
    'a state that is to come',
    (...args) => lookahead(opt).loadStateDict(...(args as [never])),
    [Promise.resolve({})],
    'its stateDict() gave, not a Promise: await it',
  ],
  ['lookahead', lookahead, [], 'lookahead takes an optimizer, such as adam(params, { lr }), not undefined'],
  ['lookahead of a maker', lookahead, [adam], 'not the function adam'],
  ['spread of nothing', spread, [undefined, 2], 'lr is a number, slice(…), or a list'],
  ['spread over nothing', spread, [1], 'groups is a whole number, at least 1'],
  ['normBiasParams', normBiasParams, [null], 'normBiasParams takes a model, not null'],
  ['markParameters', markParameters, [layer], 'markParameters takes an optimizer, not a Linear'],
  ['markParameters alone', markParameters, [opt], 'markParameters takes a model, not undefined'],
  ['marks', markParameters, [opt, layer], 'wdBnBias is true or false, and not undefined'],
  [
    'a hyper-parameter',
    (...args) => opt.setHyper(...(args as [never, never])),
    ['mom', null],
    'mom is a number',
  ],
])('%s that does not go is refused in words', (_, call, args, message) => {
  expect(() => Reflect.apply(call, undefined, args)).toThrow(message);
});
