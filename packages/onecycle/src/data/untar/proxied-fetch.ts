import type { EnvHttpProxyAgent } from 'undici';

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * `fetch`, through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, if any: Node's own looks at none of
 * them before version 24.
 */
export function proxiedFetch(): typeof fetch {
  if (!proxyVariables.some((name) => process.env[name])) return fetch;
  let dispatcher: EnvHttpProxyAgent | undefined;
  const proxied = async (input: unknown, init?: object) => {
    // Loading it instantiates WebAssembly, for which a process with little address space has no room.
    const undici = await import('undici');
    dispatcher ??= new undici.EnvHttpProxyAgent();
    return undici.fetch(String(input), { ...init, dispatcher });
  };
  // The same interface, declared twice: in Node's types and in undici's own.
  return proxied as unknown as typeof fetch;
}
