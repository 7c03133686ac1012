import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getImageFiles } from 'onecycle';

/** A picture of Tiny ImageNet, with the WordNet id of what it shows. */
export type Entry = { file: string; label: string; isValid: boolean };

/**
 * The pictures of Tiny ImageNet: 100,000 to train on and 10,000 to validate with, of 200 classes, 64 × 64 pixels.
 * @param folder the unpacked `tiny-imagenet-200`
 */
export async function tinyImagenet(folder: string): Promise<Entry[]> {
  const train = (await getImageFiles(join(folder, 'train'))).map((path) => {
    const file = String(path);
    return { file, label: path.parent.parent.name, isValid: false };
  });
  const rows = (await readFile(join(folder, 'val', 'val_annotations.txt'), 'utf8')).trim().split('\n');
  const valid = rows.map((row) => {
    const [name = '', label = ''] = row.split('\t');
    return { file: join(folder, 'val', 'images', name), label, isValid: true };
  });
  return [...train, ...valid];
}
