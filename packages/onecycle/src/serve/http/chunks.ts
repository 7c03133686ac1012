import type { Readable } from 'node:stream';
import type { Deadline } from './deadline.js';

/** A body as it arrives, piece by piece. */
export interface Chunks {
  pieces: Uint8Array[];
  /** Of all together, in bytes. */
  length: number;
}

/** A body that is larger than may be; no more of it is held than that. */
export class TooManyBytes extends Error {}

/** The body of a request in a runtime with web streams. */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
  deadline: Deadline,
): Promise<Chunks> {
  const body: Chunks = { pieces: [], length: 0 };
  if (!stream) return body;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await deadline.race(reader.read());
      if (done) return body;
      take(body, value, limit);
    }
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  }
}

/** The body of a request of Node's server, as it came from the socket: what converts it to web streams copies it twice. */
export async function readIncoming(incoming: Readable, limit: number, deadline: Deadline): Promise<Chunks> {
  const body: Chunks = { pieces: [], length: 0 };
  let stop = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    const onData = (piece: Uint8Array) => {
      try {
        take(body, piece, limit);
      } catch (error) {
        reject(error);
      }
    };
    const onClose = () => reject(new Error('the connection ended'));
    incoming.on('data', onData).once('end', resolve).once('error', reject).once('close', onClose);
    stop = () => {
      incoming.off('data', onData).off('end', resolve).off('close', onClose);
    };
  });
  try {
    await deadline.race(ended);
    return body;
  } finally {
    stop();
  }
}

function take(body: Chunks, piece: Uint8Array, limit: number): void {
  body.length += piece.length;
  if (body.length > limit) throw new TooManyBytes();
  body.pieces.push(piece);
}

/** All of a body in memory that worker threads see, so that it need not be copied again. */
export function shared({ pieces, length }: Chunks): Uint8Array<SharedArrayBuffer> {
  const whole = new Uint8Array(new SharedArrayBuffer(length));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
