import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Path, untarData } from 'onecycle';
import { all, messageOf, type Outcome, type Row } from './row.js';

/** Row 1, over a connection that breaks: a server on this machine sends the half of an archive and hangs up. */
export const untarRow: Row = {
  number: 1,
  title: 'untarData',
  by: 'promise',
  expected:
    'a broken download goes on where it stopped; the archive is checked, extracted and cached; no entry leaves its folder; offline the error names the cache',
  async run({ files }) {
    const folder = mkdtempSync(join(tmpdir(), 'onecycle-certificate-'));
    const { ONECYCLE_HOME: home, ONECYCLE_DATA_MIRROR: mirror } = process.env;
    process.env.ONECYCLE_HOME = join(folder, 'home');
    process.env.ONECYCLE_DATA_MIRROR = '';
    try {
      return await fetched(folder, files.slice(0, 20));
    } finally {
      restore('ONECYCLE_HOME', home);
      restore('ONECYCLE_DATA_MIRROR', mirror);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

async function fetched(folder: string, files: readonly Path[]): Promise<Outcome> {
  const archive = await petsArchive(folder, files);
  const server = await brokenServer(archive);
  const url = `${server.address}/pets.tgz`;
  const check = {
    size: archive.length,
    md5: createHash('md5')
      .update(archive.subarray(0, 2 ** 20))
      .digest('hex'),
  };
  const quiet = { progress: false };
  try {
    const wrong = await messageOf(() =>
      untarData(url, { ...quiet, check: { ...check, md5: '0'.repeat(32) } }),
    );
    server.breakNext();
    const first = await untarData(url, { ...quiet, check });
    const { ranges } = server;
    const asked = ranges.length;
    const second = await untarData(url, { ...quiet, check });
    const refused = await messageOf(() => untarData(`file://${evilArchive(folder)}`, quiet));
    const offline = await messageOf(() => untarData(`${server.address}/none.tgz`, quiet));
    return all({
      'the rest alone is asked for after a break': ranges.at(-1) === `bytes=${archive.length >> 1}-`,
      [`${files.length} files, byte for byte`]: files.every((file) =>
        readFileSync(String(first.join('images', file.name))).equals(readFileSync(String(file))),
      ),
      'the second call asks nobody': String(second) === String(first) && ranges.length === asked,
      'another archive than expected is refused': wrong.includes('another hash'),
      'no entry leaves its folder': refused !== '' && !first.parent.join('evil.txt').exists(),
      'offline the error names the cache': offline.includes(String(first.parent)),
    });
  } finally {
    server.close();
  }
}

/** The bytes of an archive of a folder `pets/images` with copies of some files. */
async function petsArchive(folder: string, files: readonly Path[]): Promise<Buffer> {
  const images = join(folder, 'pets/images');
  mkdirSync(images, { recursive: true });
  for (const file of files) copyFileSync(String(file), join(images, file.name));
  const archive = join(folder, 'pets.tgz');
  execFileSync('tar', ['-czf', archive, '-C', folder, 'pets']);
  return readFileSync(archive);
}

/** An archive whose only entry would lie beside the folder that it is extracted into. */
function evilArchive(folder: string): string {
  mkdirSync(join(folder, 'inside'));
  writeFileSync(join(folder, 'evil.txt'), 'evil');
  const archive = join(folder, 'evil.tgz');
  execFileSync('tar', ['-czPf', archive, '-C', join(folder, 'inside'), '../evil.txt']);
  return archive;
}

/** Serves an archive as `/pets.tgz`, remembers the ranges it is asked for, and breaks off half-way when told to. */
async function brokenServer(archive: Buffer) {
  const ranges: (string | undefined)[] = [];
  let breaks = false;
  const server = createServer((request, response) => {
    if (request.url !== '/pets.tgz') return response.writeHead(404).end();
    const { range } = request.headers;
    ranges.push(range);
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    response.writeHead(range ? 206 : 200, { 'content-length': archive.length - from, etag: '"pets"' });
    if (!breaks) return response.end(archive.subarray(from));
    breaks = false;
    // What was sent has to arrive before the line goes dead.
    return response.write(archive.subarray(from, archive.length >> 1), () =>
      setTimeout(() => response.destroy(), 200),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  return {
    address: `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}`,
    ranges,
    breakNext: () => {
      breaks = true;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
