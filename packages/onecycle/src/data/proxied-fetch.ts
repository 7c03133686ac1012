import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** What downloads need of a response. */
export interface DownloadResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

type DownloadFetch = (
  url: string,
  init: { headers: Record<string, string>; signal: AbortSignal },
) => Promise<DownloadResponse>;

/**
 * `fetch` through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, if any: Node's own looks at none of
 * them before version 24.
 */
export function proxiedFetch(): DownloadFetch {
  if (!proxyVariables.some((name) => process.env[name])) return (url, init) => fetch(url, init);
  const dispatcher = new EnvHttpProxyAgent();
  return (url, init) => undiciFetch(url, { ...init, dispatcher });
}
