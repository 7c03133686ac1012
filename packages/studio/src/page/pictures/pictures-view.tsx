import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PictureInfo } from '../../protocol/index.js';
import { adjust, counted, shownLabel } from '../base/index.js';
import { type Command, drag, VirtualGrid } from '../grid/index.js';
import { Button, Empty, LabelPicker, Waiting } from '../parts/index.js';
import { allLoaded, classes, label, pictures, project, redo, setAside, undo } from '../store/index.js';
import { showHelp, view } from '../viewer/index.js';
import { ASIDE, ClassList, UNLABELLED } from './class-list.js';
import { classOf } from './filter.js';
import { chosen, filter, selection, shown, size } from './state.js';
import { ChosenBar, heading, Toolbar } from './toolbar.js';

const caption = ({ label: name }: PictureInfo) => (name === null ? 'no label' : shownLabel(name));

function describe(picture: PictureInfo): string {
  const parts = [picture.name, caption(picture)];
  if (picture.removed) parts.push('set aside');
  else if (picture.changed) parts.push('changed');
  return parts.join(', ');
}

/** The folder's pictures: sorted into classes, by keyboard, pointer or name. */
export function PicturesView() {
  const picking = useSignal<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const focusGrid = () => place.current?.querySelector<HTMLElement>('.grid')?.focus({ preventScroll: true });
  const isEmpty = shown.value.length === 0;
  // The pictures have the keyboard, unless somebody works with it elsewhere.
  useEffect(() => {
    const elsewhere = document.activeElement?.matches('input, :focus-visible:not(body)');
    if (!isEmpty && !elsewhere) focusGrid();
  }, [isEmpty]);

  const ids = () => chosen.peek().map(({ id }) => id);
  const look = (id = selection.peek().focus ?? chosen.peek()[0]?.id) => {
    if (id !== undefined) view({ list: shown.peek().map((one) => one.id), id, onClose: returned });
  };
  const returned = (id: string) => {
    selection.value = { ids: new Set([id]), anchor: id, focus: id };
    focusGrid();
  };
  const drop = (dropped: readonly string[], on: string) => {
    const name = classOf(on);
    if (name !== null) void label(dropped, name);
    else if (on === ASIDE) void setAside(dropped, true);
    else if (on === UNLABELLED) void label(dropped, null);
  };
  const command = (asked: Command) => {
    switch (asked.kind) {
      case 'class': {
        const name = classes.peek()[asked.number]?.name;
        if (name !== undefined && ids().length > 0) void label(ids(), name);
        return;
      }
      case 'type':
        if (ids().length > 0) picking.value = asked.text;
        return;
      case 'open':
        return look();
      case 'toggle': {
        const { focus } = selection.peek();
        if (focus === null) return;
        const next = new Set(selection.peek().ids);
        if (!next.delete(focus)) next.add(focus);
        selection.value = { ids: next, anchor: focus, focus };
        return;
      }
      case 'all':
        selection.value = { ...selection.peek(), ids: new Set(shown.peek().map(({ id }) => id)) };
        return;
      case 'clear':
        selection.value = { ...selection.peek(), ids: new Set() };
        return;
      case 'setAside':
        return void setAside(ids(), !chosen.peek().every(({ removed }) => removed));
      case 'undo':
        return void undo();
      case 'redo':
        return void redo();
      case 'search':
        return document.getElementById('search')?.focus();
      case 'help':
        return showHelp();
    }
  };

  return (
    <div class="pictures" ref={place}>
      <ClassList />
      <section class="pictures-main" aria-label={heading()}>
        <Toolbar leave={focusGrid} />
        {isEmpty ? (
          <Nothing />
        ) : (
          <VirtualGrid
            name={`${heading()}: ${counted(shown.value.length, 'picture')}`}
            items={shown.value}
            size={size.value}
            selection={selection}
            open={look}
            drop={drop}
            command={command}
            caption={caption}
            describe={describe}
          />
        )}
        <ChosenBar
          pick={() => {
            picking.value = '';
          }}
          open={() => look()}
        />
      </section>
      <Dragged />
      {picking.value !== null && (
        <LabelPicker
          title={`Label ${counted(chosen.value.length, 'picture')}`}
          begin={picking.value}
          onPick={(name) => void label(ids(), name)}
          onClose={() => {
            picking.value = null;
            focusGrid();
          }}
        />
      )}
    </div>
  );
}

/** Why no picture is here. */
function Nothing() {
  const { show, q, split } = filter.value;
  if (!allLoaded.value) return <Waiting what="Reading the folder …" />;
  if (pictures.value.length === 0)
    return (
      <Empty icon="pictures" title="There is no picture in this folder yet">
        <p class="quiet">
          Put some into <code>{project.value?.folder}</code>. They appear here by themselves; folders with the
          names of classes become their labels.
        </p>
      </Empty>
    );
  if (q || split)
    return (
      <Empty icon="search" title="No picture is like that">
        <Button onClick={() => adjust({ q: '', split: '' })}>Show {heading().toLowerCase()}</Button>
      </Empty>
    );
  const words: Record<string, [string, string]> = {
    unlabelled: ['Every picture has a label', 'What has none, or gets a “No label”, appears here.'],
    changed: [
      'Nothing was changed here',
      'Labels that you give, and pictures that you set aside, appear here.',
    ],
    aside: [
      'Nothing is set aside',
      'Choose pictures and set them aside: they are not trained with, and stay where they are on the disk.',
    ],
  };
  const [title, text] = words[show] ?? [
    'This class has no picture',
    'Choose pictures and drop them on its name, or press its number.',
  ];
  return (
    <Empty icon="pictures" title={title}>
      <p class="quiet">{text}</p>
      <Button onClick={() => adjust({ show: '' })}>Show all pictures</Button>
    </Empty>
  );
}

/** What hangs on the pointer while pictures are dragged. */
function Dragged() {
  const held = drag.value;
  if (!held) return null;
  const to = held.over === null ? null : classOf(held.over);
  const where =
    to !== null ? shownLabel(to) : { aside: 'set aside', unlabelled: 'no label' }[held.over ?? ''];
  return (
    <div class="dragged" style={{ transform: `translate(${held.x + 14}px, ${held.y + 14}px)` }}>
      {counted(held.ids.length, 'picture')}
      {where ? ` → ${where}` : ''}
    </div>
  );
}
