import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { PictureInfo } from '../../protocol/index.js';
import { Thumb } from '../parts/index.js';
import type { Box } from './layout.js';

export interface CellProps {
  domId: string;
  picture: PictureInfo;
  box: Box;
  place: number;
  count: number;
  selected: boolean;
  focused: boolean;
  /** Whether the grid scrolls so fast that nobody would see the picture. */
  fast: Signal<boolean>;
  /** What stands below the picture. */
  caption: (picture: PictureInfo) => string;
  /** The whole of it, read aloud. */
  describe: (picture: PictureInfo) => string;
}

/** A picture of the grid. */
export function Cell(props: CellProps) {
  const { domId, picture, box, place, count, selected, focused, fast, caption, describe } = props;
  const shown = useRef(false);
  if (!shown.current && !fast.value) shown.current = true;
  const names = ['cell'];
  if (selected) names.push('selected');
  if (focused) names.push('focused');
  if (picture.removed) names.push('aside');
  return (
    <div
      id={domId}
      class={names.join(' ')}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={place + 1}
      aria-label={describe(picture)}
      data-id={picture.id}
      style={{
        transform: `translate(${box.x}px, ${box.y}px)`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      }}
    >
      <div class="cell-picture" data-picture style={{ height: `${box.width}px` }}>
        {shown.current && <Thumb picture={picture} size={box.width > 170 ? 320 : 160} alt="" />}
        {picture.changed && <span class="cell-mark" title="Changed here" />}
      </div>
      <div class={picture.label === null ? 'cell-caption quiet' : 'cell-caption'}>{caption(picture)}</div>
    </div>
  );
}
