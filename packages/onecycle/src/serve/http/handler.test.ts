import { Ajv } from 'ajv';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { drawnPictures, exportedTiny } from '../../testing/exported-tiny.js';
import { deadly } from '../../testing/tiny-net.js';
import { createPredictor, type Predictor, type PredictorOptions, type Task } from '../predictor/index.js';
import { createHandler, type HandlerOptions, type RequestLog } from './index.js';
import { openApi } from './openapi.js';

let files: string[];
let folder: string;
let pictures: Buffer<ArrayBuffer>[];
let predictor: Predictor;
let file: string;
let options: PredictorOptions;

beforeAll(async () => {
  const drawn = await drawnPictures();
  ({ folder, files } = drawn);
  pictures = drawn.pictures.map((picture) => Buffer.from(picture));
  [file, options] = await exportedTiny(drawn);
  predictor = await createPredictor(file, { ...options, maxPixels: 3000 });
});
afterAll(() => predictor.close());

const picture = (i = 0): Buffer<ArrayBuffer> => pictures[i] ?? Buffer.alloc(0);

/** Asks for predictions. */
const post = (
  body: string | Buffer<ArrayBuffer> | FormData,
  headers: Record<string, string> = {},
  path = '/predict',
) => new Request(`http://localhost${path}`, { method: 'POST', body, headers });

/** What a response says, as JSON. */
const jsonOf = async (response: Response): Promise<Record<string, unknown>> =>
  JSON.parse(await response.text());

const jpeg = { 'content-type': 'image/jpeg' };

const formOf = (...parts: (Buffer<ArrayBuffer> | string)[]) => {
  const form = new FormData();
  for (const [i, part] of parts.entries())
    if (typeof part === 'string') form.append(`text${i}`, part);
    else form.append('file', new File([part], `${i}.jpg`));
  return form;
};

test('a picture, a form with one, and several at once', async () => {
  const handler = createHandler(predictor);
  const { name, version } = predictor.model;
  const one = await handler(post(picture(), jpeg));
  expect([one.status, one.headers.get('content-type')]).toEqual([200, 'application/json']);
  const answer = await jsonOf(one);
  expect(answer).toEqual({ model: { name, version }, ...(await predictor.answer(picture())) });
  expect(await jsonOf(await handler(post(formOf(picture()))))).toEqual(answer);
  expect(await jsonOf(await handler(post(picture(), {})))).toEqual(answer);
  const streamed = new Request('http://localhost/predict', {
    method: 'POST',
    headers: jpeg,
    body: new Blob([picture()]).stream(),
    duplex: 'half',
  });
  expect(await (await handler(streamed)).json()).toEqual(answer);

  const several = await handler(post(formOf(picture(0), 'a text', Buffer.from('no picture'), picture(1))));
  expect(several.status).toBe(200);
  const { model: _, ...first } = answer;
  expect(await jsonOf(several)).toEqual({
    model: { name, version },
    predictions: [
      { file: '0.jpg', ...first },
      { file: '2.jpg', error: expect.stringContaining('no picture in a known format') },
      { file: '3.jpg', ...(await predictor.answer(picture(1))) },
    ],
  });
});

test('?top= asks for the most probable classes', async () => {
  const handler = createHandler(predictor);
  const all = await jsonOf(await handler(post(picture(), jpeg)));
  const two = await jsonOf(await handler(post(picture(), jpeg, '/predict?top=2')));
  const sorted = Object.entries(all.probabilities as Record<string, number>).sort(([, a], [, b]) => b - a);
  expect(two.top).toEqual(sorted.slice(0, 2).map(([label, probability]) => ({ label, probability })));
  expect(Object.entries(two.probabilities as object)).toEqual(sorted.slice(0, 2));
  expect((await jsonOf(await handler(post(picture(), jpeg, '/predict?top=99')))).top).toHaveLength(3);
});

