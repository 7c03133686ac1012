import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CheckResult, Finding, FindingKind, Job } from '../../protocol/index.js';
import { adjust, asSentence, count, counted, route, when } from '../base/index.js';
import { Button, Empty, Progress, useCurrentInSight, Waiting } from '../parts/index.js';
import {
  check,
  editLabels,
  isRunning,
  job,
  keepFinding,
  pictureById,
  pictures,
  startCheck,
  stopJob,
} from '../store/index.js';
import { accept, FindingCard, putAside } from './finding-card.js';
import { advisable, byKind, keyOf, kindNames, kinds } from './findings.js';

/** So many findings are shown at once. */
const SHOWN = 60;

/** What is amiss in the folder, and what to do about it. */
export function DoctorView() {
  const result = check.value;
  const running = job.value;
  if (isRunning(running) && running.kind === 'check') return <Checking job={running} />;
  if (result === undefined) return <Waiting what="Reading the findings …" />;
  if (result === null)
    return (
      <Empty icon="doctor" title="What is amiss in this folder?">
        <p class="quiet">
          The doctor looks for labels that may be wrong, for duplicates, for the same picture in training and
          validation, and for files that are broken, blank, blurred or unlike the others of their class. It
          changes nothing.
        </p>
        <Button kind="main" icon="doctor" onClick={() => void startCheck()}>
          Check the pictures
        </Button>
      </Empty>
    );
  return <Found result={result} />;
}

function Checking({ job: running }: { job: Job }) {
  return (
    <Empty icon="doctor" title="The doctor looks at the pictures">
      <Progress name="How far the check is" value={running.progress} />
      <p class="quiet" role="status">
        {running.state === 'queued' ? 'Waits for what runs before it …' : `${running.doing} …`}
      </p>
      <Button icon="stop" onClick={() => void stopJob(running)}>
        Stop
      </Button>
    </Empty>
  );
}

function Found({ result }: { result: CheckResult }) {
  // Read for its changes: labels decide which findings are open.
  void pictures.value;
  const open = byKind(result.findings, pictureById);
  const asked = kindNames.find((kind) => kind === route.value.parts.kind);
  // Doubts are there where nothing is amiss, too: only who asks for them sees them.
  const kind = asked ?? [...open.keys()].find((one) => one !== 'label doubt');
  const place = useRef<HTMLElement>(null);
  useCurrentInSight(place, kind);
  const total = [...open.values()].reduce((sum, one) => sum + one.length, 0);
  return (
    <div class="doctor">
      <nav class="kinds" aria-label="Kinds of findings" ref={place}>
        <ul>
          {kindNames
            .filter((one) => open.has(one) || one === kind)
            .map((one) => (
              <li key={one}>
                <button
                  type="button"
                  class="class-row"
                  aria-current={one === kind ? 'true' : undefined}
                  onClick={() => adjust({ kind: one })}
                >
                  <span class="class-name">{kinds[one].name}</span>
                  <span class="number quiet">{count(open.get(one)?.length ?? 0)}</span>
                </button>
              </li>
            ))}
        </ul>
        <div class="kinds-foot small quiet">
          <p>
            {counted(result.pictures, 'picture')} checked at {when(new Date(result.checkedAt))}.
            {result.changedSince > 0 && ` ${counted(result.changedSince, 'label')} changed since.`}
          </p>
          <Button icon="doctor" onClick={() => void startCheck()}>
            Check again
          </Button>
          {result.notes.map((note) => (
            <p key={note}>{asSentence(note)}</p>
          ))}
        </div>
      </nav>
      {kind === undefined ? (
        <Empty icon="check" title="Nothing is amiss">
          <p class="quiet">
            {result.findings.some((one) => one.kind !== 'label doubt')
              ? 'All findings are dealt with. Train again to see what it was worth.'
              : 'The doctor found nothing in this folder.'}
          </p>
        </Empty>
      ) : (
        <OfKind key={kind} kind={kind} findings={open.get(kind) ?? []} total={total} />
      )}
    </div>
  );
}

function OfKind({
  kind,
  findings,
  total,
}: {
  kind: FindingKind;
  findings: readonly Finding[];
  total: number;
}) {
  const limit = useSignal(SHOWN);
  const at = useSignal(0);
  const list = useRef<HTMLFieldSetElement>(null);
  const shown = findings.slice(0, limit.value);
  const place = Math.max(0, Math.min(at.value, shown.length - 1));
  const first = shown[place];
  const firstKey = first ? keyOf(first) : '';
  const ids = findings.flatMap(({ id }) => id ?? []);
  const advised = advisable(findings);

  // The finding that was dealt with is gone: the keyboard goes on to the next, where it was in the list before.
  const inList = useRef(false);
  useEffect(() => {
    if (inList.current) list.current?.querySelector<HTMLElement>('[data-focused=true]')?.focus();
  }, [firstKey]);

  const pressed = (event: KeyboardEvent) => {
    if (!first || event.ctrlKey || event.metaKey || event.altKey) return;
    const isCard = event.target instanceof HTMLElement && event.target.matches('.finding');
    const steps: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const by = steps[event.key];
    if (by !== undefined) at.value = Math.max(0, Math.min(shown.length - 1, place + by));
    else if (event.key === 'Enter' && isCard) accept(first);
    else if (event.key.toLowerCase() === 'k') void keepFinding(first);
    else if (event.key === 'Delete') putAside(first);
    else return;
    event.preventDefault();
  };

  return (
    <section class="findings" aria-label={kinds[kind].name}>
      <header class="findings-head">
        <div>
          <h1>
            {kinds[kind].name} <span class="quiet number small">{count(findings.length)}</span>
          </h1>
          <p class="quiet">{kinds[kind].what}</p>
        </div>
        {advised.length > 1 && (
          <Button
            icon="check"
            onClick={() =>
              void editLabels(
                ...advised.map(({ id, suggested }) => ({ ids: [id ?? ''], label: suggested ?? null })),
              )
            }
          >
            Take the advice for {advised.length < findings.length ? 'the first' : 'all'}{' '}
            {count(advised.length)}
          </Button>
        )}
      </header>
      {findings.length === 0 && (
        <Empty icon="check" title="These are dealt with">
          {total > 0 && <Button onClick={() => adjust({ kind: '' })}>To the next kind</Button>}
        </Empty>
      )}
      <fieldset
        ref={list}
        class="cards"
        aria-label="Findings: arrows lead on, Enter takes the advice, K keeps the picture, Delete sets it aside"
        onKeyDown={pressed}
        onFocusIn={() => {
          inList.current = true;
        }}
        onFocusOut={(event) => {
          // Where the card itself went away, nothing else has the focus.
          if (event.relatedTarget instanceof Node && !list.current?.contains(event.relatedTarget))
            inList.current = false;
        }}
      >
        {shown.map((finding, i) => (
          <FindingCard
            key={keyOf(finding)}
            finding={finding}
            focused={i === place}
            list={ids}
            onFocus={() => {
              at.value = i;
            }}
          />
        ))}
      </fieldset>
      {findings.length > shown.length && (
        <Button
          onClick={() => {
            limit.value += SHOWN;
          }}
        >
          Show {count(Math.min(SHOWN, findings.length - shown.length))} more
        </Button>
      )}
    </section>
  );
}
