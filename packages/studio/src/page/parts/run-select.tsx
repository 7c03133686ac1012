import { percent } from '../base/index.js';
import { modelRun, modelRuns, pickModel } from '../store/index.js';

/** Which run's classifier is meant. */
export function RunSelect() {
  return (
    <select
      class="field"
      aria-label="Run"
      value={modelRun.value?.id}
      onChange={({ currentTarget }) => pickModel(currentTarget.value)}
    >
      {modelRuns.value.map(({ id, name, last }) => (
        <option key={id} value={id}>
          {name}
          {last?.errorRate == null ? '' : `: ${percent(last.errorRate)} wrong`}
        </option>
      ))}
    </select>
  );
}
