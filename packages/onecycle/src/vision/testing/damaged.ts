import { readFileSync } from 'node:fs';
import type { Rng } from '../../data/index.js';

/** A file made bad, and whether a decoder can be sure to notice. */
export interface DamagedFile {
  name: string;
  bytes: Uint8Array;
  /** Flipped bits may give another picture, which nobody can tell from a good one. */
  mayDecode: boolean;
}

type Damage = (bytes: Uint8Array, rng: Rng, ending: string) => Omit<DamagedFile, 'name'>;

const sure = (bytes: Uint8Array) => ({ bytes, mayDecode: false });
const unsure = (bytes: Uint8Array) => ({ bytes, mayDecode: true });

function changed(bytes: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array {
  const copy = Uint8Array.from(bytes);
  change(copy);
  return copy;
}

/** Sizes of 65500 × 65500 and more written where each format keeps them. */
function asBomb(bytes: Uint8Array): Uint8Array {
  return changed(bytes, (copy) => {
    const view = new DataView(copy.buffer);
    if (copy[0] === 0xff) {
      for (let at = 2; at + 9 < copy.length; at += 2 + view.getUint16(at + 2)) {
        const marker = copy[at + 1] ?? 0;
        if (marker < 0xc0 || marker > 0xc2) continue;
        view.setUint16(at + 5, 65500);
        view.setUint16(at + 7, 65500);
        return;
      }
    } else if (copy[0] === 0x42) {
      view.setInt32(18, 100_000, true);
      view.setInt32(22, 100_000, true);
    } else if (copy[0] === 0x47) {
      view.setUint16(6, 65500, true);
      view.setUint16(8, 65500, true);
    } else {
      view.setUint32(16, 100_000);
      view.setUint32(20, 100_000);
    }
  });
}

const damages: readonly Damage[] = [
  // cut short
  (bytes, rng) => sure(bytes.subarray(0, 1 + rng.int(Math.floor(bytes.length * 0.9)))),
  // bits flipped anywhere, in the header, and all over
  (bytes, rng) => unsure(flipped(bytes, rng, 1 + rng.int(8), bytes.length)),
  (bytes, rng) => unsure(flipped(bytes, rng, 1 + rng.int(4), 64)),
  (bytes, rng) => unsure(flipped(bytes, rng, Math.ceil(bytes.length / 8), bytes.length)),
  // nothing at all, zeros, noise, a text, a page
  () => sure(new Uint8Array()),
  (_, rng) => sure(new Uint8Array(1 + rng.int(5000))),
  (_, rng) => sure(Uint8Array.from({ length: 1 + rng.int(5000) }, () => rng.int(256) & 0x7f)),
  () => sure(Buffer.from('This is no picture but a text with the ending of one.\n'.repeat(20))),
  () => sure(Buffer.from('<!DOCTYPE html><html><body>404: not found</body></html>')),
  // the beginning alone, the beginning missing
  (bytes, rng) => sure(bytes.subarray(0, 2 + rng.int(10))),
  (bytes, rng) => sure(bytes.subarray(1 + rng.int(100))),
  // zeros and a piece of itself in the middle
  (bytes, rng) => unsure(changed(bytes, (copy) => copy.fill(0, rng.int(copy.length)))),
  (bytes, rng) =>
    unsure(changed(bytes, (copy) => copy.copyWithin(rng.int(copy.length), rng.int(copy.length)))),
  // sizes that would fill the memory; of a GIF the frame counts, and its canvas is not believed
  (bytes, _, ending) => (ending === '.gif' ? unsure : sure)(asBomb(bytes)),
];

function flipped(bytes: Uint8Array, rng: Rng, count: number, within: number): Uint8Array {
  return changed(bytes, (copy) => {
    for (let k = 0; k < count; k++) {
      const at = rng.int(Math.min(within, copy.length));
      copy[at] = (copy[at] ?? 0) ^ (1 << rng.int(8));
    }
  });
}

/** `n` bad files made of good ones: every kind of damage in turn, on every file in turn. */
export function damagedFiles(files: readonly string[], n: number, rng: Rng): DamagedFile[] {
  const good = files.map((file) => ({
    bytes: readFileSync(file),
    ending: file.slice(file.lastIndexOf('.')),
  }));
  return Array.from({ length: n }, (_, i) => {
    const kind = i % damages.length;
    const { bytes, ending } = good[Math.floor(i / damages.length) % good.length] ?? {
      bytes: new Uint8Array(),
      ending: '',
    };
    const made = damages[kind]?.(bytes, rng, ending) ?? unsure(bytes);
    return { name: `${String(i).padStart(4, '0')}-damage-${kind}${ending}`, ...made };
  });
}
