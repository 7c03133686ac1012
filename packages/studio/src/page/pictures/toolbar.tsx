import { adjust, count, counted, shownLabel } from '../base/index.js';
import { Button, IconButton } from '../parts/index.js';
import { allLoaded, classes, label, rescan, setAside } from '../store/index.js';
import { classOf, type Sort, sorts } from './filter.js';
import { chosen, filter, selection, shown, size, sizes } from './state.js';

const sortNames: Record<Sort, string> = {
  name: 'By name',
  label: 'By label',
  size: 'Small files first',
  '-size': 'Large files first',
};

/** What is shown, in words. */
export function heading(): string {
  const { show } = filter.value;
  const name = classOf(show);
  if (name !== null) return shownLabel(name);
  const words: Record<string, string> = {
    unlabelled: 'Without a label',
    changed: 'Changed here',
    aside: 'Set aside',
  };
  return words[show] ?? 'All pictures';
}

/** Search, order and size. `leave` takes the keyboard to the pictures. */
export function Toolbar({ leave }: { leave: () => void }) {
  return (
    <div class="toolbar">
      <h1>
        {heading()} <span class="quiet number small">{count(shown.value.length)}</span>
        {!allLoaded.value && <span class="quiet small"> …</span>}
      </h1>
      <Choose leave={leave} />
    </div>
  );
}

function Choose({ leave }: { leave: () => void }) {
  const { q, split, sort } = filter.value;
  return (
    <div class="tools">
      <input
        id="search"
        class="field"
        type="search"
        aria-label="Search in names and labels"
        placeholder="Search"
        value={q}
        onInput={({ currentTarget }) => adjust({ q: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') adjust({ q: '' });
          else if (event.key === 'Enter' || event.key === 'ArrowDown') leave();
          else return;
          event.preventDefault();
        }}
      />
      <select
        class="field"
        aria-label="Part of the data"
        value={split}
        onChange={({ currentTarget }) => adjust({ split: currentTarget.value })}
      >
        <option value="">All parts</option>
        <option value="train">Training</option>
        <option value="valid">Validation</option>
        {(split === 'test' || classes.value.some(({ test }) => test > 0)) && (
          <option value="test">Test</option>
        )}
      </select>
      <select
        class="field"
        aria-label="Order"
        value={sort}
        onChange={({ currentTarget }) => adjust({ sort: currentTarget.value })}
      >
        {sorts.map((one) => (
          <option key={one} value={one}>
            {sortNames[one]}
          </option>
        ))}
      </select>
      <select
        class="field"
        aria-label="Size of the pictures"
        value={size.value}
        onChange={({ currentTarget }) => {
          size.value = Number(currentTarget.value);
        }}
      >
        {sizes.map((one, i) => (
          <option key={one} value={one}>
            {['Small', 'Medium', 'Large'][i]}
          </option>
        ))}
      </select>
      <IconButton icon="refresh" name="Look for new pictures" onClick={() => void rescan()} />
    </div>
  );
}

/** What can be done with the chosen pictures, below them. */
export function ChosenBar({ pick, open }: { pick: () => void; open: () => void }) {
  if (chosen.value.length === 0) return null;
  const ids = chosen.value.map(({ id }) => id);
  const allAside = chosen.value.every(({ removed }) => removed);
  return (
    <div class="tools chosen-bar">
      <strong class="chosen-count">{counted(ids.length, 'picture')} chosen</strong>
      <IconButton
        icon="close"
        name="Choose none"
        onClick={() => {
          selection.value = { ...selection.peek(), ids: new Set() };
        }}
      />
      <Button icon="tag" kind="main" onClick={pick}>
        Label …
      </Button>
      <Button onClick={() => void label(ids, null)}>No label</Button>
      <Button icon="aside" onClick={() => void setAside(ids, !allAside)}>
        {allAside ? 'Put back' : 'Set aside'}
      </Button>
      <Button icon="eye" onClick={open}>
        Look
      </Button>
    </div>
  );
}
