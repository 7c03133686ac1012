/**
 * The comparison as a table: every side's median and range, and the ratio of medians beside its goal.
 * @param {import('./job.mjs').Job} job
 * @param {Record<string, import('./pairs.mjs').Outcome>} outcomes
 */
export function report(job, outcomes) {
  const rows = [['', `median ${job.unit}`, 'range', 'ratio to', '', 'goal', '']];
  const skipped = [];
  for (const label of Object.keys(job.sides)) {
    const outcome = outcomes[label];
    if (!outcome || 'skipped' in outcome) {
      skipped.push(`skipped ${label}: ${outcome?.skipped}\n`);
      continue;
    }
    const values = outcome.measurements.map(({ value }) => value);
    const range = `${show(Math.min(...values))}–${show(Math.max(...values))}`;
    const goals = job.goals.filter(({ side }) => side === label);
    const [first = [], ...others] = goals
      .map((goal) => compared(goal, values, outcomes))
      .filter((row) => row.length);
    rows.push([label, show(median(values)), range, ...first], ...others.map((row) => ['', '', '', ...row]));
    for (const part of Object.keys(outcome.measurements[0]?.parts ?? {})) {
      rows.push([`  ${part}`, show(median(outcome.measurements.map(({ parts }) => parts?.[part] ?? 0)))]);
    }
  }
  return table(rows) + skipped.join('');
}

/**
 * @param {import('./job.mjs').Goal} goal
 * @param {number[]} values
 * @param {Record<string, import('./pairs.mjs').Outcome>} outcomes
 */
function compared(goal, values, outcomes) {
  const peer = outcomes[goal.peer];
  if (!peer || 'skipped' in peer) return [];
  const ratio = median(values) / median(peer.measurements.map(({ value }) => value));
  const { atMost = Number.POSITIVE_INFINITY, atLeast = 0 } = goal;
  const bound = goal.atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
  return [goal.peer, `${ratio.toFixed(2)}×`, bound, ratio <= atMost && ratio >= atLeast ? 'met' : 'missed'];
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Three significant digits. @param {number} value */
function show(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** @param {string[][]} rows */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  '),
  );
  return `${lines.join('\n')}\n`;
}