test('what each address answers', async () => {
  const handler = createHandler(predictor, { basePath: '/api/pets' });
  const get = async (path: string, method = 'GET') =>
    handler(new Request(`http://localhost/api/pets${path}`, { method }));
  const page = await get('');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const html = await page.text();
  expect(html).toContain('data-predict="/api/pets/predict"');
  expect(html).not.toMatch(/(src|href)="https?:/);
  expect((await get('/', 'HEAD')).status).toBe(200);
  expect(await jsonOf(await get('/healthz'))).toMatchObject({ status: 'ok' });
  await handler(post(picture(), jpeg, '/api/pets/predict'));
  await handler(post('nonsense', jpeg, '/api/pets/predict'));
  await handler(post('nonsense', jpeg, '/api/pets/made-up'));
  const metrics = await (await get('/metrics')).text();
  for (const line of [
    'onecycle_requests_total{route="/predict",status="200"} 1',
    'onecycle_errors_total{route="/predict",status="422"} 1',
    'onecycle_errors_total{route="other",status="404"} 1',
    'onecycle_request_seconds_count 2',
    'onecycle_requests_under_way 0',
    'onecycle_queued_pictures 0',
    'onecycle_workers 1',
    `onecycle_model_info{name="class",version="${predictor.model.version}",task="class"} 1`,
  ])
    expect(metrics.split('\n')).toContain(line);
  for (const line of metrics.split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e+-]+|)$/);
});

test.each<Task>(['class', 'labels', 'values', 'mask'])(
  'answers of a model for %s are as /openapi.json describes them',
  async (task) => {
    const [file, options] = await exportedTiny({ folder, files }, task);
    await using own = await createPredictor(file, options);
    const handler = createHandler(own);
    const description = await jsonOf(await handler(new Request('http://localhost/openapi.json')));
    expect(description.openapi).toBe('3.1.0');
    const ajv = new Ajv({ strict: false }).addSchema(description, 'api');
    const holds = (name: string, value: unknown) => {
      const check = ajv.getSchema(`api#/components/schemas/${name}`);
      expect(check?.(value), ajv.errorsText(check?.errors)).toBe(true);
      expect(check?.({})).toBe(false);
    };
    holds('Answer', await jsonOf(await handler(post(picture(), jpeg))));
    holds('Answer', await jsonOf(await handler(post(picture(), jpeg, '/predict?top=1'))));
    holds('Answers', await jsonOf(await handler(post(formOf(picture(0), Buffer.from('?'), picture(1))))));
    holds('Problem', await jsonOf(await handler(post('?', jpeg))));
  },
);

test('classes without names have numbers, also in /openapi.json', () => {
  const description = JSON.stringify(
    openApi({ name: 'm', version: '0', task: 'mask', classes: [] }, { basePath: '' }),
  );
  const ajv = new Ajv({ strict: false }).addSchema(JSON.parse(description), 'api');
  const model = { name: 'm', version: '0' };
  const mask = { width: 1, height: 1, png: '' };
  const answer = { model, task: 'mask', label: '1', shares: { '0': 0.25, '1': 0.75 }, mask };
  expect(ajv.getSchema('api#/components/schemas/Answer')?.(answer)).toBe(true);
});

