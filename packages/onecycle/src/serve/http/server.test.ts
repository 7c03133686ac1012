import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { drawnPictures, exportedTiny } from '../../testing/exported-tiny.js';
import { createPredictor, type Predictor } from '../predictor/index.js';
import { type PredictionServer, type RequestLog, serve } from './index.js';

let predictor: Predictor;
let server: PredictionServer;
let picture: Buffer;
const log: RequestLog[] = [];

beforeAll(async () => {
  const drawn = await drawnPictures();
  picture = drawn.pictures[0] ?? Buffer.alloc(0);
  const [file, options] = await exportedTiny(drawn);
  predictor = await createPredictor(file, options);
  server = await serve(predictor, {
    port: 0,
    timeoutMs: 1500,
    maxBodyBytes: 100_000,
    log: (entry) => log.push(entry),
  });
});
afterAll(async () => {
  await server.close();
  await predictor.close();
});

const head = (...lines: string[]) =>
  ['POST /predict HTTP/1.1', 'Host: localhost', ...lines, '', ''].join('\r\n');
const typed = 'Content-Type: image/jpeg';

interface Sent {
  parts: (string | Uint8Array)[];
  /** Between two parts, in milliseconds. */
  pause?: number;
  /** Whether the client goes away after the last part. */
  leaves?: boolean;
  /** Whether the client closes its side after the last part, and goes on listening. */
  closes?: boolean;
}

