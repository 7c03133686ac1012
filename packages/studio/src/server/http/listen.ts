import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { problem, problemHeaders, Refusal } from '../base/index.js';
import { safeHeaders } from './guard.js';

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

/** Bytes that may be sent: of JSON, and of a picture to be classified. */
const MOST = { json: 8 * 2 ** 20, picture: 32 * 2 ** 20 };
/** How long a client that sends too much has to read that it does, in milliseconds. */
const READING = 1000;

/** Has an app answer what comes to a server, unless more comes than may be sent: of that nothing is read. */
export function answerBy(server: Server, app: Hono): void {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server.on('request', (request, response) => {
    const refusal = tooLarge(request);
    if (refusal) refuse(response, refusal);
    else void listener(request, response);
  });
}

function tooLarge({ headers, url = '' }: IncomingMessage): Refusal | undefined {
  if (headers['transfer-encoding'] !== undefined)
    return new Refusal(411, 'say how long the body of the request is, in Content-Length');
  const most = url.startsWith('/api/classify') ? MOST.picture : MOST.json;
  if (Number(headers['content-length'] ?? 0) <= most) return undefined;
  return new Refusal(413, `that is larger than ${most / 2 ** 20} MiB, which is as much as may be sent`);
}

function refuse(response: ServerResponse, { status, message }: Refusal): void {
  const body = problem(status, message);
  // A connection that is closed with bytes unread takes the answer with it: it stays open for a moment, and nothing more is read.
  response.writeHead(status, {
    ...safeHeaders,
    ...problemHeaders,
    'content-length': Buffer.byteLength(body),
    connection: 'keep-alive',
  });
  const { socket } = response;
  response.on('finish', () => {
    socket?.pause();
    setTimeout(() => socket?.destroy(), READING).unref();
  });
  response.end(body);
}
