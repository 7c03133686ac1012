import type { Figure } from './figures/index.js';
import { figureHtml } from './figures/index.js';
import { Displayable, escapeHtml, htmlPage, type MimeBundle, scrolling } from './output/index.js';
import type { Table } from './table.js';

type Block =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'figure'; figure: Figure; caption: string }
  | { kind: 'table'; table: Table; caption: string }
  | { kind: 'facts'; facts: Record<string, string | number> };

interface Section {
  id: string;
  title: string;
  blocks: Block[];
}

/**
 * A page made of sections with prose, figures and tables, kept in one HTML file that asks nothing of the network: for
 * telling others what was trained, and how it went.
 *
 * ```ts
 * const report = new Report('Pet breeds', 'Twelve breeds, 720 pictures.');
 * report.section('Training').text('Two epochs.').figure(learn.recorder.plotLoss(), 'The loss falls.');
 * await report.save('report.html');
 * ```
 */
export class Report extends Displayable {
  private readonly sections: Section[] = [];

  /** @param lead one or two sentences below the title */
  constructor(
    readonly title: string,
    readonly lead = '',
  ) {
    super();
  }

  /** Begins a section; what follows goes into it. */
  section(title: string): this {
    const id = title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    this.sections.push({ id: `${id || 'section'}-${this.sections.length + 1}`, title, blocks: [] });
    return this;
  }

  /** A paragraph. */
  text(text: string): this {
    return this.add({ kind: 'text', text });
  }

  /** Lines in a fixed-width font, such as settings or what a terminal showed. */
  code(text: string): this {
    return this.add({ kind: 'code', text });
  }

  figure(figure: Figure, caption = ''): this {
    return this.add({ kind: 'figure', figure, caption });
  }

  table(table: Table, caption = ''): this {
    return this.add({ kind: 'table', table, caption });
  }

  /** A few numbers that matter, large: `{ 'error rate': '4.2 %', time: '3:12' }`. */
  facts(facts: Record<string, string | number>): this {
    return this.add({ kind: 'facts', facts });
  }

  private add(block: Block): this {
    if (this.sections.length === 0) this.section('Overview');
    this.sections.at(-1)?.blocks.push(block);
    return this;
  }

  async toHtml(): Promise<string> {
    const contents = this.sections
      .map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`)
      .join('');
    const parts = [
      `<a class="skip" href="#main">Skip to the report</a>`,
      `<header><h1>${escapeHtml(this.title)}</h1>${this.lead ? `<p class="lead">${escapeHtml(this.lead)}</p>` : ''}</header>`,
      `<nav aria-label="Contents"><ol>${contents}</ol></nav>`,
      '<main id="main">',
    ];
    for (const section of this.sections) {
      parts.push(
        `<section aria-labelledby="${section.id}"><h2 id="${section.id}">${escapeHtml(section.title)}</h2>`,
      );
      for (const block of section.blocks) parts.push(await blockHtml(block));
      parts.push('</section>');
    }
    parts.push('</main>');
    return htmlPage(this.title, parts.join('\n'), css);
  }

  /** The prose and the tables, for a terminal. */
  toString(): string {
    const lines = [this.title, ...(this.lead ? [this.lead] : [])];
    for (const { title, blocks } of this.sections) {
      lines.push('', title);
      for (const block of blocks) lines.push(blockText(block));
    }
    return lines.join('\n');
  }

  async mimeBundle(): Promise<MimeBundle> {
    return { 'text/html': await this.toHtml(), 'text/plain': this.toString() };
  }

  protected writers() {
    return { '.html': () => this.toHtml() };
  }
}

const withCaption = (content: string, caption: string): string =>
  `<figure>${content}${caption ? `<figcaption>${escapeHtml(caption)}</figcaption>` : ''}</figure>`;

async function blockHtml(block: Block): Promise<string> {
  switch (block.kind) {
    case 'text':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'code':
      return `<pre tabindex="0">${escapeHtml(block.text)}</pre>`;
    case 'figure':
      return withCaption(await figureHtml(block.figure), block.caption);
    case 'table':
      return withCaption(scrolling(block.table.toHtml(), block.caption || 'Table'), block.caption);
    case 'facts':
      return `<dl class="facts">${Object.entries(block.facts)
        .map(
          ([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(String(value))}</dd></div>`,
        )
        .join('')}</dl>`;
  }
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'figure':
      return `[${block.caption || block.figure.describe()}]`;
    case 'table':
      return String(block.table);
    case 'facts':
      return Object.entries(block.facts)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n');
    default:
      return block.text;
  }
}

const css = `
h1 { font-size: 2rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 0.5rem; padding-top: 0.8rem; border-top: 1px solid var(--rule); }
p { max-width: 44rem; }
.lead { font-size: 1.1rem; color: var(--muted); }
nav ol { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; padding: 0; margin: 1rem 0; list-style: none; }
figcaption { color: var(--muted); font-size: 0.9rem; margin-top: 0.4rem; max-width: 44rem; }
pre { overflow-x: auto; padding: 0.7rem 0.9rem; border: 1px solid var(--rule); border-radius: 6px; font-size: 0.85rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.8rem 2.4rem; margin: 1rem 0; }
.facts dt { color: var(--muted); font-size: 0.9rem; }
.facts dd { margin: 0; font-size: 1.6rem; font-variant-numeric: tabular-nums; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
