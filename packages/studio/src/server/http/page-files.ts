import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export interface PageFile {
  type: string;
  content: Uint8Array<ArrayBuffer>;
}

/** The files of the page by their addresses: those that were built, and no others, whatever an address says. */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  const folder = fileURLToPath(new URL('../../../build/page/', import.meta.url));
  const files = new Map<string, PageFile>();
  for (const name of namesIn(folder)) {
    const type = types[extname(name)] ?? 'application/octet-stream';
    files.set(name === 'index.html' ? '/' : `/${name}`, {
      type,
      content: new Uint8Array(readFileSync(`${folder}${name}`)),
    });
  }
  return files;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    throw new Error(`the studio's page is not built (${folder}): npm run setup builds it`);
  }
}
