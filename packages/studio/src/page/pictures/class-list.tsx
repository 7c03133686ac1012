import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ClassInfo } from '../../protocol/index.js';
import { adjust, count, shownLabel } from '../base/index.js';
import { drag } from '../grid/index.js';
import { Button, Icon, IconButton, type IconName, Meter, useCurrentInSight } from '../parts/index.js';
import { changeClass, classes, counts } from '../store/index.js';
import { ofClass } from './filter.js';
import { filter } from './state.js';

/** Places that take pictures: a class by its filter, or one of these. */
export const ASIDE = 'aside';
export const UNLABELLED = 'unlabelled';

/** The classes with their counts. One shows the pictures of a class, drops pictures on it, and names classes here. */
export function ClassList() {
  const editing = useSignal<string | null>(null);
  const place = useRef<HTMLElement>(null);
  useCurrentInSight(place, filter.value.show);
  const numbers = counts.value;
  const most = Math.max(1, ...classes.value.map((one) => one.count));
  return (
    <nav class="classes" aria-label="Which pictures are shown" ref={place}>
      <ul>
        <Row show="" name="All pictures" icon="pictures" number={numbers?.pictures} />
        <Row show={UNLABELLED} name="Without a label" icon="tag" number={numbers?.unlabelled} takes />
        <Row show="changed" name="Changed here" icon="pencil" number={numbers?.changed} />
        <Row show={ASIDE} name="Set aside" icon="aside" number={numbers?.removed} takes />
      </ul>
      <h2 class="classes-head">
        Classes <span class="quiet number">{classes.value.length}</span>
      </h2>
      <ul>
        {classes.value.map((one, place) =>
          editing.value === one.name ? (
            <NameForm
              key={one.name}
              before={one.name}
              onDone={(name) => {
                editing.value = null;
                if (name && name !== one.name) void changeClass({ rename: one.name, to: name });
              }}
            />
          ) : (
            <ClassRow
              key={one.name}
              one={one}
              place={place}
              most={most}
              rename={() => {
                editing.value = one.name;
              }}
            />
          ),
        )}
      </ul>
      {editing.value === '' ? (
        <NameForm
          before=""
          onDone={(name) => {
            editing.value = null;
            if (name) void changeClass({ add: name });
          }}
        />
      ) : (
        <Button
          kind="text"
          icon="plus"
          onClick={() => {
            editing.value = '';
          }}
        >
          New class
        </Button>
      )}
    </nav>
  );
}

function Row({
  show,
  name,
  icon,
  number,
  takes = false,
}: {
  show: string;
  name: string;
  icon: IconName;
  number: number | undefined;
  takes?: boolean;
}) {
  const current = filter.value.show === show;
  // What there is none of needs no place, unless one could drop something there.
  if (number === 0 && !current && !takes && show !== '') return null;
  return (
    <li>
      <button
        type="button"
        class={`class-row ${takes && drag.value?.over === show ? 'over' : ''}`}
        aria-current={current ? 'true' : undefined}
        data-drop={takes ? show : undefined}
        onClick={() => adjust({ show })}
      >
        <Icon name={icon} />
        <span class="class-name">{name}</span>
        <span class="number quiet">{number === undefined ? '' : count(number)}</span>
      </button>
    </li>
  );
}

function ClassRow({
  one,
  place,
  most,
  rename,
}: {
  one: ClassInfo;
  place: number;
  most: number;
  rename: () => void;
}) {
  const show = ofClass(one.name);
  return (
    <li class="class-item">
      <button
        type="button"
        class={`class-row ${drag.value?.over === show ? 'over' : ''}`}
        aria-current={filter.value.show === show ? 'true' : undefined}
        data-drop={show}
        onClick={() => adjust({ show })}
      >
        {place < 9 ? (
          <kbd title={`Press ${place + 1} to give this label`}>{place + 1}</kbd>
        ) : (
          <span class="no-key" />
        )}
        <span class="class-name" title={shownLabel(one.name)}>
          {shownLabel(one.name)}
        </span>
        <span class="number quiet">{count(one.count)}</span>
        <Meter share={one.count / most} />
      </button>
      <span class="class-tools">
        <IconButton icon="pencil" name={`Rename ${shownLabel(one.name)}`} onClick={rename} />
        {one.count === 0 && (
          <IconButton
            icon="close"
            name={`Remove ${shownLabel(one.name)}`}
            onClick={() => void changeClass({ remove: one.name })}
          />
        )}
      </span>
    </li>
  );
}

/** A class's name is typed. Enter takes it, Escape leaves it. */
function NameForm({ before, onDone }: { before: string; onDone: (name: string | null) => void }) {
  const text = useSignal(before);
  return (
    <form
      class="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(text.value.trim());
      }}
    >
      <input
        aria-label={before ? `A new name for ${shownLabel(before)}` : 'Name of the new class'}
        value={text.value}
        placeholder="Name"
        ref={(input) => {
          if (input && document.activeElement !== input) input.focus();
        }}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone(null);
        }}
      />
      <IconButton icon="check" name="Take this name" onClick={() => onDone(text.value.trim())} />
      <IconButton icon="close" name="Leave it" onClick={() => onDone(null)} />
    </form>
  );
}
