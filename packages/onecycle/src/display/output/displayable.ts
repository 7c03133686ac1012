import { stat, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { writeWhole, writing, wrongKind } from '../../base/index.js';

/** What a notebook shows: one representation per MIME type; the notebook picks the richest that it knows. */
export type MimeBundle = Record<string, string | object>;

/**
 * Something people look at: it knows how to appear in a terminal (`toString`), in a notebook (`mimeBundle`)
 * and as a file (`save`). `Figure` and `Table` are the two kinds.
 */
export abstract class Displayable {
  /** Text for a terminal. */
  abstract toString(): string;

  /** Representations for a notebook, by MIME type. */
  abstract mimeBundle(): Promise<MimeBundle>;

  /** How to make the bytes of each file type, by extension with its dot. */
  protected abstract writers(): Record<string, () => Promise<string | Uint8Array>>;

  /**
   * Writes this to a file whose extension says the format.
   *
   * @throws if the extension is not one that this can be saved as.
   */
  async save(file: { toString(): string }): Promise<void> {
    const path = String(file);
    const writers = this.writers();
    const writer = writers[extname(path).toLowerCase()];
    if (!writer) {
      const known = Object.keys(writers).join(', ');
      throw new Error(`cannot save ${this.constructor.name} as ${path}: use one of the extensions ${known}`);
    }
    const content = await writer();
    const kept = 'What it shows is still there.';
    const there = await stat(path).catch(() => null);
    // A device or a pipe takes it as it comes: /dev/stdout.
    if (there && !there.isFile()) await writing(path, kept, () => writeFile(path, content));
    else await writeWhole(path, content, { kept });
  }

  /** Deno's Jupyter kernel asks for this. */
  [Symbol.for('Jupyter.display')](): Promise<MimeBundle> {
    return this.mimeBundle();
  }

  /** `console.log` in Node asks for this. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** `console.log` in Deno asks for this. */
  [Symbol.for('Deno.customInspect')](): string {
    return this.toString();
  }
}

/** Escapes text for HTML and SVG, attributes included. */
export function escapeHtml(text: string): string {
  if (typeof text !== 'string') throw wrongKind('escapeHtml', 'a text', text);
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
