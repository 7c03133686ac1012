import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

/** Loopback: nobody else reaches it. */
const HOST = '127.0.0.1';

/** Listens at a port of this machine; at another that is free where that is taken and nobody asked for it. */
export async function listen(port: number, isWanted: boolean): Promise<{ server: Server; port: number }> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 5000 });
  server.maxConnections = 256;
  const at = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, HOST, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await at(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' && !isWanted) return at(0);
    const reason = error.code === 'EADDRINUSE' ? 'the port is taken by another program' : error.message;
    throw new Error(`the studio cannot listen at port ${port}: ${reason}; choose another with --port`, {
      cause: error,
    });
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** Has an app answer what comes to a server. */
export function answerBy(server: Server, app: Hono): void {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server.on('request', (request, response) => void listener(request, response));
}
