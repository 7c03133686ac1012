import { useSignal } from '@preact/signals';
import type { ClassScore, Run, RunReport } from '../../protocol/index.js';
import { count, percent, shownLabel } from '../base/index.js';
import { Loading } from '../parts/index.js';
import { get, useLoad } from '../store/index.js';

const columns = ['name', 'recall', 'precision', 'support'] as const;
type Column = (typeof columns)[number];
const names: Record<Column, string> = {
  name: 'Class',
  recall: 'Found of all',
  precision: 'Right when named',
  support: 'Pictures',
};

/** Sorted by a column; what has no number comes last. */
export function sortScores(scores: readonly ClassScore[], by: Column): ClassScore[] {
  return [...scores].sort((a, b) => {
    if (by === 'name') return a.name.localeCompare(b.name, 'en', { numeric: true });
    if (by === 'support') return a.support - b.support;
    return (a[by] ?? 2) - (b[by] ?? 2);
  });
}

export const useReport = (run: Run) =>
  useLoad(`report ${run.id} ${run.endedAt}`, (signal) => get<RunReport>(`runs/${run.id}/report`, {}, signal));

/** Recall and precision of each class, with what they could be by chance. */
export function ClassTable({ run }: { run: Run }) {
  const by = useSignal<Column>('recall');
  return (
    <Loading from={useReport(run)} what="Computing the scores …">
      {({ classes, test, errorRate, items }) => (
        <>
          {test && (
            <p>
              Of the {count(test.items)} pictures that are kept for a test {percent(test.errorRate)} are named
              wrongly, of the {count(items)} of validation {percent(errorRate)}.
            </p>
          )}
          <p class="quiet">
            “Found of all” is recall, “right when named” precision. The line around each mark is a 95 %
            interval: with few pictures it is wide.
          </p>
          <div class="table-box">
            <table class="scores">
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col" aria-sort={by.value === column ? 'ascending' : undefined}>
                      <button
                        type="button"
                        class="sort"
                        onClick={() => {
                          by.value = column;
                        }}
                      >
                        {names[column]}
                        {by.value === column && <span aria-hidden="true"> ↑</span>}
                      </button>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {sortScores(classes, by.value).map((score) => (
                  <tr key={score.name}>
                    <th scope="row">{shownLabel(score.name)}</th>
                    <Interval value={score.recall} from={score.recallFrom} to={score.recallTo} />
                    <Interval value={score.precision} from={score.precisionFrom} to={score.precisionTo} />
                    <td class="number">{count(score.support)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Loading>
  );
}

function Interval({ value, from, to }: { value: number | null; from: number; to: number }) {
  if (value === null) return <td class="quiet">–</td>;
  return (
    <td>
      <span class="score">
        <span class="number">{percent(value, 0)}</span>
        <span class="interval" aria-hidden="true">
          <span class="range" style={{ left: `${100 * from}%`, width: `${100 * (to - from)}%` }} />
          <span class="mark" style={{ left: `${100 * value}%` }} />
        </span>
        <span class="small quiet number">
          {Math.round(100 * from)}–{percent(to, 0)}
        </span>
      </span>
    </td>
  );
}
