import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Figure, Report, Table } from 'onecycle';

/** A walk in numbered steps: told in the terminal, and once more as a page with its figures. */
export class Walk {
  private readonly report: Report;
  private steps = 0;

  constructor(
    private readonly folder: string,
    title: string,
    lead: string,
    private readonly page = 'index.html',
  ) {
    this.report = new Report(title, lead);
    console.log(`${bold(title)}\n${wrap(lead)}`);
  }

  /** Begins a step with what it is about, in a sentence or two. */
  step(heading: string, sentence: string): void {
    this.steps += 1;
    console.log(`\n${bold(`${this.steps}  ${heading}`)}\n${wrap(sentence)}\n`);
    this.report.section(`${this.steps}. ${heading}`).text(sentence);
  }

  /** Says something that was found out. */
  say(sentence: string): void {
    console.log(wrap(sentence));
    this.report.text(sentence);
  }

  /** Shows lines of code, on the page alone. */
  code(text: string): void {
    this.report.code(text);
  }

  /** Shows a table; one that the terminal has shown already goes to the page alone. */
  table(table: Table, { inTerminal = true } = {}): void {
    if (inTerminal) console.log(`${indent(String(table))}\n`);
    this.report.table(table);
  }

  /** Saves a figure as PNG and puts it onto the page; a curve can be seen in the terminal too. */
  async figure(figure: Figure | Table, name: string, { inTerminal = false } = {}): Promise<void> {
    if (figure instanceof Table) return this.table(figure);
    if (inTerminal) console.log(`${indent(String(figure))}\n`);
    await mkdir(this.folder, { recursive: true });
    const file = join(this.folder, `${name}.png`);
    await figure.save(file);
    console.log(`${INDENT}→ ${file}`);
    this.report.figure(figure);
  }

  /** Writes the page, says where it is, and ends with the result. */
  async finish(facts: Record<string, string>, summary: string): Promise<void> {
    this.report.section('The result').facts(facts);
    console.log(`\nThe same as a page: ${await this.save()}\n\n${summary}`);
  }

  /** Runs the steps; where one throws, a page of those before it remains. */
  async orStop(steps: () => Promise<void>): Promise<void> {
    try {
      await steps();
    } catch (error) {
      if (this.steps > 0) {
        this.report.section('Stopped here').text(error instanceof Error ? error.message : String(error));
        console.error(`\nStopped; what was done until here is in ${await this.save()}`);
      }
      throw error;
    }
  }

  private async save(): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const file = join(this.folder, this.page);
    await this.report.save(file);
    return file;
  }
}

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
