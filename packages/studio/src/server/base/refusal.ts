/** Something that was asked for and is not done: the status of HTTP, and a sentence for the person at the page. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 411 | 413 | 415 | 421 | 422 | 429 | 500 | 507,
    message: string,
  ) {
    super(message);
  }
}

export const notFound = (what: string): Refusal => new Refusal(404, `there is no ${what}`);

/** A refusal as a body, of RFC 9457. */
export const problem = (status: number, detail: string): string => JSON.stringify({ status, detail });
export const problemHeaders = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
