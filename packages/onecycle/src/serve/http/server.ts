import { setMaxListeners } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { checkNumber, checkOptions, is } from '../../base/index.js';
import type { Predictor } from '../predictor/index.js';
import { createAnswering } from './handler.js';
import { type HandlerOptions, handlerOptionNames, handlerOptions } from './options.js';
import { problem, problemType } from './refusal.js';

/** Options of `serve`. */
export interface ServeOptions extends HandlerOptions {
  /** Default 3000; 0 takes one that is free. */
  port?: number;
  /** The address to listen at. Default `'127.0.0.1'`: this machine alone; `'0.0.0.0'` is all of its addresses. */
  host?: string;
}

/** A server that listens. */
export interface PredictionServer extends AsyncDisposable {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Takes no more requests and waits for those under way, as long as one may take. The predictor stays open. */
  close(): Promise<void>;
}

/** Connections that are open at once at most; Node closes others at once. */
const maxConnections = 1024;

/** How long a client may take over the head of a request, in milliseconds. */
const headersTimeout = 10_000;

/** How often a client that closed its side is asked whether it is still there, in milliseconds. */
const askingInterval = 500;

/**
 * A server of Node's with the addresses of `createHandler`. Heads of requests are bounded in size and time, and so are
 * connections.
 *
 * @throws Error where it cannot listen, as where the port is taken
 */
export async function serve(predictor: Predictor, options: ServeOptions = {}): Promise<PredictionServer> {
  checkOptions<ServeOptions>(options, { ...handlerOptionNames, port: is.count(0), host: is.name }, 'serve');
  const { port = 3000, host = '127.0.0.1', ...rest } = options;
  checkNumber('serve: port', port, { most: 65_535 });
  // Node would take an empty one, a variable that was not set for instance, for all addresses.
  const resolved = handlerOptions(rest, 'serve');
  const { timeoutMs, log } = resolved;
  const { getRequestListener } = await import('@hono/node-server');
  const answer = createAnswering(predictor, resolved);
  const listener = getRequestListener((request, { incoming }) => answer(request, { incoming }), {
    overrideGlobalObjects: false,
    errorHandler: () =>
      new Response(problem(400, 'the address or the host of the request makes no sense'), {
        status: 400,
        headers: { 'content-type': problemType },
      }),
  });
  const limits = {
    // The handler says it itself a little earlier, in words.
    requestTimeout: timeoutMs + 2000,
    headersTimeout: Math.min(headersTimeout, timeoutMs),
    connectionsCheckingInterval: Math.min(1000, timeoutMs),
    keepAliveTimeout: 5000,
    // Who names no host is told so by the handler of errors above.
    requireHostHeader: false,
  };
  const server = createServer(limits, (request, response) => {
    // HTTP/1.0 knows no hosts; the probes of load balancers still speak it.
    if (request.httpVersion === '1.0') request.headers.host ??= 'localhost';
    endWhenGone(request, response);
    response.once('close', () => {
      // A server that closes waits for no further request: the connection would stay open for one.
      if (!server.listening) server.closeIdleConnections();
    });
    void listener(request, response);
  });
  server.maxConnections = maxConnections;
  // A client that has said all may close its side, and still listens. Node would take it for one that went away; its types lack the name.
  Object.assign(server, { httpAllowHalfOpen: true });
  const tell = (status: number, method: string, path: string, error: string): void =>
    log({ time: new Date().toISOString(), method, path, status, ms: 0, error });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const status = refuse(error, socket);
    if (status !== undefined) tell(status, '', '', error.message);
  });
  server.on('connect', ({ url = '' }, socket: Socket) => {
    send(socket, 405, 'CONNECT is not taken here: this is no proxy');
    tell(405, 'CONNECT', url, 'this is no proxy');
  });
  server.on('checkExpectation', ({ method = '', url = '' }, response) => {
    const detail = 'of expectations only 100-continue is met';
    response.writeHead(417, { 'content-type': problemType, connection: 'close' }).end(problem(417, detail));
    tell(417, method, url.split('?')[0] ?? '', detail);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explained(error, host, port)));
    server.listen(port, host, resolve);
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closed(server, timeoutMs);
    return closing;
  };
  return { url: urlOf(server.address()), close, [Symbol.asyncDispose]: close };
}

/**
 * Ends the connection of a client that closed its side and is gone, so that nobody predicts for it. Whether it is, or still listens,
 * TCP tells only where something is sent: an interim answer (102) means nothing to one that listens, and to one that is gone it
 * has the next fail. HTTP/1.0 has no interim answers: there whoever closes is answered, gone or not.
 */
function endWhenGone({ socket, httpVersion }: IncomingMessage, response: ServerResponse): void {
  if (httpVersion === '1.0') return;
  let timer: NodeJS.Timeout | undefined;
  const ask = (): void => {
    // Of several requests at once the one whose turn it is has the connection.
    if (response.socket && !response.headersSent) response.writeProcessing();
  };
  const closed = (): void => {
    timer = setInterval(ask, askingInterval).unref();
  };
  // As many as a client sends at once.
  setMaxListeners(0, socket);
  socket.once('end', closed);
  response.once('close', () => {
    clearInterval(timer);
    socket.off('end', closed);
  });
}

/** Answers what Node's parser refuses: what is no HTTP, heads that are too large or too slow. Gives the status. */
function refuse({ code }: NodeJS.ErrnoException, socket: Socket): number | undefined {
  const [status, detail] =
    code === 'HPE_HEADER_OVERFLOW'
      ? ([431, 'the head of the request is larger than 16 KiB'] as const)
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ([408, 'the request did not arrive in time'] as const)
        : ([400, 'that is no request of HTTP'] as const);
  if (code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    // Nobody listens, or an answer is on its way already and another would make nonsense of it.
    socket.destroy();
    return undefined;
  }
  send(socket, status, detail);
  return status;
}

/** Answers over the bare connection, where there is no response to write to, and ends it. */
function send(socket: Socket, status: number, detail: string): void {
  const body = problem(status, detail);
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  // A client that goes on sending is not listened to for ever.
  setTimeout(() => socket.destroy(), 500).unref();
}

async function closed(server: Server, patience: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), patience);
  await ended;
  clearTimeout(impatience);
}

function urlOf(address: AddressInfo | string | null): string {
  if (typeof address === 'string' || address === null) return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken by another program: choose another',
  EACCES: 'it is not permitted: ports below 1024 need more rights',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no host of that name',
};

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reason = reasons[error.code ?? ''] ?? error.message;
  return new Error(`cannot listen at ${host}, port ${port}: ${reason}`, { cause: error });
}
