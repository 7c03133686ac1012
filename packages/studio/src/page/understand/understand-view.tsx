import type { Run } from '../../protocol/index.js';
import { adjust, route } from '../base/index.js';
import { NeedsRun, RunSelect, Segmented } from '../parts/index.js';
import { modelRun } from '../store/index.js';
import { ClassTable } from './class-table.js';
import { Confusion } from './confusion.js';
import { Honesty } from './honesty.js';
import { LabelNext } from './label-next.js';
import { Mistakes } from './mistakes.js';

const tabs = [
  { value: 'confusion', text: 'Mix-ups' },
  { value: 'mistakes', text: 'Worst mistakes' },
  { value: 'classes', text: 'Classes' },
  { value: 'honesty', text: 'Honesty' },
  { value: 'next', text: 'Label next' },
] as const;
type Tab = (typeof tabs)[number]['value'];

/** What a run learned, and where it is wrong. */
export function UnderstandView() {
  const run = modelRun.value;
  if (!run)
    return (
      <NeedsRun
        icon="eye"
        title="No run has learned anything yet"
        text="After training, you see here what the model mixes up, where it looks, and how far its words can be trusted."
      />
    );
  const tab = tabs.find(({ value }) => value === route.value.parts.tab)?.value ?? 'confusion';
  return (
    <div class="understand">
      <h1 class="unseen">What {run.name} learned</h1>
      <header class="view-head">
        <RunSelect />
        <Segmented<Tab>
          name="What is shown"
          options={tabs}
          value={tab}
          onChange={(value) => adjust({ tab: value })}
        />
      </header>
      <Content key={run.id} tab={tab} run={run} />
    </div>
  );
}

function Content({ tab, run }: { tab: Tab; run: Run }) {
  switch (tab) {
    case 'confusion':
      return <Confusion run={run} />;
    case 'mistakes':
      return <Mistakes run={run} />;
    case 'classes':
      return <ClassTable run={run} />;
    case 'honesty':
      return <Honesty run={run} />;
    case 'next':
      return <LabelNext run={run} />;
  }
}
