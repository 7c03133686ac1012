import { counted } from '../base/index.js';
import { ArchivedPicture, type DataLoaders, Datasets, type Label, Path } from '../data/index.js';
import { loadSharp } from '../sharp/index.js';

/** So many pictures are looked at for their sizes, from all parts of the folder. */
const lookedAt = 200;
/** So many classes are listed. */
const listed = 20;

/** What was found, in words: pictures, how they are divided, how many each class has, and their sizes. */
export async function found(where: string, dls: DataLoaders, label: (file: Path) => Label): Promise<string> {
  const [training, validation] = dls.loaders.map(filesOf);
  const files = [...(training ?? []), ...(validation ?? [])];
  const counts = new Map<Label, number>();
  for (const file of files) counts.set(label(file), (counts.get(label(file)) ?? 0) + 1);
  const classes = [...counts].sort(([, a], [, b]) => b - a);
  const shown = classes.slice(0, listed).map(([name, n]) => `${name} ${n}`);
  const more = classes.length > listed ? `, … ${classes.at(-1)?.join(' ')}` : '';
  return (
    `found ${counted(files.length, 'picture')} of ${counted(classes.length, 'class', 'classes')} in ${where}: ${training?.length} for training, ` +
    `${validation?.length ?? 0} for validation\n` +
    `  classes: ${shown.join(', ')}${more}\n` +
    `  sizes: ${await sizes(files)}\n`
  );
}

/** Lines that a terminal would break within a word are broken behind a comma, or else between words. */
export function inLines(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < 20) return text;
  const broken = (line: string): string => {
    if (line.length <= columns) return line;
    const indent = `${/^ */.exec(line)?.[0]}  `;
    const lines: string[] = [''];
    for (const part of line.split(line.includes(', ') ? /(?<=, )/ : /(?<= )/)) {
      const last = lines.length - 1;
      const longer = `${lines[last]}${part}`;
      if (longer.trimEnd().length <= columns || lines[last]?.trim() === '') lines[last] = longer;
      else lines.push(`${indent}${part}`);
    }
    return lines.map((each) => each.trimEnd()).join('\n');
  };
  return text.split('\n').map(broken).join('\n');
}

const filesOf = ({ dataset }: DataLoaders['train']): Path[] =>
  dataset instanceof Datasets ? dataset.items.filter((item): item is Path => item instanceof Path) : [];

/** The smallest and the largest of the pictures. What cannot be read is told of when it is needed. */
async function sizes(files: readonly Path[]): Promise<string> {
  const sharp = loadSharp();
  const step = Math.max(1, Math.floor(files.length / lookedAt));
  const sample = files.filter((_, i) => i % step === 0);
  const seen: { width: number; height: number }[] = [];
  for (const file of sample) {
    const size = await Promise.resolve(file instanceof ArchivedPicture ? file.bytes() : String(file))
      .then((source) => sharp(source).metadata())
      .catch(() => undefined);
    if (size) seen.push(size);
  }
  seen.sort((a, b) => a.width * a.height - b.width * b.height);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last) return 'none could be read';
  const words = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`;
  const of = step > 1 ? ` (of ${seen.length} that were looked at)` : '';
  return words(first) === words(last) ? `${words(first)}${of}` : `${words(first)} to ${words(last)}${of}`;
}
