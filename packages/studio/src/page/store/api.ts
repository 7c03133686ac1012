import type { Problem } from '../../protocol/index.js';
import { asSentence } from '../base/index.js';

/** What the server refused, or that it did not answer; the message is a sentence for the person at the page. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** Status 0: nobody answered. */
const SILENT =
  'The studio does not answer. If it was ended, start it again in the terminal: nothing is lost.';

type Values = Record<string, string | number | boolean | undefined>;

/** An address below /api, with what is defined of the values. */
export function address(path: string, values: Values = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return `/api/${path}${text ? `?${text}` : ''}`;
}

async function answered(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers: { accept: 'application/json', ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Refusal(0, SILENT);
  }
  if (response.ok) return response;
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  throw new Refusal(
    response.status,
    asSentence(problem.detail ?? `the studio answered ${response.status} ${response.statusText}`),
  );
}

/** Reads JSON. */
export async function get<T>(path: string, values: Values = {}, signal?: AbortSignal): Promise<T> {
  const response = await answered(address(path, values), signal ? { signal } : {});
  return await response.json();
}

/** Reads a picture into an address of the page's own; the caller revokes it. */
export async function getPicture(path: string, values: Values, signal: AbortSignal): Promise<string> {
  const response = await answered(address(path, values), { signal });
  return URL.createObjectURL(await response.blob());
}

/** Asks for a change. */
export async function send<T>(method: 'POST' | 'PATCH', path: string, body: unknown = {}): Promise<T> {
  const response = await answered(address(path), {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return await response.json();
}

/** Hands over a file. */
export async function sendFile<T>(path: string, values: Values, file: Blob): Promise<T> {
  const response = await answered(address(path, values), { method: 'POST', body: file });
  return await response.json();
}

/** The name that the server gave a file. */
function nameOf(response: Response): string {
  const header = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="([^"]+)"/i.exec(header)?.[1] ?? 'download';
}

/** Has the browser keep a file; what is refused is thrown, where a plain link would show it in place of the page. */
export async function download(path: string, values: Values): Promise<{ name: string; size: number }> {
  const response = await answered(address(path, values), {});
  const file = await response.blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = nameOf(response);
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return { name: link.download, size: file.size };
}

/** The message of whatever was thrown. */
export const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
