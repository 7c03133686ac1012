import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../base/index.js';

/** Who may ask, and what may come from elsewhere: nothing. */
export class Guard {
  readonly #token: string;
  readonly #hosts: ReadonlySet<string>;
  readonly #cookie: string;

  constructor(token: string, port: number) {
    this.#token = token;
    this.#hosts = new Set(['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${port}`));
    // Browsers share cookies among the ports of a host.
    this.#cookie = `onecycle_studio_${port}`;
  }

  /** What lets a browser in from now on. */
  get cookie(): string {
    return `${this.#cookie}=${this.#token}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /**
   * The server answers by the names of this machine only, so that a page of another site, whose name may lead here (DNS rebinding), gets
   * nothing.
   * @throws Refusal
   */
  checkHost(headers: Headers): void {
    if (!this.#hosts.has(hostOf(headers)))
      throw new Refusal(421, 'the studio answers on this machine only, at 127.0.0.1 or localhost');
  }

  /**
   * What comes from the page of another site is not done, nor shown to it.
   * @throws Refusal
   */
  checkOrigin(method: string, headers: Headers): void {
    const host = hostOf(headers);
    const origin = headers.get('origin');
    if (origin !== null && origin !== `http://${host}`)
      throw new Refusal(403, 'the request comes from a page of another origin');
    const site = headers.get('sec-fetch-site');
    const isReading = method === 'GET' || method === 'HEAD';
    if (site === null || site === 'same-origin' || (isReading && site === 'none')) return;
    throw new Refusal(403, 'the request comes from another site');
  }

  /** Whether this is the token. Takes a time that tells nothing of it. */
  knows(token: string): boolean {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(token), digest(this.#token));
  }

  /** @throws Refusal unless the request has the token, in its cookie or as `Authorization: Bearer` */
  checkToken(headers: Headers): void {
    const bearer = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    const cookie = headers
      .get('cookie')
      ?.split(';')
      .map((part) => part.trim().split('='))
      .find(([name]) => name === this.#cookie)?.[1];
    const given = bearer ?? cookie;
    if (given !== undefined && this.knows(given)) return;
    throw new Refusal(
      401,
      given === undefined
        ? 'open the studio by the address that it printed when it started: its token is missing'
        : 'the token is of another start of the studio: open it by the address that it printed last',
    );
  }
}

const hostOf = (headers: Headers): string => headers.get('host')?.toLowerCase() ?? '';

/** What a browser may do with answers: run and load what comes from here, and show it in no frame. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};
