import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The status and the body of an answer; null where the connection is broken off instead. */
export type Reply = [status: number, body?: unknown] | null;

/** A server that answers in JSON over real sockets, and can go away and come back. */
export abstract class JsonServer {
  /** Answers every request with this status. */
  broken: number | undefined;
  port = 0;
  #server: Server | undefined;

  get uri(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  protected abstract answer(request: IncomingMessage, url: URL, bytes: Buffer): Reply | Promise<Reply>;

  /** Listens, at the same port as before where there was one. */
  async start(): Promise<this> {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const url = new URL(request.url ?? '', this.uri);
      const reply = await this.answer(request, url, Buffer.concat(chunks));
      if (!reply) {
        request.socket.destroy();
        return;
      }
      const [status, body] = reply;
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? '' : JSON.stringify(body));
    });
    this.#server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => this.#server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve) ?? resolve(null));
  }
}
