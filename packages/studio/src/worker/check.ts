import {
  categoryBlock,
  checkPictures,
  DataBlock,
  imageBlock,
  type JudgedLabel,
  type Learner,
  type Path,
  type PictureCheck,
  resize,
  type TensorCategory,
  type TensorImage,
  visionLearner,
} from 'onecycle';
import { weightsNamed } from 'onecycle/extend';
import type { FoundFinding, FromWorker, Task, TaskResult } from '../messages.js';

type Check = Task & { do: 'check' };

const PARTS = { train: 'training', valid: 'validation', test: 'test' } as const;
/** So much of the labels is looked through at most, those that fit worst: beyond it next to none was wrong where some were made so. */
const LOOKED_THROUGH = 1 / 4;
/** Between two messages there are at least so many milliseconds. */
const BREATH = 100;

/** Looks for what is amiss, with the network that training begins with: it tells what is alike. */
export async function check(task: Check, tell: (message: FromWorker) => void): Promise<TaskResult> {
  const { folder, pictures } = task;
  const byFile = new Map(pictures.map((picture) => [picture.file, picture]));
  const of = (file: Path) => byFile.get(String(file));
  const notes: string[] = [];
  tell({ type: 'doing', doing: 'getting the network', progress: null });
  const learn = await networkFor(task).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    notes.push(
      `the small network that is included told what is alike, since the chosen one cannot be had: ${reason}`,
    );
    return undefined;
  });
  let toldAt = 0;
  const found = await checkPictures(folder, {
    files: pictures.map(({ file }) => file),
    label: (file) => of(file)?.label ?? undefined,
    part: (file) => {
      const part = of(file)?.part;
      return part ? PARTS[part] : undefined;
    },
    ...(learn && { learn }),
    progress: (doing, done, count) => {
      if (done > 0 && done < count && performance.now() - toldAt < BREATH) return;
      toldAt = performance.now();
      tell({ type: 'doing', doing, progress: done / count });
    },
  });
  const findings = found.findings.map(({ file, other, ...finding }): FoundFinding => {
    const second = other === undefined ? undefined : byFile.get(other)?.id;
    const id = file === null ? null : (byFile.get(file)?.id ?? null);
    return { ...finding, id, ...(second !== undefined && { other: second }) };
  });
  const doubts = doubtsOf(found).map(({ file, label, suggested, score, probs }): FoundFinding => {
    const percent = (name: string) => `${(100 * (probs[name] ?? 0)).toFixed(0)} %`;
    const reason = `looks more like '${suggested}' than like '${label}' (${percent(suggested)} against ${percent(label)})`;
    return { kind: 'label doubt', id: byFile.get(file)?.id ?? null, label, suggested, reason, score };
  });
  return { of: 'check', findings: [...findings, ...doubts], notes: [...notes, ...found.notes] };
}

/** Labels that fit badly, the worst first, without those that are named as probably wrong. */
function doubtsOf({ labels, findings }: PictureCheck): readonly JudgedLabel[] {
  const named = new Set(findings.flatMap(({ kind, file }) => (kind === 'label error' ? [file] : [])));
  return labels
    .slice(0, Math.floor(labels.length * LOOKED_THROUGH))
    .filter(({ file, label, suggested }) => label !== suggested && !named.has(file));
}

/** The network of the settings as it is before it is trained; undefined where that is the one which the library takes by itself. */
async function networkFor({
  settings,
  pictures,
}: Check): Promise<Learner<[TensorImage, TensorCategory]> | undefined> {
  const { arch, weights, size } = settings;
  if (weights === 'none' || weights === '@onecycle/resnet18-tiny') return undefined;
  const all = [...pictures.keys()];
  const block = new DataBlock({
    blocks: [imageBlock({ exif: 'rotate' }), categoryBlock({ vocab: ['picture', 'other'] })],
    splitter: () => [all, all],
    getY: () => 'picture',
    itemTfms: resize(size),
  });
  const files = pictures.map(({ file }) => file);
  const dls = await block.dataloaders(files, { bs: 32, onError: 'skip' });
  return visionLearner(dls, arch, { progress: false, ...weightsNamed(weights) });
}