/** What a connection gets on which these bytes are sent: all of it, until the server closes it or has answered. */
async function answerTo({ parts, pause = 0, leaves = false, closes = false }: Sent): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let said = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    said += text;
    // An answer with its length need not be followed by the end of the connection.
    const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(said) ?? [];
    if (length !== undefined && said.split('\r\n\r\n').slice(1).join('').length >= Number(length))
      socket.destroy();
  });
  // The server may close while the client still sends.
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.on('close', resolve));
  for (const part of parts) {
    if (socket.destroyed) break;
    socket.write(part);
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  if (leaves) socket.destroy();
  if (closes) socket.end();
  await closed;
  return said;
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

test('it listens on this machine alone, and says the address', async () => {
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(`${server.url}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'image/jpeg' },
    body: new Uint8Array(picture),
  });
  expect(JSON.parse(await response.text())).toMatchObject(await predictor.answer(picture));
  await expect(serve(predictor, { port: Number(new URL(server.url).port) })).rejects.toThrow(
    'the port is taken by another program: choose another',
  );
  // Node would listen at all addresses.
  for (const host of ['', 3])
    await expect(serve(predictor, { port: 0, host: host as string })).rejects.toThrow(
      'host is a name, and not',
    );
  await expect(serve(predictor, { port: 70_000 })).rejects.toThrow('port is a number');
  await expect(serve(predictor, { prot: 1 } as never)).rejects.toThrow("did you mean 'port'?");
});

test('a client that closes its side after the request gets its answer', async () => {
  const request = [head(typed, `Content-Length: ${picture.length}`), picture];
  const said = await answerTo({ parts: request, closes: true });
  expect(statusOf(said)).toBe(200);
  expect(JSON.parse(said.split('\r\n\r\n').slice(1).join(''))).toMatchObject(await predictor.answer(picture));
  // One that closes it before that does not wait for ever.
  expect(
    statusOf(await answerTo({ parts: [head(typed, 'Content-Length: 1000'), 'abc'], closes: true })),
  ).not.toBe(200);
});

test('of clients that close before the answer those that are gone are noticed, and those that listen get it', async () => {
  let asked = 0;
  const entries: RequestLog[] = [];
  // As one that is busy, until those who are gone are noticed.
  let goOn = (): void => {};
  const noticed = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const slow: Predictor = Object.create(predictor, {
    model: { value: predictor.model },
    stats: { get: () => predictor.stats },
    answer: {
      value: async (item: Uint8Array, options: { signal: AbortSignal }) => {
        asked += 1;
        const gone = new Promise((resolve) => options.signal.addEventListener('abort', resolve));
        await Promise.race([noticed, gone]);
        return predictor.answer(item, options);
      },
    },
  });
  await using own = await serve(slow, { port: 0, log: (entry) => entries.push(entry) });
  const begin = (version: string) => {
    const socket = connect({ port: Number(new URL(own.url).port), host: '127.0.0.1', allowHalfOpen: true });
    let said = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      said += text;
    });
    socket.on('error', () => {});
    socket.write(head(typed, `Content-Length: ${picture.length}`).replace('HTTP/1.1', version));
    socket.write(picture);
    return { socket, said: () => said };
  };
  const gone = begin('HTTP/1.1');
  const old = begin('HTTP/1.0');
  const listening = begin('HTTP/1.1');
  await vi.waitFor(() => expect(asked).toBe(3), { timeout: 20_000 });
  gone.socket.destroy();
  old.socket.end();
  listening.socket.end();
  await vi.waitFor(() => expect(entries).toHaveLength(1), { timeout: 20_000 });
  expect(entries.map(({ status }) => status)).toEqual([499]);
  goOn();
  await vi.waitFor(() => expect(listening.said()).toContain('"label"'), { timeout: 20_000 });
  await vi.waitFor(() => expect(old.said()).toContain('"label"'), { timeout: 20_000 });
  listening.socket.destroy();
  // Older than interim answers.
  expect(old.said()).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/);
  expect(listening.said()).toMatch(/^(HTTP\/1\.1 102 Processing\r\n\r\n)*HTTP\/1\.1 200 OK\r\n/);
  expect(entries.map(({ status }) => status)).toEqual([499, 200, 200]);
});

test('a log that fails, at once or later, ends nothing, whoever asks', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const fails: ((entry: RequestLog) => void)[] = [
    () => {
      throw new Error('the disk is full');
    },
    () => Promise.reject(new Error('the disk is full')),
  ];
  for (const failing of fails) {
    await using own = await serve(predictor, { port: 0, log: failing });
    const told = () => warn.mock.calls.length;
    const before = told();
    for (const sent of ['GARBAGE\r\n\r\n', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', head('Expect: x')]) {
      const socket = connect(Number(new URL(own.url).port), '127.0.0.1', () => socket.write(sent));
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
    }
    expect((await fetch(`${own.url}/healthz`)).status).toBe(200);
    await vi.waitFor(() => expect(told() - before).toBe(4));
    expect(warn).toHaveBeenLastCalledWith('the log of requests failed: the disk is full');
  }
  warn.mockRestore();
});

test.each<[what: string, sent: Sent, status: number]>([
  ['what is no HTTP', { parts: ['hello\r\n\r\n'] }, 400],
  ['bytes of TLS', { parts: [Buffer.from('16030100a5010000a1', 'hex'), '\r\n\r\n'] }, 400],
  ['another version', { parts: ['GET / HTTP/7.3\r\n\r\n'] }, 400],
  ['a line that is no header', { parts: ['GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n'] }, 400],
  ['no host', { parts: ['GET / HTTP/1.1\r\n\r\n'] }, 400],
  ['a host that is none', { parts: ['GET / HTTP/1.1\r\nHost: a b\r\n\r\n'] }, 400],
  ['two lengths', { parts: [head(typed, 'Content-Length: 3', 'Content-Length: 4'), 'abc'] }, 400],
  ['a length that is none', { parts: [head(typed, 'Content-Length: many'), 'abc'] }, 400],
  ['a length below zero', { parts: [head(typed, 'Content-Length: -1'), 'abc'] }, 400],
  [
    'a length and chunks',
    { parts: [head(typed, 'Content-Length: 3', 'Transfer-Encoding: chunked'), 'abc'] },
    400,
  ],
  ['a chunk without a length', { parts: [head(typed, 'Transfer-Encoding: chunked'), 'zz\r\nabc\r\n'] }, 400],
  ['no body', { parts: [head(typed)] }, 400],
  ['an empty body', { parts: [head(typed, 'Content-Length: 0')] }, 400],
  ['a header of 20 KB', { parts: [head(`X-Long: ${'a'.repeat(20_000)}`)] }, 431],
  ['ten thousand headers', { parts: [head(...Array.from({ length: 10_000 }, (_, i) => `X-${i}: a`))] }, 431],
  ['an address of 20 KB', { parts: [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`] }, 431],
  ['a head that does not end', { parts: ['GET / HTTP/1.1\r\nHos'] }, 408],
  [
    'a head that drips',
    { parts: ['GET / HTTP/1.1\r\n', ...'X-A: aaaaaaaaaaaaaaaaaaaaaaa'], pause: 200 },
    408,
  ],
  ['a body that does not come', { parts: [head(typed, 'Content-Length: 1000')] }, 408],
  [
    'a body that drips',
    { parts: [head(typed, 'Content-Length: 1000'), ...'aaaaaaaaaaaaaaaaaaaaaaa'], pause: 150 },
    408,
  ],
  [
    'chunks that drip',
    { parts: [head(typed, 'Transfer-Encoding: chunked'), ...Array(20).fill('1\r\na\r\n')], pause: 150 },
    408,
  ],
  [
    'a body that is too large',
    { parts: [head(typed, 'Content-Length: 100001'), Buffer.alloc(100_001)] },
    413,
  ],
  ['one that says it is', { parts: [head(typed, 'Content-Length: 99999999999')] }, 413],
  [
    'chunks that are',
    {
      parts: [
        head(typed, 'Transfer-Encoding: chunked'),
        ...Array(30).fill(`1388\r\n${'a'.repeat(5000)}\r\n`),
      ],
    },
    413,
  ],
  ['an expectation', { parts: [head(typed, 'Expect: wonders', 'Content-Length: 3'), 'abc'] }, 417],
  ['a method of its own', { parts: ['BREW /predict HTTP/1.1\r\nHost: x\r\n\r\n'] }, 400],
  ['CONNECT', { parts: ['CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n'] }, 405],
  ['TRACE', { parts: ['TRACE /predict HTTP/1.1\r\nHost: x\r\n\r\n'] }, 405],
])('over a connection: %s', async (_, sent, status) => {
  const answer = await answerTo(sent);
  expect([statusOf(answer), answer.slice(0, 400)]).toEqual([status, answer.slice(0, 400)]);
  expect(answer).toMatch(/"detail":"[^"]{10,}"/);
});