test('what is refused has the right status and a sentence', async () => {
  const large = await sharp({ create: { width: 100, height: 31, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const limits = { maxBodyBytes: 20_000, maxPictures: 2, timeoutMs: 5000 };
  const handler = createHandler(predictor, limits);
  const form = { 'content-type': 'multipart/form-data; boundary=xx' };
  const part = '--xx\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n';
  const table: [what: string, request: Request, status: number, sentence: RegExp][] = [
    ['nothing at all', post('', jpeg), 400, /empty/],
    ['an empty form', post(new FormData()), 400, /no file/],
    ['a form of texts', post(formOf('text')), 400, /no file/],
    ['a form without boundary', post(picture(), { 'content-type': 'multipart/form-data' }), 400, /form/],
    ['another boundary', post('--yy\r\n\r\n', form), 400, /form/],
    ['a form that ends early', post(`${part}abc`, form), 400, /form/],
    ['a form of nonsense', post(Buffer.from([1, 2, 3]), form), 400, /form/],
    ['top=0', post(picture(), jpeg, '/predict?top=0'), 400, /whole number/],
    ['top=-1', post(picture(), jpeg, '/predict?top=-1'), 400, /whole number/],
    ['top=many', post(picture(), jpeg, '/predict?top=many'), 400, /whole number/],
    ['top=', post(picture(), jpeg, '/predict?top='), 400, /whole number/],
    ['top=1e3', post(picture(), jpeg, '/predict?top=1e3'), 400, /whole number/],
    ['another address', post(picture(), jpeg, '/predictions'), 404, /no such address/],
    ['a way out of it', post(picture(), jpeg, '/predict/../../etc/passwd'), 404, /no such address/],
    ['GET', new Request('http://localhost/predict'), 405, /POST/],
    ['PUT', new Request('http://localhost/predict', { method: 'PUT', body: picture() }), 405, /POST/],
    ['DELETE', new Request('http://localhost/healthz', { method: 'DELETE' }), 405, /GET/],
    ['too many bytes', post(Buffer.alloc(20_001), jpeg), 413, /larger than/],
    ['too many pictures', post(formOf(picture(), picture(), picture())), 413, /3 pictures/],
    [
      'too many pixels',
      post(large, { 'content-type': 'image/png' }),
      413,
      /100 × 31 pixels, more than the limit of 3000$/,
    ],
    ['JSON', post('{}', { 'content-type': 'application/json' }), 415, /application\/json is not taken/],
    [
      'a form of links',
      post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      /is not taken/,
    ],
    ['text', post('hello'), 415, /text\/plain/],
    ['a type of nonsense', post(picture(), { 'content-type': ';;;' }), 415, /not taken/],
    ['gzip', post(picture(), { ...jpeg, 'content-encoding': 'gzip' }), 415, /gzip/],
    ['brotli', post(picture(), { ...jpeg, 'content-encoding': 'br' }), 415, /br/],
    ['a text that says it is a picture', post('hello', jpeg), 422, /no picture/],
    ['a JPEG that ends early', post(picture().subarray(0, 150), jpeg), 422, /JPEG/],
    ['a JPEG without an inside', post(Buffer.from('ffd8ffd9', 'hex'), jpeg), 422, /cannot be read/],
    ['a PNG without an inside', post(Buffer.from('89504e470d0a1a0a', 'hex'), jpeg), 422, /cannot be read/],
    ['a GIF without an inside', post('GIF89a', jpeg), 422, /cannot be read/],
    [
      'SVG',
      post('<svg xmlns="http://www.w3.org/2000/svg"/>', { 'content-type': 'image/svg+xml' }),
      422,
      /SVG/,
    ],
    ['a path instead of a picture', post('/etc/passwd', jpeg), 422, /no picture/],
    ['an address instead of a picture', post('http://localhost/', jpeg), 422, /no picture/],
    ['zeros', post(Buffer.alloc(1000), jpeg), 422, /no picture/],
    ['two that are none', post(formOf(Buffer.from('a'), Buffer.from('b'))), 422, /none of the 2/],
    ['an empty file', post(formOf(Buffer.alloc(0))), 422, /empty/],
  ];
  for (const [what, request, status, sentence] of table) {
    const response = await handler(request);
    expect([what, response.status]).toEqual([what, status]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const { detail, ...rest } = await jsonOf(response);
    expect(rest).toEqual({ title: expect.any(String), status });
    expect(detail).toMatch(sentence);
    expect(detail).not.toMatch(/undefined|\[object|node:|\.ts|maxPixels/);
  }
});

test('a length that is none, or another than what comes, is refused', async () => {
  const handler = createHandler(predictor);
  const lying = (length: string) => {
    const request = post(picture(), jpeg);
    return new Proxy(request, {
      get(target, name) {
        if (name === 'headers') return new Headers({ ...jpeg, 'content-length': length });
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
  expect((await handler(lying('ten'))).status).toBe(400);
  expect((await handler(lying('-1'))).status).toBe(400);
  expect((await handler(lying('7'))).status).toBe(400);
  expect((await handler(lying('99999999999'))).status).toBe(413);
});

test('a token is asked for where there is one, but for the page and the health', async () => {
  const handler = createHandler(predictor, { token: 'abc.DEF-123' });
  const statusOf = async (path: string, authorization?: string) =>
    (
      await handler(
        new Request(`http://localhost${path}`, {
          headers: { ...jpeg, ...(authorization === undefined ? {} : { authorization }) },
          ...(path === '/predict' ? { method: 'POST', body: picture() } : {}),
        }),
      )
    ).status;
  for (const path of ['/predict', '/metrics', '/openapi.json']) {
    expect(await statusOf(path)).toBe(401);
    for (const wrong of [
      'abc.DEF-123',
      'Bearer',
      'Bearer abc.DEF-12',
      'Bearer abc.DEF-1234',
      'Basic abc.DEF-123',
    ])
      expect(await statusOf(path, wrong)).toBe(401);
    expect(await statusOf(path, 'Bearer abc.DEF-123')).toBe(200);
    expect(await statusOf(path, 'bearer abc.DEF-123')).toBe(200);
  }
  expect([await statusOf('/'), await statusOf('/healthz')]).toEqual([200, 200]);
  const response = await handler(post(picture(), jpeg));
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
});

test('what is too much, too slow or nobody’s is not worked on', async () => {
  const log: RequestLog[] = [];
  const ask = (options: HandlerOptions) =>
    createHandler(predictor, { ...options, log: (one) => log.push(one) });
  const endless = () =>
    new Request('http://localhost/predict', {
      method: 'POST',
      headers: jpeg,
      body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) }),
      duplex: 'half',
    });
  expect((await ask({ timeoutMs: 50 })(endless())).status).toBe(408);
  const narrow = ask({ maxRequests: 1, timeoutMs: 5000 });
  const gone = new AbortController();
  const first = narrow(new Request(endless(), { signal: gone.signal }));
  const second = await narrow(post(picture(), jpeg));
  expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1']);
  gone.abort();
  expect((await first).status).toBe(400);
  expect((await narrow(post(picture(), jpeg))).status).toBe(200);
  const flood = new Request('http://localhost/predict', {
    method: 'POST',
    headers: jpeg,
    body: new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000)) }),
    duplex: 'half',
  });
  expect((await ask({ maxBodyBytes: 10_000 })(flood)).status).toBe(413);
  expect(log.map(({ status }) => status)).toEqual([408, 503, 400, 200, 413]);
  expect(log[3]).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    method: 'POST',
    path: '/predict',
    status: 200,
    ms: expect.any(Number),
    bytes: picture().length,
    pictures: 1,
  });
});

