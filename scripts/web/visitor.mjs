import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** One who visits the page: opens it, gives it pictures, reads what it says. */
export class Visitor {
  /** What the page asked for, and what went wrong in it. @type {string[]} */
  faults = [];

  /**
   * @param {any} page
   * @param {string} address
   */
  constructor(page, address) {
    this.page = page;
    this.address = address;
    const own = new URL(address);
    page.on('request', (/** @type {any} */ request) => {
      const url = new URL(request.url());
      const isOwn = own.protocol === 'file:' ? url.href === own.href : url.origin === own.origin;
      if (!isOwn && !['data:', 'blob:'].includes(url.protocol)) this.faults.push(`asks for ${url.href}`);
    });
    page.on('pageerror', (/** @type {Error} */ error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (/** @type {any} */ message) => {
      if (message.type() === 'error') this.faults.push(`console: ${message.text()}`);
    });
  }

  /** @param {any} browser @param {string} address @param {object} [options] of the window */
  static async open(browser, address, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const visitor = new Visitor(await context.newPage(), address);
    await visitor.page.goto(address);
    return visitor;
  }

  /**
   * Waits until an expression is true. Asked again and again from here: playwright's own waiting evaluates text in the page,
   * which the page's policy forbids.
   * @param {string} expression
   */
  async until(expression) {
    while (!(await this.page.evaluate(expression))) await setTimeout(50);
  }

  /** Waits for the classifier. */
  async ready() {
    await this.until(
      "document.querySelector('#about').textContent !== '' || !document.querySelector('#error').hidden",
    );
    const error = await this.error();
    if (error) throw new Error(error);
  }

  /** Drops a file onto the page. @param {string} name @param {Uint8Array} bytes @param {string} type */
  async drop(name, bytes, type) {
    await this.#hand('drop', 'dataTransfer', name, bytes, type);
  }

  /** Pastes one. @param {string} name @param {Uint8Array} bytes @param {string} type */
  async paste(name, bytes, type) {
    await this.#hand('paste', 'clipboardData', name, bytes, type);
  }

  /** @param {string} event @param {string} carrier @param {string} name @param {Uint8Array} bytes @param {string} type */
  async #hand(event, carrier, name, bytes, type) {
    const content = Buffer.from(bytes).toString('base64');
    await this.page.evaluate(
      (/** @type {any} */ given) => {
        const window = /** @type {any} */ (globalThis);
        const data = new window.DataTransfer();
        const raw = Uint8Array.from(atob(given.content), (c) => c.charCodeAt(0));
        data.items.add(new window.File([raw], given.name, { type: given.type }));
        const Kind = given.event === 'drop' ? window.DragEvent : window.ClipboardEvent;
        const happening = new Kind(given.event, { [given.carrier]: data, bubbles: true, cancelable: true });
        window.document.querySelector('main').dispatchEvent(happening);
      },
      { event, carrier, name, content, type },
    );
  }

  /** What the page says of the picture that it was given. @returns {Promise<{ probabilities: Record<string, number>, label: string }>} */
  async answer() {
    await this.until("!document.querySelector('#result').hidden || !document.querySelector('#error').hidden");
    const error = await this.error();
    if (error) throw new Error(error);
    return await this.page.evaluate(() => {
      const window = /** @type {any} */ (globalThis);
      const rows = [...window.document.querySelectorAll('#result li')];
      const named = rows.map((row) => [
        row.querySelector('span').dataset.label,
        Number(row.querySelector('data').value),
      ]);
      return { probabilities: Object.fromEntries(named), label: named[0][0] };
    });
  }

  /** The sentence of the page's alert; empty where there is none. @returns {Promise<string>} */
  async error() {
    return await this.page.evaluate(() => {
      const window = /** @type {any} */ (globalThis);
      const alert = window.document.querySelector('#error');
      return alert.hidden ? '' : alert.textContent;
    });
  }

  /** Drops a picture from the disk, and reads the answer. @param {string} file */
  async classify(file) {
    await this.drop(basename(file), readFileSync(file), '');
    return await this.answer();
  }

  async close() {
    await this.page.context().close();
  }
}
