import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeHtml, type Figure, htmlPage, Table } from 'onecycle';

/** A walk in numbered steps: told in the terminal, and once more as a page with its figures. */
export class Walk {
  private readonly parts: string[] = [];
  private steps = 0;

  constructor(
    private readonly folder: string,
    private readonly title: string,
  ) {}

  /** Begins a step with what it is about, in a sentence or two. */
  step(heading: string, sentence: string): void {
    this.steps += 1;
    console.log(`\n${bold(`${this.steps}  ${heading}`)}\n${wrap(sentence)}\n`);
    this.parts.push(`<h2>${this.steps}. ${escapeHtml(heading)}</h2>\n<p>${escapeHtml(sentence)}</p>`);
  }

  /** Says something that was found out. */
  say(sentence: string): void {
    console.log(wrap(sentence));
    this.parts.push(`<p>${escapeHtml(sentence)}</p>`);
  }

  /** Shows a table; one that the terminal has shown already goes to the page alone. */
  table(table: Table, { inTerminal = true } = {}): void {
    if (inTerminal) console.log(`${indent(String(table))}\n`);
    this.parts.push(`<div class="scroll" tabindex="0">${table.toHtml()}</div>`);
  }

  /** Saves a figure as PNG and puts it onto the page. */
  async figure(figure: Figure | Table, name: string): Promise<void> {
    if (figure instanceof Table) return this.table(figure);
    await mkdir(this.folder, { recursive: true });
    const file = join(this.folder, `${name}.png`);
    await figure.save(file);
    console.log(`    → ${file}`);
    this.parts.push(`<figure>${await figure.svg()}</figure>`);
  }

  /** Writes the page and says where it is. */
  async finish(summary: string): Promise<void> {
    const lead = `<p class="lead">${escapeHtml(summary)}</p>`;
    const body = `<main>\n<h1>${escapeHtml(this.title)}</h1>\n${lead}\n${this.parts.join('\n')}\n</main>`;
    await mkdir(this.folder, { recursive: true });
    const file = join(this.folder, 'index.html');
    await writeFile(file, htmlPage(this.title, body, css));
    console.log(`\nThe same as a page: ${file}\n\n${summary}`);
  }
}

const css = `
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0.5rem 0; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 0.3rem; padding-top: 1.2rem; border-top: 1px solid var(--rule); }
p { max-width: 42rem; margin: 0.4rem 0 0.8rem; }
.lead { font-size: 1.1rem; color: var(--muted); }
`;

const INDENT = '    ';
const indent = (text: string) => text.replaceAll(/^(?=.)/gm, INDENT);
const bold = (text: string) => (process.stdout.isTTY ? `\x1b[1m${text}\x1b[22m` : text);

/** Breaks a sentence into lines of at most 76 columns. */
function wrap(sentence: string): string {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line && line.length + word.length > 71) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return indent(lines.join('\n'));
}
