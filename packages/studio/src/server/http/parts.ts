import type { Context } from 'hono';
import { type EventHub, Refusal } from '../base/index.js';
import type { Thumbnails } from '../pictures/index.js';
import type { FolderWatch, Project } from '../project/index.js';
import type { Answerer, Jobs, Results, Runs } from '../work/index.js';

/** What the addresses lead to. */
export interface Parts {
  project: Project;
  watch: FolderWatch;
  thumbnails: Thumbnails;
  runs: Runs;
  jobs: Jobs;
  results: Results;
  answerer: Answerer;
  hub: EventHub;
}

/** The body of a request, as JSON. Only of what says that it is: forms of other sites cannot. */
export async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const text = await c.req.text();
  if (text === '') return {};
  if (type !== 'application/json') throw new Refusal(415, 'send JSON, as application/json');
  try {
    const body: unknown = JSON.parse(text);
    if (isRecord(body)) return body;
  } catch {}
  throw new Refusal(400, 'the body of the request is no object of JSON');
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number in the address; `fallback` where there is none. */
export function numberIn(c: Context, name: string, fallback: number, least: number, most: number): number {
  const text = c.req.query(name);
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new Refusal(
    400,
    `${name} is a number from ${least} to ${most}, not ${JSON.stringify(text.slice(0, 40))}`,
  );
}

/** A parameter of the address that its route has. */
export function param(c: Context, name: string): string {
  return c.req.param(name) ?? '';
}

/** A picture or another file as an answer. */
export function bytes(c: Context, content: Uint8Array, type: string, cache: string): Response {
  return c.body(new Uint8Array(content), 200, { 'content-type': type, 'cache-control': cache });
}
