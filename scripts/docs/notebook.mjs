import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ output_type: string, data?: Record<string, string | string[]>, text?: string | string[] }} Output */
/** @typedef {{ cell_type: string, source: string | string[], outputs?: Output[] }} Cell */

/**
 * A Jupyter notebook as Markdown: its text, its code, and what came out. Pictures become files of their own.
 * @param {{ cells: Cell[] }} notebook
 * @param {string} folder where the pictures go
 * @param {string} name what their names begin with
 */
export function notebookPage({ cells }, folder, name) {
  let pictures = 0;
  const picture = (/** @type {string} */ png, /** @type {string} */ about) => {
    const file = `${name}-${++pictures}.png`;
    writeFileSync(join(folder, file), Buffer.from(png, 'base64'));
    return `![${about}](${file})`;
  };
  /** @param {Output[]} outputs */
  const shown = (outputs) => {
    /** @type {string[]} */
    const parts = [];
    let printed = '';
    const flush = () => {
      if (printed.trim() !== '') parts.push(fenced('text', printed.trimEnd()));
      printed = '';
    };
    for (const { output_type, data = {}, text = '' } of outputs) {
      if (output_type === 'stream') {
        printed += joined(text);
        continue;
      }
      flush();
      if (data['image/png'])
        parts.push(picture(joined(data['image/png']), caption(joined(data['text/plain'] ?? ''))));
      else if (data['text/html']) parts.push(joined(data['text/html']));
      else parts.push(fenced('text', joined(data['text/plain'] ?? '').trimEnd()));
    }
    flush();
    return parts;
  };
  return cells
    .flatMap(({ cell_type, source, outputs = [] }) =>
      cell_type === 'code' ? [fenced('ts', joined(source)), ...shown(outputs)] : [joined(source)],
    )
    .join('\n\n');
}

/** What a picture is called: the first line of its form as text, unless a chart begins there. @param {string} text */
function caption(text) {
  const [line = ''] = text.split('\n');
  if (/[│\u2800-\u28ff]/.test(line)) return 'Chart';
  return (
    line
      .replace(/\(.*| {2}.*/, '')
      .replace(/[[\]]/g, '')
      .trim() || 'Chart'
  );
}

/** @param {string | string[]} text */
const joined = (text) => (Array.isArray(text) ? text.join('') : text);

/** @param {string} language @param {string} text */
const fenced = (language, text) => `\`\`\`\`${language}\n${text}\n\`\`\`\``;