test('a probe that speaks HTTP/1.0 and names no host', async () => {
  expect(statusOf(await answerTo({ parts: ['GET /healthz HTTP/1.0\r\n\r\n'] }))).toBe(200);
});

test('a client that goes away in the middle of a picture harms nobody', async () => {
  const sent = { parts: [head(typed, `Content-Length: ${picture.length}`), picture.subarray(0, 100)] };
  await Promise.all(Array.from({ length: 5 }, () => answerTo({ ...sent, pause: 20, leaves: true })));
  const whole = { parts: [head(typed, `Content-Length: ${picture.length}`), picture] };
  expect(statusOf(await answerTo(whole))).toBe(200);
  expect(predictor.stats).toMatchObject({ queued: 0, workers: 1, replaced: 0 });
});

test('closing waits for what is under way', async () => {
  const own = await serve(predictor, { port: 0 });
  const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
  let said = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    said += text;
  });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.write(head(typed, `Content-Length: ${picture.length}`));
  socket.write(picture.subarray(0, 50));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closing = own.close();
  await expect(fetch(own.url)).rejects.toThrow();
  socket.write(picture.subarray(50));
  await Promise.all([closing, closed]);
  expect(statusOf(said)).toBe(200);
});

test('every request is a line of the log, without what was in it', () => {
  expect(log.length).toBeGreaterThan(20);
  for (const entry of log) {
    expect(Object.keys(entry)).toEqual(expect.arrayContaining(['time', 'method', 'path', 'status', 'ms']));
    expect(JSON.stringify(entry).length).toBeLessThan(21_000);
  }
});
