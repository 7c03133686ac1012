import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Project, RunSettings } from '../../protocol/index.js';
import { count, counted, rate } from '../base/index.js';
import { changeDefaults } from '../store/index.js';

/** Where it is computed, as part of a sentence; not known before the first run. */
const device = (name: string): string => {
  if (name === '') return '';
  return name === 'cpu' ? ', on the processor' : `, on ${name}`;
};

/** What divides the pictures, where that is not chance. */
function division({ splitBy, classes, counts }: Project): string {
  if (splitBy === 'seed') return '';
  const sum = (part: 'valid' | 'test') => classes.reduce((all, one) => all + one[part], 0);
  const [valid, test] = [sum('valid'), sum('test')];
  const by = splitBy === 'folders' ? 'The folders divide them' : 'The column of labels.csv divides them';
  const kept = test > 0 ? `, and ${count(test)} are kept for a test` : '';
  return `${by}: ${count(counts.labelled - valid - test)} to learn from, ${count(valid)} to validate with${kept}.`;
}

type Numbers = {
  [Name in keyof RunSettings]: RunSettings[Name] extends number ? Name : never;
}[keyof RunSettings];

/** The weights that come with the library. */
const TINY = '@onecycle/resnet18-tiny';

/** Whether a network may begin with some weights; of files nobody knows before they are read. */
const fits = (arch: string) => (weights: string) => weights !== TINY || arch === 'resnet18';

/** What a run is started with. Each has a default that works; most people change the epochs alone. */
export function Settings({ project }: { project: Project }) {
  const { defaults, architectures, weights, fp16, splitBy } = project;
  const set = (change: Partial<RunSettings>) => {
    // Pictures are cut from larger ones: a larger size takes the other with it.
    const { size = defaults.size, presize = defaults.presize } = change;
    void changeDefaults(presize < size ? { ...change, presize: Math.round((size * 8) / 7) } : change);
  };
  const number = (name: Numbers, label: string, least: number, most: number, hint?: string, step = 1) => (
    <NumberField
      label={label}
      hint={hint}
      value={defaults[name]}
      least={least}
      most={most}
      step={step}
      onChange={(value) => set({ [name]: value })}
    />
  );
  return (
    <div class="settings">
      <div class="pair">
        {number('epochs', 'Epochs', 1, 1000, 'how often all pictures are seen')}
        {number('freezeEpochs', 'Head first', 0, 100, 'epochs before the whole network learns')}
      </div>
      <Choice
        label="Network"
        value={defaults.arch}
        options={architectures}
        onChange={(arch) => set({ arch, ...(!fits(arch)(defaults.weights) && { weights: 'default' }) })}
      />
      <Choice
        label="Begins with"
        value={defaults.weights}
        options={weights.filter(fits(defaults.arch))}
        names={{
          default: 'what it learned from ImageNet',
          none: 'nothing',
          [TINY]: 'the small weights included',
        }}
        onChange={(value) => set({ weights: value })}
      />
      <RateField value={defaults.lr} onChange={(lr) => set({ lr })} />
      <details>
        <summary>More settings</summary>
        <div class="settings">
          <div class="pair">
            {number('size', 'Picture size', 32, 1024, 'pixels a side that the network sees', 32)}
            {number('presize', 'Cut from', defaults.size, 2048, 'pixels a side, before augmentation', 1)}
          </div>
          <div class="pair">
            {number('bs', 'Batch size', 1, 1024, 'pictures at once')}
            {splitBy === 'seed' && (
              <NumberField
                label="Validation"
                hint="percent kept to judge by"
                value={Math.round(100 * defaults.validPct)}
                least={1}
                most={90}
                onChange={(value) => set({ validPct: value / 100 })}
              />
            )}
          </div>
          {number(
            'seed',
            'Seed',
            0,
            2 ** 31 - 1,
            splitBy === 'seed'
              ? 'the same seed divides and shuffles the same'
              : 'the same seed shuffles the same',
          )}
          <label class="check">
            <input
              type="checkbox"
              checked={defaults.fp16}
              onChange={({ currentTarget }) => set({ fp16: currentTarget.checked })}
            />
            <span>
              Half precision
              <span class="small quiet block">
                {fp16 ? 'faster on this machine' : 'no faster on this machine'}
              </span>
            </span>
          </label>
        </div>
      </details>
      <p class="small quiet">
        {counted(project.counts.labelled, 'picture')} in {counted(project.classes.length, 'class', 'classes')}
        {device(project.device)}. {division(project)}
      </p>
    </div>
  );
}

function Field({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string | undefined;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label class="setting">
      <span>{label}</span>
      {children}
      {hint && <span class="small quiet">{hint}</span>}
    </label>
  );
}

/** A field that is typed into: what is not finished yet outlives whatever else happens in the page. */
function Typed({
  shown,
  take,
  bounds,
}: {
  shown: string;
  /** What was typed; says why it does not do, or ''. */
  take: (text: string) => string;
  /** A number within bounds; left out: any text. */
  bounds?: { min: number; max: number; step: number | 'any' };
}) {
  const draft = useSignal<string | null>(null);
  const common = {
    class: 'field',
    value: draft.value ?? shown,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
      draft.value = currentTarget.value;
      currentTarget.setCustomValidity('');
    },
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
      currentTarget.setCustomValidity(currentTarget.validity.valid ? take(currentTarget.value) : '');
      if (currentTarget.reportValidity()) draft.value = null;
    },
  };
  return bounds ? (
    <input type="number" inputMode="numeric" {...bounds} {...common} />
  ) : (
    <input type="text" inputMode="decimal" spellcheck={false} {...common} />
  );
}

function NumberField({
  label,
  hint,
  value,
  least,
  most,
  step = 1,
  onChange,
}: {
  label: string;
  hint?: string | undefined;
  value: number;
  least: number;
  most: number;
  step?: number;
  onChange: (value: number) => void;
}) {
  return (
    <Field label={label} hint={hint}>
      <Typed
        bounds={{ min: least, max: most, step: step === 1 ? 1 : 'any' }}
        shown={String(value)}
        take={(text) => {
          if (text === '') return `A whole number from ${least} to ${most}.`;
          onChange(Math.round(Number(text)));
          return '';
        }}
      />
    </Field>
  );
}

/** Learning rates are written as powers of ten. */
function RateField({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <Field label="Learning rate" hint="the size of a step; “Find one” measures it">
      <Typed
        shown={rate(value)}
        take={(text) => {
          const typed = Number(text.trim().replace(',', '.'));
          if (!(typed > 0 && typed <= 10)) return 'A number above 0, at most 10: 0.003, or 3e-3.';
          onChange(typed);
          return '';
        }}
      />
    </Field>
  );
}

function Choice({
  label,
  value,
  options,
  names = {},
  onChange,
}: {
  label: string;
  value: string;
  options: readonly string[];
  names?: Record<string, string>;
  onChange: (value: string) => void;
}) {
  const all = options.includes(value) ? options : [value, ...options];
  return (
    <Field label={label}>
      <select class="field" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {all.map((one) => (
          <option key={one} value={one}>
            {names[one] ?? one}
          </option>
        ))}
      </select>
    </Field>
  );
}
