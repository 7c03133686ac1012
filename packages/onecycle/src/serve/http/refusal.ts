import { STATUS_CODES } from 'node:http';

/** A request that is not answered: an HTTP status, and a sentence for whoever sent it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** What is too much for now and may go well a second later. */
export const busy = (message: string): Refusal => new Refusal(503, message, { 'retry-after': '1' });

/** The body of a refusal. Source: RFC 9457, Problem Details for HTTP APIs. */
export const problem = (status: number, detail: string, more: object = {}): string =>
  JSON.stringify({ title: STATUS_CODES[status] ?? 'Refused', status, detail, ...more });

/** The media type of {@link problem}. */
export const problemType = 'application/problem+json';
