import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crc32 } from './crc32.js';
import { loadNpy, loadPth, loadSafetensors } from './index.js';
import { unpickle } from './pickle.js';

// Files that are small and ask for very much. Each is refused before the work, by an error with its name and the limit.

const folder = await mkdtemp(join(tmpdir(), 'hostile-'));

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

interface Entry {
  name: string;
  contents: Uint8Array;
  /** The name of the entry whose bytes are taken for its own. */
  shares?: string;
}

/** A zip archive, deflated; an entry may point at the bytes of another. */
function zip(entries: readonly Entry[]): Uint8Array {
  const pieces: Buffer[] = [];
  const places = new Map<string, { start: number; packed: Buffer }>();
  let length = 0;
  const add = (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
  };
  const listed = entries.map(({ name, contents, shares }) => {
    const known = shares === undefined ? undefined : places.get(shares);
    const packed = known?.packed ?? deflateRawSync(contents);
    const start = known?.start ?? length;
    const fields = (head: number[]) => {
      const header = Buffer.alloc(head.length === 1 ? 30 : 46);
      header.writeUInt32LE(head[0] ?? 0, 0);
      const at = head.length === 1 ? 4 : 6;
      header.writeUInt16LE(20, at);
      header.writeUInt16LE(8, at + 4);
      header.writeUInt32LE(crc32(contents), at + 10);
      header.writeUInt32LE(packed.length, at + 14);
      header.writeUInt32LE(contents.length, at + 18);
      header.writeUInt16LE(Buffer.byteLength(name), at + 22);
      return header;
    };
    if (known === undefined) {
      places.set(name, { start, packed });
      for (const piece of [fields([0x04034b50]), Buffer.from(name), packed]) add(piece);
    }
    const entry = fields([0x02014b50, 1]);
    entry.writeUInt32LE(start, 42);
    return Buffer.concat([entry, Buffer.from(name)]);
  });
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(length, 16);
  return Buffer.concat([...pieces, directory, end]);
}

const pickled = (...bytes: (number | number[] | string)[]): Uint8Array =>
  Uint8Array.from(
    bytes.flatMap((each) => (typeof each === 'string' ? [...Buffer.from(each, 'latin1')] : each)),
  );

const filled = (length: number, byte: number, before: string, after: string): Uint8Array =>
  Buffer.concat([Buffer.from(before, 'latin1'), Buffer.alloc(length, byte), Buffer.from(after, 'latin1')]);

const host = { path: 'x.pkl', find: () => undefined, persistent: () => null };

describe('pickles', () => {
  test.each<[string, Uint8Array]>([
    ['dicts', filled(5 * 2 ** 20, 0x7d, '\x80\x02', '.')],
    ['lists', filled(5 * 2 ** 20, 0x5d, '\x80\x02', '.')],
    ['marks', filled(5 * 2 ** 20, 0x28, '\x80\x02', '.')],
  ])('of too many %s', (_, bytes) => {
    expect(() => unpickle(bytes, host)).toThrow(
      /^x\.pkl is refused: the values in its pickle take more bytes of memory, and the limit is 268,435,456/,
    );
  });

  test('that ask for copies of one list', () => {
    // A list of 100,000 numbers, remembered; then a set of it, 40 times 1,000.
    const list = pickled(']q\x00(', ...new Array<number[]>(100_000).fill([0x4b, 1]), 'e0');
    const copy = pickled('c__builtin__\nset\n', 'h\x00', '\x85R0');
    const bytes = Buffer.concat([list, ...new Array<Uint8Array>(1000).fill(copy), pickled('N.')]);
    const path = zip([{ name: 'x/data.pkl', contents: bytes }]);
    return written('copies.pth', path).then((file) =>
      expect(loadPth(file)).rejects.toThrow(/copies\.pth is refused: the values in its pickle/),
    );
  });

  test('with a number of a million bytes', () => {
    const bytes = Buffer.concat([
      pickled('\x8b', [0x40, 0x42, 0x0f, 0]),
      Buffer.alloc(1_000_000, 1),
      pickled('.'),
    ]);
    expect(() => unpickle(bytes, host)).toThrow(/a whole number in its pickle has 1000000 bytes, .* 4,096/);
  });

  test('whose values lie deep in each other are read', async () => {
    const deep = Buffer.concat([Buffer.alloc(200_000, 0x5d), Buffer.alloc(199_999, 0x61), pickled('.')]);
    const file = await written('deep.pth', zip([{ name: 'x/data.pkl', contents: deep }]));
    let [value, depth]: [unknown, number] = [await loadPth(file), 0];
    for (; Array.isArray(value) && value.length > 0; depth++) value = value[0];
    expect(depth).toBe(199_999);
  });
});

