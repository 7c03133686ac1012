import { useEffect, useRef, useState } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { isDark } from '../base/index.js';
import type { Drawn, Tables } from './engine.js';

/** A Vega-Lite chart as wide as its place. `spec` names tables (`data: { name }`), whose rows come apart from it and may grow. */
export function Chart({
  spec,
  tables,
  label,
  height = 240,
}: {
  spec: TopLevelSpec;
  tables: Tables;
  /** What it shows, for those who do not see it. */
  label: string;
  height?: number;
}) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const newest = useRef(tables);
  newest.current = tables;
  const [failed, setFailed] = useState(false);
  const form = JSON.stringify(spec);
  const dark = isDark.value;

  useEffect(() => {
    const box = place.current;
    if (!box) return;
    let gone = false;
    let own: Drawn | null = null;
    const inner = document.createElement('div');
    // Vega is large: it comes when the first chart is there to be drawn.
    import('./engine.js')
      .then(({ draw }) => draw(inner, JSON.parse(form), newest.current, { width: box.clientWidth, height }))
      .then(async (chart) => {
        if (gone) return chart.remove();
        own = chart;
        drawn.current = chart;
        box.replaceChildren(inner);
        await chart.update(newest.current);
      })
      .catch(() => setFailed(true));
    const observer = new ResizeObserver(() => void own?.resize(box.clientWidth));
    observer.observe(box);
    return () => {
      gone = true;
      observer.disconnect();
      own?.remove();
      if (drawn.current === own) drawn.current = null;
    };
  }, [form, dark, height]);

  useEffect(() => {
    void drawn.current?.update(tables);
  }, [tables]);

  return (
    <figure class="chart" role="img" aria-label={label}>
      {failed ? (
        <p class="quiet">The chart could not be drawn. Reload the page.</p>
      ) : (
        <div ref={place} style={{ minHeight: `${height}px` }} />
      )}
    </figure>
  );
}
