/**
 * What a predictor's tests hand to its worker threads as their `module`. Of its address: `?kind=mask` is the net for masks,
 * `?outputs=3` how many outputs it has. A worker ends when a picture is followed by the bytes `END`, or by `END` and the path of
 * a file that is not there, which it makes first: so it ends once.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { nn, type Tensor } from '@onecycle/torch';

/** A net that is made in no time: of pictures to scores, or with `isMask` to scores of each pixel. */
export function tinyNet(outputs: number, isMask = false): nn.Module<Tensor[]> {
  const first = new nn.Conv2d(3, 4, 3, { padding: 1 });
  return isMask
    ? new nn.Sequential(first, new nn.ReLU(), new nn.Conv2d(4, outputs, 1))
    : new nn.Sequential(
        first,
        new nn.BatchNorm2d(4),
        new nn.ReLU(),
        new nn.AdaptiveAvgPool2d(1),
        new nn.Flatten(),
        new nn.Linear(4, outputs),
      );
}

/** What no picture ends with by itself. */
const mark = '<a worker ends here>';
const ending = new RegExp(`${mark}([^\\0]*)$`, 's');

/** The bytes of a picture, over which a worker with this module ends: each one, or with a path only the first. */
export const deadly = (picture: Uint8Array, flag = ''): Buffer =>
  Buffer.concat([picture, Buffer.from(`${mark}${flag}`)]);

const { searchParams } = new URL(import.meta.url);

export default () => ({
  model: tinyNet(Number(searchParams.get('outputs') ?? 3), searchParams.get('kind') === 'mask'),
});

parentPort?.on('message', (message: { items?: { source: unknown }[] }) => {
  for (const { source } of message.items ?? []) {
    if (!(source instanceof SharedArrayBuffer)) continue;
    const end = Buffer.from(source).subarray(-200).toString('latin1');
    const [, flag] = ending.exec(end) ?? [];
    if (flag === undefined || (flag !== '' && existsSync(flag))) continue;
    if (flag !== '') writeFileSync(flag, '');
    process.exit(7);
  }
});
