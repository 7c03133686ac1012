import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeModel } from '../model-file.js';
import { preparationOf } from '../preparation/index.js';

/** Options of {@link makePage}. */
export interface PageOptions {
  /** The page's heading. */
  title: string;
  /** Whether everything goes into one HTML file, which works from the disk. Default false: a folder for a web server. */
  singleFile?: boolean | undefined;
}

const PAGE = 'index.html';
const MODEL = 'model.onnx';
const WASM = 'ort-wasm-simd-threaded.wasm';

/**
 * Makes a page that classifies pictures: `index.html`, the model and ONNX Runtime's WebAssembly, or one file with everything in
 * it. It asks for nothing from elsewhere, and its own policy forbids it to.
 *
 * @param model an ONNX file that onecycle exported
 * @returns the content of its files by their names; the page is the last, as it needs the others
 * @throws Error for a model that a page cannot serve
 */
export async function makePage(
  model: string,
  { title, singleFile = false }: PageOptions,
): Promise<Map<string, string | Uint8Array>> {
  const bytes = await readFile(model);
  preparationOf(describeModel(bytes).transforms);
  const wasm = await readFile(join(runtimeFolder(), WASM));
  if (singleFile) {
    const files = { model: inPage(bytes), wasm: inPage(wasm) };
    return new Map([[PAGE, await htmlOf(title, files, true)]]);
  }
  const files = { model: beside(MODEL), wasm: beside(WASM) };
  return new Map<string, string | Uint8Array>([
    [MODEL, bytes],
    [WASM, wasm],
    [PAGE, await htmlOf(title, files, false)],
  ]);
}

const runtimeFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));

/** Attributes and content of the element that holds a file, or says where it is. */
interface Embedded {
  attributes: string;
  content: string;
}
const inPage = (bytes: Buffer): Embedded => ({ attributes: '', content: bytes.toString('base64') });
const beside = (file: string): Embedded => ({ attributes: ` data-src="${file}"`, content: '' });

async function htmlOf(
  title: string,
  files: { model: Embedded; wasm: Embedded },
  singleFile: boolean,
): Promise<string> {
  const place = fileURLToPath(new URL('../../page', import.meta.url));
  const [template, style] = await Promise.all(
    ['page.html', 'page.css'].map((file) => readFile(join(place, file), 'utf8')),
  );
  const name = title.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const parts: Record<string, string> = {
    head: [
      `<meta http-equiv="Content-Security-Policy" content="${policy(singleFile)}">`,
      `<title>${name}</title>`,
      `<style>\n${style}</style>`,
      `<script type="importmap">${JSON.stringify({ imports: await modules() })}</script>`,
    ].join('\n'),
    heading: `<h1>${name}</h1>`,
    files: Object.entries(files)
      .map(
        ([id, { attributes, content }]) =>
          `<script type="application/octet-stream" id="${id}"${attributes}>${content}</script>`,
      )
      .join('\n'),
  };
  return (template ?? '').replace(/<!-- (head|heading|files) -->/g, (_, part) => parts[part] ?? '');
}

/** Nothing may be asked for elsewhere; a page in one file may ask for nothing at all. */
const policy = (singleFile: boolean): string =>
  [
    "default-src 'none'",
    "script-src 'unsafe-inline' data: 'wasm-unsafe-eval'",
    "style-src 'unsafe-inline'",
    'img-src blob: data:',
    ...(singleFile ? [] : ["connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/**
 * The modules of the page as `data:` addresses, by the names under which they import each other: a page from the disk may load
 * no module from a file.
 */
async function modules(): Promise<Record<string, string>> {
  const dist = fileURLToPath(new URL('..', import.meta.url));
  const names = (await readdir(dist, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js') && !name.startsWith('writer/'));
  const own = await Promise.all(
    names.map(async (name) => {
      const source = (await readFile(join(dist, name), 'utf8')).replace(/^\/\/# sourceMappingURL.*$/m, '');
      const named = source.replace(
        /(from\s*|import\s*)(['"])(\.{1,2}\/[^'"]+)\2/g,
        (_, words, quote, path) => `${words}${quote}${nameOf(join(dirname(name), path))}${quote}`,
      );
      return [nameOf(name), address(named)] as const;
    }),
  );
  const runtime = await readFile(join(runtimeFolder(), 'ort.wasm.bundle.min.mjs'), 'utf8');
  return {
    ...Object.fromEntries(own),
    'onnxruntime-web/wasm': address(runtime.replace(/^\/\/# sourceMappingURL.*$/m, '')),
  };
}

const nameOf = (path: string): string => `onecycle-web/${path.replaceAll('\\', '/')}`;
const address = (source: string): string =>
  `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