describe('archives', () => {
  test('a pickle that unpacks to more than any', async () => {
    const contents = Buffer.alloc(65 * 2 ** 20);
    const file = await written('large.th', zip([{ name: 'x/data.pkl', contents }]));
    await expect(loadPth(file)).rejects.toThrow(
      /large\.th is refused: its pickle takes 68,157,440 bytes, and the limit is 67,108,864/,
    );
  });

  test('entries that unpack to much more than they take', async () => {
    const contents = Buffer.alloc(100 * 2 ** 20);
    const storages = [0, 1, 2].map((key) => ({ name: `x/data/${key}`, contents }));
    const file = await written(
      'bomb.pth',
      zip([{ name: 'x/data.pkl', contents: pickled('N.') }, ...storages]),
    );
    await expect(loadPth(file)).rejects.toThrow(
      /bomb\.pth is refused: its entries unpack to 314,572,802 bytes/,
    );
  });

  test('entries that share the bytes of one', async () => {
    const contents = Buffer.alloc(2 ** 20);
    const file = await written(
      'shared.pth',
      zip([
        { name: 'x/data.pkl', contents: pickled('N.') },
        { name: 'x/data/0', contents },
        { name: 'x/data/1', contents, shares: 'x/data/0' },
      ]),
    );
    await expect(loadPth(file)).rejects.toThrow(
      /shared\.pth: 'x\/data\/1' and 'x\/data\/0' lie over each other/,
    );
  });
});

describe('headers', () => {
  const safetensors = (json: string) => {
    const text = Buffer.from(json);
    const bytes = Buffer.alloc(8 + text.length);
    bytes.writeBigUInt64LE(BigInt(text.length), 0);
    return Buffer.concat([bytes.subarray(0, 8), text]);
  };

  test.each<[string, string, RegExp]>([
    [
      'deep',
      `{"a":{"dtype":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      /deeper in each other.* limit is 4/,
    ],
    [
      'a dtype that is a list',
      '{"a":{"dtype":[[1]],"shape":[],"data_offsets":[0,0]}}',
      /tensor 'a': dtype \[\[1\]\] is none/,
    ],
    [
      'dimensions',
      `{"a":{"dtype":"F32","shape":[0${',1'.repeat(100)}],"data_offsets":[0,0]}}`,
      /is not a list of sizes/,
    ],
    [
      'values',
      `{"a":[${'1,'.repeat(4_000_001)}1]}`,
      /its header has more values, and the limit is 4,000,000/,
    ],
  ])('of safetensors: %s', async (name, json, message) => {
    const file = await written(`${name}.safetensors`, safetensors(json));
    await expect(loadSafetensors(file)).rejects.toThrow(message);
    await expect(loadSafetensors(file)).rejects.toThrow(file);
  });

  test('of .npy: longer than NumPy reads', async () => {
    const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0, 0, 1, 0]);
    const file = await written('long.npy', Buffer.concat([start, Buffer.from("'shape': (".repeat(6600))]));
    await expect(loadNpy(file)).rejects.toThrow(
      /long\.npy is refused: its header takes 65,536 bytes, .* 10,000/,
    );
  });
});
