import { copyFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { folderOf } from '../testing/pictures.js';
import { idOf } from './files.js';
import { FolderWatch, Project } from './index.js';

let folder = '';
let project: Project;
let watch: FolderWatch;
beforeEach(async () => {
  folder = await folderOf(['cat/1.jpg', 'dog/2.jpg']);
  project = await Project.open(folder);
  watch = new FolderWatch(project, () => {});
  await watch.open();
});
afterEach(() => {
  watch.close();
  rmSync(folder, { recursive: true });
});

const comes = (path: string): void => copyFileSync(join(folder, 'cat/1.jpg'), join(folder, path));
const isFound = (path: string) =>
  vi.waitFor(() => expect([...project.pictures].map((one) => one.path)).toContain(path), { timeout: 60_000 });

it('finds a picture that came just before an edit was written', async () => {
  comes('cat/3.jpg');
  await project.edit([{ ids: [idOf('cat/1.jpg')], label: 'dog' }]);
  await isFound('cat/3.jpg');
});

it('looks at ten thousand files for no edit', async () => {
  const scan = vi.spyOn(project, 'scan');
  const asked = vi.spyOn(project, 'isTableAsItWas');
  await project.edit([{ ids: [idOf('cat/1.jpg')], label: 'dog' }]);
  await vi.waitFor(() => expect(asked).toHaveBeenCalled(), { timeout: 60_000 });
  await asked.mock.results[0]?.value;
  expect(scan).not.toHaveBeenCalled();
});

it('outlives a table that cannot be read, and finds what came meanwhile', async () => {
  const scan = vi.spyOn(project, 'scan');
  symlinkSync('labels.csv', join(folder, 'labels.csv'));
  await vi.waitFor(() => expect(scan).toHaveBeenCalled(), { timeout: 60_000 });
  await expect(scan.mock.results[0]?.value).rejects.toThrow('ELOOP');
  comes('dog/4.jpg');
  await vi.waitFor(() => expect(scan.mock.calls.length).toBeGreaterThan(1), { timeout: 60_000 });
  await expect(scan.mock.results[1]?.value).rejects.toThrow('ELOOP');
  rmSync(join(folder, 'labels.csv'));
  await isFound('dog/4.jpg');
});
