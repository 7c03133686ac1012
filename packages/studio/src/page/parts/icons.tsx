/** The page's signs, drawn on 24 × 24; they say nothing to a screen reader, the button's name does. */
const paths = {
  aside: 'M4 5h16v4H4zM6 9v10h12V9M10 13h4',
  auto: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  chart: 'M4 4v16h16M8 15l4-5 3 3 5-7',
  close: 'M6 6l12 12M18 6L6 18',
  dark: 'M19 14.5A7.5 7.5 0 0 1 9.5 5 7.5 7.5 0 1 0 19 14.5z',
  doctor: 'M4 12h4l2-6 4 12 2-6h4',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  drop: 'M12 16V5M7 9l5-5 5 5M4 15v4h16v-4',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  help: 'M9 9a3 3 0 1 1 4 2.8c-.7.3-1 .8-1 1.6v.4M12 17.2v.1',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4',
  next: 'M9 5l7 7-7 7',
  pencil: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  pictures: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  play: 'M8 5l11 7-11 7z',
  plus: 'M12 5v14M5 12h14',
  redo: 'M19 9H10a5 5 0 0 0 0 10h4M15 5l4 4-4 4',
  refresh: 'M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4 4',
  stop: 'M6 6h12v12H6z',
  tag: 'M4 4h8l8 8-8 8-8-8zM8.5 8.5v.1',
  undo: 'M5 9h9a5 5 0 0 1 0 10h-4M9 5L5 9l4 4',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
