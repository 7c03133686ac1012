import { beyond, LIMITS } from './limits.js';

/** What a pickle can hold here: Python's containers as JavaScript's, and what the caller's own globals build (`T`). */
export type Pickled<T> =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | T
  | Global<T>
  | Pickled<T>[]
  | Set<Pickled<T>>
  | Map<Pickled<T>, Pickled<T>>;

/** A name of Python's that a pickle may call. */
export class Global<T> {
  constructor(
    readonly name: string,
    readonly call: (args: Pickled<T>[]) => Pickled<T>,
  ) {}
}

/** What the reader asks of its caller. */
export interface PickleHost<T> {
  /** The value or callable behind a name such as `collections.OrderedDict`; undefined refuses it. */
  find(name: string): Pickled<T> | undefined;
  /** What stands for an object that was stored outside the pickle. */
  persistent(id: Pickled<T>): Pickled<T>;
  /** Names the file in errors. */
  path: string;
}

/**
 * Reads a pickle without executing anything: a name of Python's is looked up with the host alone, and refused where the host does not
 * know it. dict and OrderedDict become Map, list and tuple an array, set a Set, bytes a Uint8Array, int a number (bigint beyond
 * 2^53). Protocols 0 to 5, but for the text opcodes that no version of PyTorch writes.
 *
 * @throws Error that names the file: truncated, an unknown opcode, a refused name, values that take more memory than any honest file's.
 */
export function unpickle<T extends object>(bytes: Uint8Array, host: PickleHost<T>): Pickled<T> {
  return new Unpickler(bytes, host).run();
}

const utf8 = new TextDecoder();

