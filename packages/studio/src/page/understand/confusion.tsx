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

/** More classes than these are no matrix that one could read. */
const MOST = 60;

/** The classes that the matrix shows, by their places: all, or of very many those that are mixed up most, in their order. */
export function shownClasses(matrix: readonly (readonly number[])[], most = MOST): number[] {
  const all = [...matrix.keys()];
  if (all.length <= most) return all;
  const mistakes = all.map(() => 0);
  for (const { row, column, count: number } of mixUps(matrix))
    for (const place of [row, column]) mistakes[place] = (mistakes[place] ?? 0) + number;
  const mixed = all.filter((place) => (mistakes[place] ?? 0) > 0);
  mixed.sort((a, b) => (mistakes[b] ?? 0) - (mistakes[a] ?? 0));
  return mixed.slice(0, most).sort((a, b) => a - b);
}

/** Sides of the cells, in rem: as many classes as there are shall be seen beside each other, as long as their numbers can be read. */
const sideOf = (classes: number): number => Math.max(1.25, Math.min(2.375, 46 / classes));

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
  const shown = useMemo(() => shownClasses(matrix), [matrix]);
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
          {shown.length < vocab.length &&
            ` The matrix shows ${counted(shown.length, 'class', 'classes')} of ${count(vocab.length)}: those that are mixed up most.`}
        </p>
        <div class="table-box">
          <table class="matrix" style={{ '--cell': `${sideOf(shown.length)}rem` }}>
            <caption class="unseen">
              Rows: what the pictures are. Columns: what the model took them for.
            </caption>
            <thead>
              <tr>
                <th class="corner small quiet">is ↓ taken for →</th>
                {shown.map((place) => (
                  <th key={vocab[place]} scope="col" class="small">
                    <span>{shownLabel(vocab[place] ?? '')}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((r) => {
                const numbers = matrix[r] ?? [];
                const sum = Math.max(
                  1,
                  numbers.reduce((a, b) => a + b, 0),
                );
                return (
                  <tr key={vocab[r]}>
                    <th scope="row" class="small">
                      {shownLabel(vocab[r] ?? '')}
                    </th>
                    {shown.map((c) => (
                      <Cell
                        key={vocab[c]}
                        number={numbers[c] ?? 0}
                        sum={sum}
                        what={`${shownLabel(vocab[r] ?? '')} taken for ${shownLabel(vocab[c] ?? '')}`}
                        right={r === c}
                        pressed={r === row && c === column}
                        open={() => open(r, c)}
                      />
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

function Cell({
  number,
  sum,
  what,
  right,
  pressed,
  open,
}: {
  number: number;
  /** Of the row. */
  sum: number;
  what: string;
  right: boolean;
  pressed: boolean;
  open: () => void;
}) {
  return (
    <td class="number">
      {number > 0 && (
        <button
          type="button"
          class={right ? 'right' : 'wrong'}
          style={{ '--share': `${Math.round(18 + (82 * number) / sum)}%` }}
          aria-pressed={pressed}
          aria-label={`${what}: ${number}`}
          onClick={open}
        >
          {number}
        </button>
      )}
    </td>
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