test('a full queue and a worker that dies are the server’s affairs', async () => {
  const [file, options] = await exportedTiny({ folder, files });
  await using own = await createPredictor(file, { ...options, maxBatch: 1, maxQueue: 1 });
  const log: RequestLog[] = [];
  const handler = createHandler(own, { log: (entry) => log.push(entry) });
  const statuses = (await Promise.all(pictures.map((bytes) => handler(post(bytes, jpeg))))).map(
    ({ status }) => status,
  );
  expect([...new Set(statuses)].sort()).toEqual([200, 503]);
  const died = await handler(post(Buffer.from(deadly(picture())), jpeg));
  expect(died.status).toBe(500);
  expect((await jsonOf(died)).detail).toBe('the server failed, and not because of the request');
  expect(log.at(-1)?.error).toContain('WorkerDiedError');
  expect((await handler(post(picture(), jpeg))).status).toBe(200);
});

test('a predictor that was closed is at its end, and what is none is said at once', async () => {
  const closed = await createPredictor(file, options);
  const handler = createHandler(closed);
  await closed.close();
  const response = await handler(post(picture(), jpeg));
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await jsonOf(response)).detail).toBe('the server is about to end: try again later');
  for (const none of [undefined, {}, Promise.resolve(closed)])
    expect(() => createHandler(none as never)).toThrow(
      'what answers is a predictor, as await createPredictor(',
    );
});

test('a log that fails harms no client', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const handler = createHandler(predictor, {
    log: () => {
      throw new Error('the disk is full');
    },
  });
  expect((await handler(post(picture(), jpeg))).status).toBe(200);
  expect(warn).toHaveBeenCalledWith('the log of requests failed: the disk is full');
  warn.mockRestore();
  expect(() => createHandler(predictor, { log: 3 as never })).toThrow('log is a function');
});

test('options that make no sense are errors', () => {
  expect(() => createHandler(predictor, { maxbody: 1 } as never)).toThrow("did you mean 'maxBodyBytes'?");
  expect(() => createHandler(predictor, { basePath: 'api' })).toThrow('basePath is a path');
  expect(() => createHandler(predictor, { token: 'two words' })).toThrow('a token is made of');
  expect(() => createHandler(predictor, { token: '' })).toThrow('a token is made of');
  expect(() => createHandler(predictor, { timeoutMs: 0 })).toThrow('timeoutMs is a number');
});
