import { useMemo } from 'preact/hooks';
import type { ConfusionResult, Run } from '../../protocol/index.js';
import { adjust, count, counted, percent, route, shownLabel } from '../base/index.js';
import { Button, Loading, Thumb } from '../parts/index.js';
import { get, pictureById, useLoad } from '../store/index.js';
import { view } from '../viewer/index.js';

/** A pair of classes that are mixed up, and how often. */
export interface MixUp {
  row: number;
  column: number;
  count: number;
}

/** The cells beside the diagonal that have something, the largest first. */
export function mixUps(matrix: readonly (readonly number[])[]): MixUp[] {
  return matrix
    .flatMap((cells, row) => cells.map((number, column) => ({ row, column, count: number })))
    .filter(({ row, column, count: number }) => row !== column && number > 0)
    .sort((a, b) => b.count - a.count);
}

/** The confusion matrix; each cell opens its pictures. */
export function Confusion({ run }: { run: Run }) {
  const loaded = useLoad(`confusion ${run.id} ${run.endedAt}`, (signal) =>
    get<ConfusionResult>(`runs/${run.id}/confusion`, {}, signal),
  );
  return (
    <Loading from={loaded} what="Counting what was mixed up …">
      {(result) => <Matrix result={result} />}
    </Loading>
  );
}

function Matrix({ result }: { result: ConfusionResult }) {
  const { vocab, matrix, cells } = result;
  const worst = useMemo(() => mixUps(matrix), [matrix]);
  const asked = route.value.parts.cell ?? '';
  const [row = -1, column = -1] = asked.split(',').map(Number);
  const open = (r: number, c: number) => adjust({ cell: `${r},${c}` });
  const total = matrix.flat().reduce((sum, one) => sum + one, 0);
  const wrong = worst.reduce((sum, one) => sum + one.count, 0);
  return (
    <div class="confusion">
      <div class="confusion-main">
        <p>
          {wrong === 0
            ? `All ${counted(total, 'validation picture')} were recognised.`
            : `${count(wrong)} of ${counted(total, 'validation picture')} were taken for another class (${percent(wrong / total)}).`}
        </p>
        <div class="table-box">
          <table class="matrix">
            <caption class="unseen">
              Rows: what the pictures are. Columns: what the model took them for.
            </caption>
            <thead>
              <tr>
                <th class="corner small quiet">is ↓ taken for →</th>
                {vocab.map((name) => (
                  <th key={name} scope="col" class="small">
                    <span>{shownLabel(name)}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {matrix.map((numbers, r) => {
                const sum = Math.max(
                  1,
                  numbers.reduce((a, b) => a + b, 0),
                );
                return (
                  <tr key={vocab[r]}>
                    <th scope="row" class="small">
                      {shownLabel(vocab[r] ?? '')}
                    </th>
                    {numbers.map((number, c) => (
                      <td key={vocab[c]} class="number">
                        {number > 0 && (
                          <button
                            type="button"
                            class={r === c ? 'right' : 'wrong'}
                            style={{ '--share': `${Math.round(18 + (82 * number) / sum)}%` }}
                            aria-pressed={r === row && c === column}
                            aria-label={`${shownLabel(vocab[r] ?? '')} taken for ${shownLabel(vocab[c] ?? '')}: ${number}`}
                            onClick={() => open(r, c)}
                          >
                            {number}
                          </button>
                        )}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        {worst.length > 0 && (
          <section>
            <h2>Mixed up most</h2>
            <div class="chips">
              {worst.slice(0, 8).map((one) => (
                <Button
                  key={`${one.row},${one.column}`}
                  pressed={one.row === row && one.column === column}
                  onClick={() => open(one.row, one.column)}
                >
                  {shownLabel(vocab[one.row] ?? '')} taken for {shownLabel(vocab[one.column] ?? '')} ·{' '}
                  {one.count}
                </Button>
              ))}
            </div>
          </section>
        )}
      </div>
      <CellPictures
        ids={cells[asked] ?? []}
        title={
          vocab[row] === undefined || vocab[column] === undefined
            ? null
            : row === column
              ? `${shownLabel(vocab[row])}, recognised`
              : `${shownLabel(vocab[row])}, taken for ${shownLabel(vocab[column])}`
        }
      />
    </div>
  );
}

function CellPictures({ ids, title }: { ids: readonly string[]; title: string | null }) {
  return (
    <section class="panel cell-pictures" aria-live="polite">
      {title === null ? (
        <p class="quiet">Press a cell to see its pictures.</p>
      ) : (
        <>
          <h2>
            {title} <span class="quiet number small">{count(ids.length)}</span>
          </h2>
          <ul class="thumbs">
            {ids.map((id) => {
              const picture = pictureById(id);
              if (!picture) return null;
              return (
                <li key={id}>
                  <button
                    type="button"
                    title={picture.name}
                    aria-label={`Look at ${picture.name}`}
                    onClick={() => view({ list: ids, id })}
                  >
                    <Thumb picture={picture} alt="" />
                  </button>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}
