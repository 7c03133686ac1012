import type { Readable } from 'node:stream';
import { type Chunks, readIncoming, readStream, shared, TooManyBytes } from './chunks.js';
import { type Deadline, OutOfTime } from './deadline.js';
import { Refusal } from './refusal.js';

/** A picture as it came; `name` is the file's, where the client sent one. */
export interface SentPicture {
  bytes: Uint8Array;
  name: string | undefined;
}

const megabytes = (bytes: number): string => `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;

const tooLarge = (limit: number): Refusal =>
  new Refusal(413, `the request is larger than ${megabytes(limit)}, which is as much as may be sent`, {
    connection: 'close',
  });

const howTo =
  "send a picture's bytes as image/jpeg (or another image type, or application/octet-stream), or files as multipart/form-data";

/** What kind of body a request says to have. Throws a Refusal for one that is not taken. */
function bodyKind(headers: Headers): 'picture' | 'form' {
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    throw new Refusal(415, `a body that is compressed by ${encoding} is not taken: send it as it is`, {
      'accept-encoding': 'identity',
    });
  const type = headers.get('content-type');
  const essence = type?.split(';')[0]?.trim().toLowerCase();
  if (essence === 'multipart/form-data') return 'form';
  // Who sends bytes without a type means the picture.
  if (essence === undefined || essence === 'application/octet-stream' || /^image\/[\w.+-]+$/.test(essence))
    return 'picture';
  throw new Refusal(415, `${essence === '' ? 'an empty type' : essence} is not taken: ${howTo}`);
}

/**
 * The pictures of a request; `incoming` is the same as Node's server has it. Throws a Refusal where there are none, too many,
 * or more bytes than may be.
 */
export async function readPictures(
  request: Request,
  incoming: Readable | undefined,
  { deadline, maxBodyBytes, maxPictures }: { deadline: Deadline; maxBodyBytes: number; maxPictures: number },
): Promise<{ pictures: SentPicture[]; bytes: number }> {
  const kind = bodyKind(request.headers);
  const body = await readBody(request, incoming, maxBodyBytes, deadline);
  if (body.length === 0) throw new Refusal(400, `the request is empty: ${howTo}`);
  const pictures =
    kind === 'picture' ? [{ bytes: shared(body), name: undefined }] : await filesOf(body, request.headers);
  if (pictures.length === 0)
    throw new Refusal(400, 'the form has no file: add one, -F file=@dog.jpg with curl');
  if (pictures.length > maxPictures)
    throw new Refusal(
      413,
      `${pictures.length} pictures are more than the ${maxPictures} that a request may have`,
    );
  return { pictures, bytes: body.length };
}

async function readBody(
  request: Request,
  incoming: Readable | undefined,
  limit: number,
  deadline: Deadline,
): Promise<Chunks> {
  const declared = request.headers.get('content-length');
  if (declared !== null && !/^\d+$/.test(declared))
    throw new Refusal(400, 'the content-length of the request is no number');
  if (Number(declared) > limit) throw tooLarge(limit);
  let body: Chunks;
  try {
    if (incoming) body = await readIncoming(incoming, limit, deadline);
    else if (declared === null) body = await readStream(request.body, limit, deadline);
    else {
      const whole = new Uint8Array(await deadline.race(request.arrayBuffer()));
      body = { pieces: [whole], length: whole.length };
    }
  } catch (error) {
    if (error instanceof TooManyBytes) throw tooLarge(limit);
    if (error instanceof OutOfTime)
      throw new Refusal(408, 'the request did not arrive in time', { connection: 'close' });
    throw new Refusal(400, 'the request ended before all of it had arrived', { connection: 'close' });
  }
  if (body.length > limit) throw tooLarge(limit);
  if (declared !== null && body.length !== Number(declared))
    throw new Refusal(400, `of the ${declared} bytes that were announced ${body.length} arrived`);
  return body;
}

/** The files of a form; fields that are no files are left alone. */
async function filesOf({ pieces, length }: Chunks, headers: Headers): Promise<SentPicture[]> {
  const type = headers.get('content-type') ?? '';
  const form = await new Response(Buffer.concat(pieces, length), { headers: { 'content-type': type } })
    .formData()
    .catch(() => {
      throw new Refusal(
        400,
        'the form cannot be read: a part or its end is missing, or its boundary is another',
      );
    });
  const files = [...form.values()].filter((value) => typeof value !== 'string');
  return Promise.all(
    files.map(async (file) => ({ bytes: new Uint8Array(await file.arrayBuffer()), name: file.name })),
  );
}
