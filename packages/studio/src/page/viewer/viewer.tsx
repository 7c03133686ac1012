import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PictureId, PictureInfo } from '../../protocol/index.js';
import { shownLabel } from '../base/index.js';
import { commandOf } from '../grid/index.js';
import { Button, HeatButton, IconButton, LabelPicker, Large, useModal } from '../parts/index.js';
import { classes, fullOf, label, modelRun, pictureById, redo, setAside, undo } from '../store/index.js';
import { Insight } from './insight.js';
import { closeView, goOn, viewing } from './state.js';

/** One picture, large: labelled by the same keys as in the grid, with what the model makes of it beside it. */
export function Viewer() {
  const now = viewing.value;
  const picture = now && pictureById(now.id);
  return picture ? <Open list={now.list} picture={picture} /> : null;
}

function Open({ list, picture }: { list: readonly PictureId[]; picture: PictureInfo }) {
  const place = useRef<HTMLDialogElement>(null);
  const picking = useSignal<string | null>(null);
  const heat = useSignal(false);
  useModal(place);
  useEffect(() => place.current?.focus(), []);

  const pressed = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.target instanceof HTMLInputElement) return;
    const asked = commandOf(event);
    if (!asked) return;
    // A button that is focused is pressed by these.
    if (asked.kind === 'open' && event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    if (asked.kind === 'move') goOn({ left: -1, up: -1, right: 1, down: 1 }[asked.direction as string] ?? 0);
    else if (asked.kind === 'class') {
      const name = classes.peek()[asked.number]?.name;
      if (name !== undefined) void label([picture.id], name);
    } else if (asked.kind === 'type' && asked.text.toLowerCase() === 'g') heat.value = !heat.peek();
    else if (asked.kind === 'type') picking.value = asked.text;
    else if (asked.kind === 'setAside') void setAside([picture.id], !picture.removed);
    else if (asked.kind === 'undo') void undo();
    else if (asked.kind === 'redo') void redo();
    else if (asked.kind === 'open' || asked.kind === 'clear') closeView();
  };

  const at = list.indexOf(picture.id);
  const next = list[at + 1];
  const following = next === undefined ? undefined : pictureById(next);
  return (
    <dialog
      ref={place}
      class="viewer"
      aria-label={`${picture.name}, ${picture.label === null ? 'no label' : shownLabel(picture.label)}`}
      tabIndex={-1}
      onKeyDown={pressed}
      onCancel={(event) => {
        event.preventDefault();
        closeView();
      }}
    >
      <header class="viewer-head">
        <div class="viewer-title">
          <h1>{picture.name}</h1>
          <span class="quiet small number">
            {at + 1} of {list.length}
            {picture.width && picture.height ? ` · ${picture.width} × ${picture.height}` : ''}
          </span>
        </div>
        <div class="tools">
          <Button
            icon="tag"
            kind={picture.label === null ? 'main' : 'plain'}
            onClick={() => {
              picking.value = '';
            }}
          >
            {picture.label === null ? 'Label …' : shownLabel(picture.label)}
          </Button>
          <Button icon="aside" onClick={() => void setAside([picture.id], !picture.removed)}>
            {picture.removed ? 'Put back' : 'Set aside'}
          </Button>
          {modelRun.value && <HeatButton heat={heat} />}
          <IconButton icon="close" name="Close" onClick={closeView} />
        </div>
      </header>
      <div class="viewer-body">
        <div class={picture.removed ? 'viewer-picture aside' : 'viewer-picture'}>
          <IconButton icon="back" name="The picture before" disabled={at <= 0} onClick={() => goOn(-1)} />
          <Large picture={picture} />
          <IconButton
            icon="next"
            name="The next picture"
            disabled={next === undefined}
            onClick={() => goOn(1)}
          />
        </div>
        <Insight picture={picture} heat={heat.value} />
      </div>
      {following && <link rel="preload" as="image" href={fullOf(following)} />}
      {picking.value !== null && (
        <LabelPicker
          title={`Label ${picture.name}`}
          begin={picking.value}
          onPick={(name) => void label([picture.id], name)}
          onClose={() => {
            picking.value = null;
          }}
        />
      )}
    </dialog>
  );
}
