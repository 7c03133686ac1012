import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { count, shownLabel } from '../base/index.js';
import { classes } from '../store/index.js';
import { Dialog } from './dialog.js';

/** A class that fits what was typed, or the one that would be new. */
export interface Choice {
  name: string;
  count: number | null;
}

/** The classes that fit: those whose name begins so, then those that hold it; last a new one of this name. */
export function choices(known: readonly { name: string; count: number }[], typed: string): Choice[] {
  const text = typed.trim();
  const low = text.toLowerCase();
  const fits = (name: string) => {
    const plain = name.toLowerCase();
    if (plain.startsWith(low) || shownLabel(plain).startsWith(low)) return 0;
    return plain.includes(low) || shownLabel(plain).includes(low) ? 1 : 2;
  };
  const found = known
    .map((one) => ({ ...one, rank: fits(one.name) }))
    .filter(({ rank }) => rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .map(({ name, count: number }) => ({ name, count: number }));
  const isNew =
    text !== '' &&
    !known.some(({ name }) => name.toLowerCase() === low || shownLabel(name).toLowerCase() === low);
  return isNew ? [...found, { name: text, count: null }] : found;
}

/** A class is typed and chosen. Enter takes the first that fits. */
export function LabelPicker({
  title,
  begin = '',
  onPick,
  onClose,
}: {
  title: string;
  /** What was typed already. */
  begin?: string;
  onPick: (name: string) => void;
  onClose: () => void;
}) {
  const typed = useSignal(begin);
  const place = useSignal(0);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const found = choices(classes.value, typed.value);
  const at = Math.min(place.value, found.length - 1);

  useEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(begin.length, begin.length);
  }, [begin]);
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, id]);

  const pick = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    onPick(choice.name);
  };
  const pressed = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const by = steps[event.key];
    if (by !== undefined) {
      event.preventDefault();
      place.value = Math.max(0, Math.min(found.length - 1, at + by));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(found[at]);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <input
        ref={input}
        class="field"
        role="combobox"
        aria-label="Class"
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        placeholder="Type a class"
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          place.value = 0;
        }}
        onKeyDown={pressed}
      />
      <div id={id} class="choices" role="listbox" aria-label="Classes">
        {found.map((choice, i) => (
          <div
            key={choice.name}
            id={`${id}-${i}`}
            class="choice"
            role="option"
            aria-selected={i === at}
            tabIndex={-1}
            onClick={() => pick(choice)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') pick(choice);
            }}
          >
            <span>{choice.count === null ? `New class: ${choice.name}` : shownLabel(choice.name)}</span>
            {choice.count !== null && <span class="number quiet">{count(choice.count)}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="quiet">There is no class yet. Type the name of the first.</p>}
    </Dialog>
  );
}
