import type { FileHandle } from 'node:fs/promises';
import type { DType } from '../core/index.js';
import { ops } from '../dispatch/index.js';
import { Tensor } from '../tensor/index.js';
import { beyond, LIMITS } from './limits.js';
import { blank, normaliseTruth } from './memory.js';
import { Global, type Pickled, unpickle } from './pickle.js';
import { readBytes, reading } from './reading.js';
import { byteLength, elementCount } from './sizes.js';
import { type ZipEntry, ZipReader } from './zip.js';

/** What `torch.save` can have written: tensors in Python's plain containers. dtypes and devices come as their names. */
export type Loaded =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Tensor
  | Loaded[]
  | Set<Loaded>
  | Map<Loaded, Loaded>;

/**
 * Reads a `.pth` or `.pt` file of PyTorch 1.6 or later, like Python's `torch.load(path, map_location='cpu', weights_only=True)`: tensors
 * and parameters (as tensors that require gradients), views of one storage as views of one memory, dict and OrderedDict as Map, list and
 * tuple as array, checkpoints with their optimizer's state. Nothing in the file is executed.
 *
 * @throws Error that names the file: any other Python name in it, the format before 1.6, TorchScript, damage.
 */
export const loadPth = (path: string): Promise<Loaded> =>
  reading(path, async (file, length) => {
    const archive = await openArchive(file, length, path);
    const storages = new Storages(archive, path);
    const names = new Map([...storages.types, ...rebuilders(path), ...GLOBALS]);
    const pickled = unpickle(await archive.zip.read(archive.pickle), {
      path,
      find: (name) => names.get(name),
      persistent: (id) => storages.find(id),
    });
    if (!isLoaded(pickled))
      throw new Error(`${path} holds a bare storage or a Python function, and not tensors alone`);
    await storages.fill();
    return pickled;
  });

interface Archive {
  zip: ZipReader;
  /** The folder that everything in it stands in. */
  root: string;
  pickle: ZipEntry;
}

async function openArchive(file: FileHandle, length: number, path: string): Promise<Archive> {
  const start = await readBytes(file, Math.min(length, 4), 0, path);
  if (start[0] === 0x80 || start[0] === 0x75) {
    throw new Error(
      `${path} is in PyTorch's format before 1.6, which is not read here. In Python: torch.save(torch.load('${path}'), '${path}')`,
    );
  }
  if (start[0] !== 0x50 || start[1] !== 0x4b) {
    throw new Error(`${path} is no PyTorch file: it does not begin as a zip archive`);
  }
  const zip = await ZipReader.open(file, length, path);
  const pickle = [...zip.entries.values()].find(({ name }) => /^[^/]*\/data\.pkl$/.test(name));
  if (!pickle) throw new Error(`${path} is a zip archive, but no PyTorch file: data.pkl is missing`);
  if (pickle.size > LIMITS.pickle)
    throw beyond(path, `its pickle takes ${pickle.size.toLocaleString('en')} bytes`, LIMITS.pickle);
  const root = pickle.name.slice(0, -'data.pkl'.length);
  if (zip.entries.has(`${root}constants.pkl`)) {
    throw new Error(
      `${path} is a TorchScript program, which is not read here. In Python, save its state_dict() instead`,
    );
  }
  const order = zip.entries.get(`${root}byteorder`);
  if (order && new TextDecoder().decode(await zip.read(order)) !== 'little') {
    throw new Error(`${path} was written on a big-endian machine, which is not read here`);
  }
  return { zip, root, pickle };
}

/** The memory that tensors share, as it is stored: a list of elements. */
class Storage {
  constructor(
    readonly dtype: DType,
    readonly tensor: Tensor,
    readonly bytes: Uint8Array,
    readonly entry: ZipEntry,
  ) {}
}

/** Stands for `torch.FloatStorage` and its kin. */
class StorageType {
  constructor(readonly dtype: DType) {}
}

type Parts = Tensor | Storage | StorageType;
type Value = Pickled<Parts>;

const STORAGE_TYPES: [string, DType][] = [
  ['Double', 'float64'],
  ['Float', 'float32'],
  ['Half', 'float16'],
  ['BFloat16', 'bfloat16'],
  ['Long', 'int64'],
  ['Int', 'int32'],
  ['Short', 'int16'],
  ['Char', 'int8'],
  ['Byte', 'uint8'],
  ['Bool', 'bool'],
];

class Storages {
  readonly types = new Map<string, Parts>(
    STORAGE_TYPES.map(([name, dtype]) => [`torch.${name}Storage`, new StorageType(dtype)]),
  );
  private readonly known = new Map<string, Storage>();

  constructor(
    private readonly archive: Archive,
    private readonly path: string,
  ) {}

