import { crc32c } from './crc32c.js';

/**
 * Frames bytes as a record of a TFRecord file: their length (64 bits, little-endian), its checksum, the bytes, and theirs.
 * Source: TensorFlow, "TFRecord and tf.train.Example".
 */
export function record(data: Uint8Array): Buffer {
  const framed = Buffer.alloc(16 + data.length);
  framed.writeBigUInt64LE(BigInt(data.length), 0);
  framed.writeUInt32LE(masked(framed.subarray(0, 8)), 8);
  framed.set(data, 12);
  framed.writeUInt32LE(masked(data), 12 + data.length);
  return framed;
}

/** A checksum that may itself be part of what a checksum is taken of: rotated by 15 bits, and a constant added. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