class Unpickler<T extends object> {
  private at = 0;
  private stack: Pickled<T>[] = [];
  private readonly marked: Pickled<T>[][] = [];
  private readonly memo = new Map<number, Pickled<T>>();
  private spent = 0;
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly host: PickleHost<T>,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): Pickled<T> {
    for (;;) {
      const opcode = this.byte();
      if (opcode === 0x2e) return this.pop();
      const act = ACTIONS.get(opcode);
      if (!act) throw this.wrong(`opcode 0x${opcode.toString(16).padStart(2, '0')} is not known here`);
      act(this);
    }
  }

  wrong(what: string): Error {
    return new Error(`${this.host.path}: bad pickle at byte ${this.at}: ${what}`);
  }

  /** The next `length` bytes. */
  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw this.wrong('it is cut short');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  uint16(): number {
    this.take(2);
    return this.view.getUint16(this.at - 2, true);
  }

  uint32(): number {
    this.take(4);
    return this.view.getUint32(this.at - 4, true);
  }

  int32(): number {
    this.take(4);
    return this.view.getInt32(this.at - 4, true);
  }

  uint64(): number {
    this.take(8);
    return Number(this.view.getBigUint64(this.at - 8, true));
  }

  float64(): number {
    this.take(8);
    return this.view.getFloat64(this.at - 8, false);
  }

  text(length: number): string {
    const taken = this.take(length);
    this.spend(COST.container + length);
    return utf8.decode(taken);
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw this.wrong('it is cut short');
    const text = this.text(end - this.at);
    this.at++;
    return text;
  }

  /** Little-endian two's complement of any length. */
  long(length: number): number | bigint {
    if (length === 0) return 0;
    if (length > LIMITS.integer)
      throw beyond(this.host.path, `a whole number in its pickle has ${length} bytes`, LIMITS.integer);
    const digits = this.take(length);
    const hex = Array.from(digits, (digit) => digit.toString(16).padStart(2, '0'));
    const value = BigInt.asIntN(8 * length, BigInt(`0x${hex.reverse().join('')}`));
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  push(value: Pickled<T>): void {
    this.spend(COST.place);
    this.stack.push(value);
  }

  /** Counts memory, before it is taken. */
  spend(bytes: number): void {
    this.spent += bytes;
    if (this.spent > LIMITS.values)
      throw beyond(this.host.path, 'the values in its pickle take more bytes of memory', LIMITS.values);
  }

  pop(): Pickled<T> {
    const value = this.stack.pop();
    if (value === undefined) throw this.wrong('it takes a value that is not there');
    return value;
  }

  top(): Pickled<T> {
    const value = this.stack.at(-1);
    if (value === undefined) throw this.wrong('it takes a value that is not there');
    return value;
  }

  /** A copy of the next `length` bytes. */
  copied(length: number): Uint8Array {
    const taken = this.take(length);
    this.spend(COST.container + length);
    return taken.slice();
  }

  /** A new list, dict or set. */
  fresh<C extends Pickled<T>>(container: C): C {
    this.spend(Array.isArray(container) ? COST.container : COST.table);
    return container;
  }

  mark(): void {
    this.spend(COST.container);
    this.marked.push(this.stack);
    this.stack = [];
  }

  /** Everything since the last mark. */
  popMark(): Pickled<T>[] {
    const outer = this.marked.pop();
    if (!outer) throw this.wrong('it closes a mark that is not there');
    const values = this.stack;
    this.stack = outer;
    return values;
  }

  remember(key: number): void {
    this.spend(COST.member);
    this.memo.set(key, this.top());
  }

  memoize(): void {
    this.remember(this.memo.size);
  }

  recall(key: number): void {
    const value = this.memo.get(key);
    if (value === undefined) throw this.wrong(`it recalls value ${key}, which was never stored`);
    this.push(value);
  }

  append(values: Pickled<T>[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.wrong('it appends to something that is no list');
    for (const value of values) list.push(value);
  }

  addItems(values: Pickled<T>[]): void {
    const set = this.top();
    if (!(set instanceof Set)) throw this.wrong('it adds to something that is no set');
    this.spend(COST.member * values.length);
    for (const value of values) set.add(value);
  }

  setItems(pairs: Pickled<T>[]): void {
    const map = this.top();
    if (!(map instanceof Map)) throw this.wrong('it sets an item of something that is no dict');
    this.spend(COST.member * pairs.length);
    for (const [key, value] of this.paired(pairs)) map.set(key, value);
  }

  dict(pairs: Pickled<T>[]): void {
    this.push(this.fresh(new Map()));
    this.setItems(pairs);
  }

  frozenSet(values: Pickled<T>[]): void {
    this.push(this.fresh(new Set()));
    this.addItems(values);
  }

  paired(values: Pickled<T>[]): [Pickled<T>, Pickled<T>][] {
    if (values.length % 2 === 1) throw this.wrong('a dict has a key without a value');
    return values.flatMap((key, i) => (i % 2 === 0 ? [[key, values[i + 1] ?? null]] : []));
  }

  find(name: string): void {
    const found = this.host.find(name);
    if (found === undefined) {
      throw new Error(
        `${this.host.path}: refuses '${name}': only tensors, parameters and plain containers are read, so that a file cannot run code. ` +
          'In Python, save a state_dict() and plain values.',
      );
    }
    this.push(found);
  }

  stackGlobal(): void {
    const [name, module] = [this.pop(), this.pop()];
    if (typeof name !== 'string' || typeof module !== 'string') throw this.wrong('a name is no string');
    this.find(`${module}.${name}`);
  }

  reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof Global) || !Array.isArray(args))
      throw this.wrong('it calls something that cannot be called');
    // What is called copies its arguments, or makes a tensor: a few bytes can ask for a large list again and again.
    this.spend(COST.object + args.reduce<number>((sum, arg) => sum + COST.member * sizeOf(arg), 0));
    this.push(callee.call(args));
  }

  /** State for an object that is built already: an OrderedDict's attributes, which mean nothing here. */
  build(): void {
    this.pop();
    if (!(this.top() instanceof Map))
      throw this.wrong('it sets attributes of something that is no OrderedDict');
  }

  persistent(): void {
    this.push(this.host.persistent(this.pop()));
  }
}

/** How many members a value has, or characters. */
const sizeOf = (value: unknown): number =>
  value instanceof Map || value instanceof Set
    ? value.size
    : Array.isArray(value) || typeof value === 'string'
      ? value.length
      : 1;

