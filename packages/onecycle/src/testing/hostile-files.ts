import { readFileSync, truncateSync, writeFileSync } from 'node:fs';

/** How much more memory the process had at its highest, in MB. */
export async function grown(run: () => Promise<unknown>): Promise<number> {
  const before = process.resourceUsage().maxRSS;
  await run();
  return (process.resourceUsage().maxRSS - before) / 1024;
}

type Header = Record<string, unknown> & { __metadata__: Record<string, string> };

/** The bytes of a safetensors file with another header, and without a checksum. `change` gets the header, and how many bytes follow it. */
export function withHeader(bytes: Buffer, change: (header: Header, body: number) => void): Buffer {
  const length = Number(bytes.readBigUInt64LE());
  const header: Header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  change(header, bytes.length - 8 - length);
  delete header.__metadata__['onecycle.sha256'];
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([prefix, json, bytes.subarray(8 + length)]);
}

/** Puts a tensor of 40 GB into a safetensors file; the disk keeps none of it. */
export function withHugeTensor(file: string, name: string): void {
  const huge = 4e10;
  const bytes = withHeader(readFileSync(file), (header, body) => {
    header[name] = { dtype: 'F32', shape: [huge / 4], data_offsets: [body, body + huge] };
  });
  writeFileSync(file, bytes);
  truncateSync(file, bytes.length + huge);
}
