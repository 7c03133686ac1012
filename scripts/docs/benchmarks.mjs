import { join } from 'node:path';
import { lineChart } from 'onecycle';

/** @typedef {import('../../bench/lib/history.mjs').Entry} Entry */

/**
 * The page that draws the history of the benchmarks: for every job how it compares with its peers, over time, and the
 * measurements themselves.
 * @param {Entry[]} entries oldest first
 * @param {string} folder where the charts go
 * @returns {Promise<string>} Markdown
 */
export async function benchmarkPage(entries, folder) {
  const parts = [
    '# Benchmarks over time',
    'What `npm run bench -- --record` has measured: medians of interleaved pairs, our side and its peers on the same machine in the ' +
      'same minutes. Compare the ratios; times of different machines cannot be compared. A `+` behind a commit means ' +
      'that files differed from it.',
  ];
  if (entries.length === 0)
    parts.push('Nothing is recorded yet. `npm run bench -- --record` writes the first lines.');
  for (const [job, own] of groupBy(entries, ({ job }) => job)) {
    parts.push(`## ${own.at(-1)?.title}`);
    for (const [machine, here] of groupBy(own, ({ machine, threads }) => described(machine, threads))) {
      parts.push(`On ${machine}:`);
      const chart = ratioChart(here);
      if (chart) {
        const file = `bench-${job}-${parts.length}.svg`;
        await chart.save(join(folder, file));
        parts.push(`![Ratios over time](${file})`);
      }
      parts.push(table(here));
    }
  }
  return `${parts.join('\n\n')}\n`;
}

/** Over two recordings and more, where there was a peer to compare with. @param {Entry[]} entries of one job on one machine */
function ratioChart(entries) {
  const compared = entries.flatMap(({ ratios }, x) => ratios.map((one) => ({ ...one, x })));
  if (entries.length < 2 || compared.length === 0) return undefined;
  const lines = [...groupBy(compared, ({ side, peer }) => `${side} ÷ ${peer}`)].map(([name, points]) => ({
    name,
    x: points.map(({ x }) => x + 1),
    y: points.map(({ ratio }) => ratio),
  }));
  return lineChart(lines, { x: 'recording', y: 'ratio', figsize: [6.4, 3.2] });
}

/** The newest first. @param {Entry[]} entries */
function table(entries) {
  const sides = [...new Set(entries.flatMap((entry) => Object.keys(entry.sides)))];
  const unit = entries[0]?.unit ?? '';
  const rows = entries.toReversed().map((entry) => {
    const cells = sides.map((side) => {
      const found = entry.sides[side];
      return found ? `${short(found.median)} (${short(found.least)}–${short(found.most)})` : '–';
    });
    const ratios = entry.ratios.map(({ peer, ratio }) => `${ratio.toFixed(2)}× ${peer}`).join('; ');
    return [entry.date.slice(0, 10), entry.commit, ...cells, ratios];
  });
  const head = ['date', 'commit', ...sides.map((side) => `${side}, ${unit}`), 'ratio'];
  return [head, head.map((_, i) => (i < 2 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** @param {Entry['machine']} machine @param {number} threads */
function described({ cpu, cores, memory, system, node, libtorch, gpus }, threads) {
  const gpu = gpus > 0 ? `, ${gpus} GPU${gpus > 1 ? 's' : ''}` : '';
  return `${cpu}, ${cores} cores, ${memory} GiB${gpu}, ${threads} threads, ${system}, libtorch ${libtorch}, Node ${node}`;
}

/** Three significant digits. @param {number} value */
const short = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} key
 * @returns {Map<string, T[]>} in the order in which keys appear
 */
function groupBy(items, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