/** Bytes that values take in V8, about. */
const COST = { place: 8, member: 48, container: 64, table: 256, object: 1000 };

type Action = <T extends object>(machine: Unpickler<T>) => void;

/** Takes the last `count` values as a tuple. */
const tuple =
  (count: number): Action =>
  (machine) =>
    machine.push(machine.fresh(Array.from({ length: count }, () => machine.pop()).reverse()));

/** By opcode; the comments are their names in Python's pickletools. */
const ACTIONS = new Map<number, Action>([
  [0x80, (m) => m.take(1)], // PROTO
  [0x95, (m) => m.take(8)], // FRAME
  [0x28, (m) => m.mark()], // MARK
  [0x30, (m) => m.pop()], // POP
  [0x31, (m) => m.popMark()], // POP_MARK
  [0x32, (m) => m.push(m.top())], // DUP
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4a, (m) => m.push(m.int32())], // BININT
  [0x4b, (m) => m.push(m.byte())], // BININT1
  [0x4d, (m) => m.push(m.uint16())], // BININT2
  [0x8a, (m) => m.push(m.long(m.byte()))], // LONG1
  [0x8b, (m) => m.push(m.long(m.uint32()))], // LONG4
  [0x47, (m) => m.push(m.float64())], // BINFLOAT
  [0x58, (m) => m.push(m.text(m.uint32()))], // BINUNICODE
  [0x8c, (m) => m.push(m.text(m.byte()))], // SHORT_BINUNICODE
  [0x8d, (m) => m.push(m.text(m.uint64()))], // BINUNICODE8
  [0x54, (m) => m.push(m.text(m.uint32()))], // BINSTRING
  [0x55, (m) => m.push(m.text(m.byte()))], // SHORT_BINSTRING
  [0x42, (m) => m.push(m.copied(m.uint32()))], // BINBYTES
  [0x43, (m) => m.push(m.copied(m.byte()))], // SHORT_BINBYTES
  [0x8e, (m) => m.push(m.copied(m.uint64()))], // BINBYTES8
  [0x96, (m) => m.push(m.copied(m.uint64()))], // BYTEARRAY8
  [0x5d, (m) => m.push(m.fresh([]))], // EMPTY_LIST
  [0x6c, (m) => m.push(m.popMark())], // LIST
  [0x61, (m) => m.append([m.pop()])], // APPEND
  [0x65, (m) => m.append(m.popMark())], // APPENDS
  [0x29, (m) => m.push(m.fresh([]))], // EMPTY_TUPLE
  [0x74, (m) => m.push(m.popMark())], // TUPLE
  [0x85, tuple(1)], // TUPLE1
  [0x86, tuple(2)], // TUPLE2
  [0x87, tuple(3)], // TUPLE3
  [0x7d, (m) => m.push(m.fresh(new Map()))], // EMPTY_DICT
  [0x64, (m) => m.dict(m.popMark())], // DICT
  [0x73, (m) => m.setItems([m.pop(), m.pop()].reverse())], // SETITEM
  [0x75, (m) => m.setItems(m.popMark())], // SETITEMS
  [0x8f, (m) => m.push(m.fresh(new Set()))], // EMPTY_SET
  [0x90, (m) => m.addItems(m.popMark())], // ADDITEMS
  [0x91, (m) => m.frozenSet(m.popMark())], // FROZENSET
  [0x71, (m) => m.remember(m.byte())], // BINPUT
  [0x72, (m) => m.remember(m.uint32())], // LONG_BINPUT
  [0x94, (m) => m.memoize()], // MEMOIZE
  [0x68, (m) => m.recall(m.byte())], // BINGET
  [0x6a, (m) => m.recall(m.uint32())], // LONG_BINGET
  [0x63, (m) => m.find(`${m.line()}.${m.line()}`)], // GLOBAL
  [0x93, (m) => m.stackGlobal()], // STACK_GLOBAL
  [0x52, (m) => m.reduce()], // REDUCE
  [0x81, (m) => m.reduce()], // NEWOBJ
  [0x62, (m) => m.build()], // BUILD
  [0x51, (m) => m.persistent()], // BINPERSID
]);
