import { checkPictures, type Path } from 'onecycle';
import type { FoundFinding, FromWorker, Task, TaskResult } from '../messages.js';

/** Looks for what is amiss. */
export async function check(
  { folder, pictures }: Task & { do: 'check' },
  tell: (message: FromWorker) => void,
): Promise<TaskResult> {
  tell({ type: 'doing', doing: `looking at ${pictures.length} pictures`, progress: null });
  const byFile = new Map(pictures.map((picture) => [picture.file, picture]));
  const of = (file: Path) => byFile.get(String(file));
  const found = await checkPictures(folder, {
    files: pictures.map(({ file }) => file),
    label: (file) => of(file)?.label ?? undefined,
    part: (file) => {
      const picture = of(file);
      return picture?.label == null ? undefined : picture.valid ? 'validation' : 'training';
    },
    progress: false,
  });
  const findings = found.findings.map(({ file, other, ...finding }): FoundFinding => {
    const second = other === undefined ? undefined : byFile.get(other)?.id;
    const id = file === null ? null : (byFile.get(file)?.id ?? null);
    return { ...finding, id, ...(second !== undefined && { other: second }) };
  });
  return { of: 'check', findings, notes: [...found.notes] };
}