  /** The storage behind ('storage', type, key, device, element count). Its memory is taken now and read later. */
  find(id: Value): Storage {
    const [kind, type, key, , count] = Array.isArray(id) ? id : [];
    if (
      kind !== 'storage' ||
      !(type instanceof StorageType) ||
      typeof key !== 'string' ||
      typeof count !== 'number'
    ) {
      throw new Error(`${this.path}: a reference to a storage is malformed`);
    }
    const known = this.known.get(key);
    if (known) return known;
    const entry = this.archive.zip.entries.get(`${this.archive.root}data/${key}`);
    if (!entry) throw new Error(`${this.path}: storage ${key} is missing`);
    if (entry.size !== byteLength([count], type.dtype)) {
      throw new Error(
        `${this.path}: storage ${key} has ${entry.size} bytes, which are not ${count} elements of ${type.dtype}`,
      );
    }
    const { tensor, bytes } = blank([count], type.dtype);
    const storage = new Storage(type.dtype, tensor, bytes, entry);
    this.known.set(key, storage);
    return storage;
  }

  /** Reads what the storages hold; the tensors, which are views of them, then have their values. */
  async fill(): Promise<void> {
    for (const { dtype, entry, bytes, tensor } of this.known.values()) {
      await this.archive.zip.readInto(entry, bytes);
      normaliseTruth(dtype, bytes);
      tensor.dispose();
    }
  }
}

const DTYPES: DType[] = STORAGE_TYPES.map(([, dtype]) => dtype);

/** The names that build plain values. */
const GLOBALS = new Map<string, Value>([
  ['collections.OrderedDict', new Global('collections.OrderedDict', ([pairs]) => new Map(pairsOf(pairs)))],
  ...['__builtin__.set', 'builtins.set'].map((name): [string, Value] => [
    name,
    new Global(name, ([items]) => new Set(listOf(items))),
  ]),
  ['torch.Size', new Global('torch.Size', ([sizes]) => listOf(sizes))],
  [
    'torch.device',
    new Global('torch.device', ([type, index]) => (index === undefined ? String(type) : `${type}:${index}`)),
  ],
  [
    '_codecs.encode',
    new Global('_codecs.encode', ([text]) =>
      Uint8Array.from(String(text), (character) => character.charCodeAt(0)),
    ),
  ],
  ...DTYPES.map((dtype): [string, Value] => [`torch.${dtype}`, dtype]),
]);

/** The names that build tensors. */
function rebuilders(path: string): Map<string, Value> {
  const tensor = (args: Value[]) => rebuild(args, path);
  const parameter = ([data, requiresGrad]: Value[]) =>
    tensorOf(data, path).requiresGrad_(requiresGrad === true);
  const callables: [string, (args: Value[]) => Value][] = [
    ['torch._utils._rebuild_tensor', tensor],
    ['torch._utils._rebuild_tensor_v2', tensor],
    ['torch._utils._rebuild_parameter', parameter],
  ];
  return new Map(callables.map(([name, call]) => [name, new Global(name, call)]));
}

/**
 * A tensor from (storage, offset, sizes, strides, requires_grad, hooks, flags), after it is sure that it lies inside its storage.
 * The flags say that its elements stand there with the other sign.
 */
function rebuild([storage, offset, sizes, strides, requiresGrad, , flags]: Value[], path: string): Tensor {
  const [shape, stride] = [numbersOf(sizes), numbersOf(strides)];
  if (
    !(storage instanceof Storage) ||
    !isSize(offset) ||
    !shape ||
    !stride ||
    shape.length !== stride.length ||
    shape.length > LIMITS.dimensions
  ) {
    throw new Error(`${path}: a tensor's description is malformed`);
  }
  const reach =
    elementCount(shape) === 0
      ? 0
      : shape.reduce((last, size, i) => last + (size - 1) * (stride[i] ?? 0), offset) + 1;
  const [count = 0] = storage.tensor.shape;
  if (reach > count) {
    throw new Error(
      `${path}: a tensor of shape [${shape.join(', ')}] reaches element ${reach} of a storage that has ${count}`,
    );
  }
  const stored = storage.tensor.asStrided(shape, stride, offset);
  const negated = flags instanceof Map && flags.get('neg') === true;
  const tensor = negated ? ops.aten?._neg_view?.(stored) : stored;
  if (!(tensor instanceof Tensor)) throw new Error(`${path}: this libtorch has no negated views`);
  return tensor.requiresGrad_(requiresGrad === true);
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const numbersOf = (value: Value | undefined): number[] | null =>
  Array.isArray(value) && value.every(isSize) ? value : null;

const listOf = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);

const pairsOf = (value: Value | undefined): [Value, Value][] =>
  listOf(value).map((pair) => [listOf(pair)[0] ?? null, listOf(pair)[1] ?? null]);

function tensorOf(value: Value | undefined, path: string): Tensor {
  if (value instanceof Tensor) return value;
  throw new Error(`${path}: a parameter holds no tensor`);
}

/**
 * Whether only tensors and plain values are left: no bare storage, and no name that was never called. Without recursion: values lie in
 * each other as deep as the file wants.
 */
function isLoaded(value: Value): value is Loaded {
  const seen = new Set<Value>();
  const rest = [value];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next instanceof Storage || next instanceof StorageType || next instanceof Global) return false;
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof Map) for (const pair of next) rest.push(...pair);
    else if (Array.isArray(next) || next instanceof Set) for (const member of next) rest.push(member);
  }
  return true;
}
