import { createHash, webcrypto } from 'node:crypto';
import type { Tensor } from '@onecycle/torch';

/** The entry of a file's metadata that holds the checksum of everything else in it. */
export const checksumKey = 'onecycle.sha256';

type Metadata = Readonly<Record<string, string>>;

/** Metadata with the checksum of themselves and of the tensors that go with them. */
export async function sealed(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Metadata,
): Promise<Record<string, string>> {
  return { ...metadata, [checksumKey]: await checksum(tensors, metadata) };
}

/** Whether a file holds what was written into it; 'unsealed' where it has no checksum. */
export async function verify(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Metadata,
): Promise<'whole' | 'damaged' | 'unsealed'> {
  const { [checksumKey]: expected, ...others } = metadata;
  if (expected === undefined) return 'unsealed';
  return expected === (await checksum(tensors, others)) ? 'whole' : 'damaged';
}

/**
 * SHA-256 of names, types, shapes and bytes of all tensors and of all metadata, whatever their order. The bytes of one
 * tensor after the other are hashed off the main thread.
 */
async function checksum(tensors: ReadonlyMap<string, Tensor>, metadata: Metadata): Promise<string> {
  const whole = createHash('sha256');
  for (const key of Object.keys(metadata).sort()) whole.update(JSON.stringify([key, metadata[key]]));
  for (const [name, tensor] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    whole.update(JSON.stringify([name, tensor.dtype, tensor.shape]));
    whole.update(new Uint8Array(await webcrypto.subtle.digest('SHA-256', bytesOf(tensor))));
  }
  return whole.digest('hex');
}

function bytesOf(tensor: Tensor): Uint8Array {
  if (tensor.numel() === 0) return new Uint8Array();
  const { buffer, byteOffset, byteLength } = tensor.memoryView(false);
  return new Uint8Array(buffer, byteOffset, byteLength);
}
