import { setTimeout } from 'node:timers/promises';

/** So long something in the page may take, in milliseconds; only what hangs reaches it. */
const PATIENCE = 900_000;

/** One who works in the studio's page, by what is written there. */
export class Person {
  /** What went wrong in the page, and what it asked for elsewhere. @type {string[]} */
  faults = [];

  /** @param {any} page @param {string} address */
  constructor(page, address) {
    this.page = page;
    const { origin } = new URL(address);
    page.on('request', (/** @type {any} */ request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol))
        this.faults.push(`asks for ${url.href}`);
    });
    page.on('pageerror', (/** @type {Error} */ error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (/** @type {any} */ message) => {
      // While the server is away, the browser says so of each attempt.
      if (
        message.type() === 'error' &&
        !/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|status of 401/.test(message.text())
      )
        this.faults.push(`console: ${message.text()}`);
    });
  }

  /** @param {any} browser @param {string} address @param {object} [options] of the window */
  static async open(browser, address, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE);
    const person = new Person(await context.newPage(), address);
    await person.page.goto(address);
    await person.page.locator('.brand strong').waitFor();
    return person;
  }

  /** Opens a view by its tab. @param {string} name */
  async view(name) {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();
  }

  /** Presses a button. @param {string | RegExp} name */
  async press(name) {
    await this.page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click();
  }

  /** Fills in a field, and leaves it. @param {string} label @param {string} value */
  async fill(label, value) {
    const field = this.page.getByLabel(label, { exact: false }).first();
    await field.fill(value);
    await field.blur();
  }

  /** What stands in a place. @param {string} selector @returns {Promise<string>} */
  async text(selector) {
    return (await this.page.locator(selector).first().textContent()) ?? '';
  }

  /**
   * Waits until an expression is true. Asked again and again from here: playwright's own waiting evaluates text in the page,
   * which the page's policy forbids.
   * @param {string} expression
   */
  async until(expression) {
    const end = Date.now() + PATIENCE;
    while (!(await this.page.evaluate(expression))) {
      if (Date.now() > end) throw new Error(`in vain: ${expression}`);
      await setTimeout(100);
    }
  }

  /** Waits for words anywhere in the page. @param {string} words */
  async reads(words) {
    await this.until(`document.body.innerText.includes(${JSON.stringify(words)})`);
  }

  /** Asks the server as the page does. @param {string} path @returns {Promise<any>} */
  async ask(path) {
    return await this.page.evaluate(`fetch('/api/${path}').then((response) => response.json())`);
  }

  /** Has the server do something as the page does. @param {string} path @param {unknown} body @returns {Promise<any>} */
  async send(path, body) {
    const options = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return await this.page.evaluate(
      `fetch('/api/${path}', ${JSON.stringify(options)}).then((response) => response.json())`,
    );
  }

  async close() {
    await this.page.context().close();
  }
}
