import { create, toBinary } from '@bufbuild/protobuf';
import { type Tensor, torch } from '@onecycle/torch';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from '../../generated/onnx_pb.js';

/** PyTorch's dtypes as ONNX numbers them. */
const dataTypes: Record<string, DataType> = {
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
  float16: DataType.FLOAT16,
  bfloat16: DataType.BFLOAT16,
  uint8: DataType.UINT8,
  int8: DataType.INT8,
  int16: DataType.INT16,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
};

/** ONNX's number of a dtype. Throws for one that ONNX lacks. */
export function dataTypeOf(dtype: string): DataType {
  const found = dataTypes[dtype];
  if (found === undefined) throw new Error(`ONNX has no tensors of ${dtype}`);
  return found;
}

type Attribute = Pick<AttributeProto, 'type'> & Partial<Omit<AttributeProto, '$typeName'>>;

/** Attributes of nodes: ONNX tells a whole number from a float by how it is written. */
export const int = (i: number): Attribute => ({ type: AttributeType.INT, i: BigInt(i) });
export const ints = (values: readonly number[]): Attribute => ({
  type: AttributeType.INTS,
  ints: values.map(BigInt),
});
export const float = (f: number): Attribute => ({ type: AttributeType.FLOAT, f });
export const text = (s: string): Attribute => ({ type: AttributeType.STRING, s: Buffer.from(s) });

export type Attributes = Record<string, Attribute | undefined>;

/** A dimension of an input or output: a size, or the name of one that is known when the model runs. */
export type Dimension = number | string;

/** Collects the nodes and constants of an ONNX graph. */
export class OnnxBuilder {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly inputs: ValueInfoProto[] = [];
  private readonly outputs: ValueInfoProto[] = [];
  private readonly used = new Map<string, number>();

  constructor(
    /** The version of ONNX's operators. */
    readonly opset: number,
  ) {}

  /** Every kind of node with how many there are of it. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { opType } of this.nodes) counts.set(opType, (counts.get(opType) ?? 0) + 1);
    return counts;
  }

  /** A name that nothing has yet, like `wanted`. */
  name(wanted: string): string {
    const count = this.used.get(wanted) ?? 0;
    this.used.set(wanted, count + 1);
    return count === 0 ? wanted : this.name(`${wanted}_${count}`);
  }

  input(name: string, dtype: string, shape: readonly Dimension[]): string {
    this.inputs.push(valueInfo(this.name(name), dtype, shape));
    return name;
  }

  output(name: string, from: string, dtype: string, shape: readonly Dimension[]): void {
    this.nodes.push(create(NodeProtoSchema, { opType: 'Identity', name, input: [from], output: [name] }));
    this.outputs.push(valueInfo(name, dtype, shape));
  }

  /** Adds a node. @returns the names of its outputs */
  node(opType: string, inputs: readonly string[], attributes: Attributes = {}, outputs = 1): string[] {
    const name = this.name(opType);
    const output = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
    const attribute = Object.entries(attributes).flatMap(([key, value]) =>
      value === undefined ? [] : [create(AttributeProtoSchema, { name: key, ...value })],
    );
    this.nodes.push(create(NodeProtoSchema, { opType, name, input: [...inputs], output, attribute }));
    return output;
  }

  /** Adds a constant. The tensor's elements are copied. @returns its name */
  constant(tensor: Tensor, wanted = 'constant'): string {
    const name = this.name(wanted);
    const rawData = torch.scope(() => {
      const { buffer, byteOffset, byteLength } = tensor.detach().cpu().contiguous().toTypedArray();
      return new Uint8Array(buffer, byteOffset, byteLength).slice();
    });
    this.initializers.push(
      create(TensorProtoSchema, {
        name,
        dims: tensor.shape.map(BigInt),
        dataType: dataTypeOf(tensor.dtype),
        rawData,
      }),
    );
    return name;
  }

  /** A list of whole numbers, as the inputs of many operators want them. */
  whole(values: readonly number[]): string {
    return torch.scope(() =>
      this.constant(torch.fromTypedArray(BigInt64Array.from(values, BigInt), [values.length]), 'whole'),
    );
  }

  /** The file: a model with this graph. */
  bytes(about: { name: string; version: string; metadata: Readonly<Record<string, string>> }): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(this.opset) })],
      producerName: 'onecycle',
      producerVersion: about.version,
      graph: create(GraphProtoSchema, {
        name: about.name,
        node: this.nodes,
        initializer: this.initializers,
        input: this.inputs,
        output: this.outputs,
      }),
      metadataProps: Object.entries(about.metadata).map(([key, value]) =>
        create(StringStringEntryProtoSchema, { key, value }),
      ),
    });
    return toBinary(ModelProtoSchema, model);
  }
}

const valueInfo = (name: string, dtype: string, shape: readonly Dimension[]): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: dataTypeOf(dtype),
          shape: {
            dim: shape.map((size) => ({
              value:
                typeof size === 'number'
                  ? { case: 'dimValue' as const, value: BigInt(size) }
                  : { case: 'dimParam' as const, value: size },
            })),
          },
        },
      },
    },
  });
