import { existsSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism, homedir, release } from 'node:os';
import { join } from 'node:path';
import { freeBytes, home } from './home.mjs';
import { describe, findLibtorch, hasCuda, hasReferenceBlas, identity } from './libtorch.mjs';
import { find, partOf, prebuiltPackage, recordOf, setupCommand, sourcesOf } from './locate.mjs';
import { megabytes } from './report.mjs';
import { execute } from './shell.mjs';
import { installCommand, systemPackages } from './system.mjs';

/** Something amiss: one sentence, the command that mends it, and whether nothing works until then. @typedef {{ what: string, mend: string, fatal: boolean }} Problem */

const lowDisk = 2e9;

/**
 * Looks at everything that onecycle needs on this machine and says what it finds; it works without any native part.
 * @param {readonly string[]} packages folders of packages with a native part, that of `@onecycle/torch` first
 * @param {{ json?: boolean }} [options]
 * @returns {Promise<number>} 0 when onecycle works here
 */
export async function doctor(packages, { json = false } = {}) {
  const report = await examine(packages);
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : inWords(report));
  return report.ok ? 0 : 1;
}

/** @param {readonly string[]} packages */
async function examine(packages) {
  /** @type {Problem[]} */
  const problems = [];
  const parts = packages.map(partOf);
  const libtorch = libtorchHere(problems);
  const native = parts.map((part) => partHere(part, problems));
  const paths = native.flatMap(({ path }) => path ?? []);
  const runtime =
    paths.length === parts.length ? await runtimeHere(paths, parts[0]?.folder ?? '', problems) : undefined;
  const disk = { folder: home(), free: freeBytes(home()) ?? null };
  if (disk.free !== null && disk.free < lowDisk) {
    problems.push({
      what: `Only ${megabytes(disk.free)} are free where data sets and weights are kept (${disk.folder}).`,
      mend: 'make room, or export ONECYCLE_HOME=<a folder on another disk>',
      fatal: false,
    });
  }
  return {
    ok: !problems.some(({ fatal }) => fatal),
    node: nodeHere(problems),
    platform: platformHere(),
    libtorch,
    native,
    prebuilt: prebuiltPackage()?.families ?? null,
    runtime: runtime ?? null,
    weights: weightsHere(),
    disk,
    problems,
  };
}

function nodeHere(/** @type {Problem[]} */ problems) {
  const { node, bun, deno } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 9)) {
    problems.push({ what: `Node ${node} is too old.`, mend: 'install Node 20.9 or newer', fatal: true });
  }
  return { version: node, ...(bun ? { bun } : {}), ...(deno ? { deno } : {}) };
}

function platformHere() {
  const report = process.report?.getReport();
  const glibc =
    report && typeof report === 'object' && 'header' in report
      ? /** @type {{ glibcVersionRuntime?: string }} */ (report.header).glibcVersionRuntime
      : undefined;
  return { os: process.platform, cpu: process.arch, release: release(), glibc: glibc ?? null };
}

function libtorchHere(/** @type {Problem[]} */ problems) {
  try {
    const { libtorch, unsupported } = findLibtorch();
    if (!libtorch) {
      problems.push({
        what: `No libtorch was found${unsupported.length ? ` (${unsupported})` : ''}.`,
        mend: 'npx onecycle setup',
        fatal: true,
      });
      return null;
    }
    if (hasReferenceBlas(libtorch)) {
      problems.push({
        what: 'libtorch runs on the reference BLAS, forty times slower than OpenBLAS.',
        mend: installCommand([systemPackages.blas]),
        fatal: false,
      });
    }
    const { origin, version, library, include, oldAbi } = libtorch;
    return {
      words: describe(libtorch),
      origin,
      version: version.join('.'),
      library,
      headers: include ?? null,
      cuda: hasCuda(libtorch),
      oldAbi,
      identity: identity(libtorch),
    };
  } catch (error) {
    const [what = '', mend = 'npx onecycle setup'] = (
      error instanceof Error ? error.message : String(error)
    ).split('\n');
    problems.push({ what, mend: mend.trim(), fatal: true });
    return null;
  }
}

function partHere(/** @type {import('./locate.mjs').Part} */ part, /** @type {Problem[]} */ problems) {
  const found = find(part);
  const mend = setupCommand(part.folder);
  if (!found) {
    problems.push({ what: `The native part of ${part.name} is not built.`, mend, fatal: true });
    return { package: part.name, path: null };
  }
  const record = found.kind === 'prebuilt' ? undefined : recordOf(found.path);
  const stale = record !== undefined && record.sources !== sourcesOf(part);
  if (stale) {
    problems.push({
      what: `The native part of ${part.name} was built from other sources than the package has now.`,
      mend,
      fatal: true,
    });
  }
  const changed =
    record !== undefined && (!existsSync(record.libtorch.library) || !isUnchanged(record.libtorch));
  if (changed) {
    problems.push({
      what: `libtorch changed since the native part of ${part.name} was built for ${record.libtorch.version} (${record.libtorch.origin}).`,
      mend,
      fatal: !existsSync(record.libtorch.library),
    });
  }
  return {
    package: part.name,
    path: found.path,
    kind: found.kind,
    builtAt: record?.builtAt ?? statSync(found.path).mtime.toISOString(),
    builtWith: record?.builtWith ?? null,
    libtorch: record ? `${record.libtorch.version} (${record.libtorch.origin})` : null,
    stale,
  };
}

function isUnchanged(/** @type {{ library: string, identity: string }} */ { library, identity: then }) {
  const { size, mtimeMs } = statSync(library);
  return then.endsWith(` ${size} ${mtimeMs}`);
}

/**
 * Loads the native parts in a process of their own and asks them: what breaks there does not break the doctor.
 * @param {string[]} paths
 * @param {string} folder
 * @param {Problem[]} problems
 */
async function runtimeHere(paths, folder, problems) {
  // Run as text, so that it needs nothing but Node: which BLAS is told by the libraries that are mapped, else by libtorch.
  const program = `
    const [addon, ...others] = JSON.parse(process.env.ONECYCLE_CHECK);
    const native = require(addon);
    for (const file of others) native.loadLibrary(file, false);
    let maps = '';
    try { maps = require('node:fs').readFileSync('/proc/self/maps', 'utf8'); } catch {}
    const config = native.config();
    const blas = /libopenblas/.test(maps) ? 'OpenBLAS' : /\\/blas\\/libblas/.test(maps) ? 'reference BLAS'
      : /BLAS_INFO=(\\w+)/.exec(config)?.[1] ?? (/MKL/.test(config) ? 'mkl' : 'unknown');
    const devices = native.cudaDeviceCount();
    console.log('onecycle:' + JSON.stringify({
      libtorch: native.version(), blas, threads: native.getNumThreads(),
      bf16: native.cpuHas('avx512_bf16') || native.cpuHas('amx_bf16'), cudaDevices: devices, mps: native.hasMps(),
      noGraphs: native.graphsHindrance(), noNccl: native.whyNoNccl ? native.whyNoNccl() : 'this libtorch was built without c10d',
    }));`;
  const { code, text } = await execute(process.execPath, ['-e', program], {
    env: {
      OMP_NUM_THREADS: process.env.OMP_NUM_THREADS ?? String(availableParallelism()),
      ONECYCLE_CHECK: JSON.stringify(paths),
    },
  });
  const answer = text.match(/^onecycle:(.*)$/m)?.[1];
  if (code === 0 && answer) {
    /** @type {{ libtorch: string, blas: string, threads: number, bf16: boolean, cudaDevices: number, mps: boolean, noGraphs: string | null, noNccl: string | null }} */
    const facts = JSON.parse(answer);
    return facts;
  }
  problems.push({
    what: `The native parts do not load: ${text.match(/^\w*Error: (.*)/m)?.[1] ?? text.trim().split('\n').at(-1)}.`,
    mend: setupCommand(folder),
    fatal: true,
  });
  return undefined;
}

/** The cache of the Hugging Face hub, which Python's tools use too. */
function weightsHere() {
  const { HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = process.env;
  const folder =
    HF_HUB_CACHE || join(HF_HOME || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface'), 'hub');
  const models = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('models--')) : [];
  const bytes = models.reduce((sum, name) => sum + sizeOf(join(folder, name, 'blobs')), 0);
  return { folder, models: models.map((name) => name.slice('models--'.length).replaceAll('--', '/')), bytes };
}

function sizeOf(/** @type {string} */ folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** @param {ReturnType<typeof partHere>} part */
function partInWords({ path, kind, builtAt, libtorch }) {
  if (!path) return 'not built';
  return `${path} (${kind}, ${builtAt?.slice(0, 10)}${libtorch ? `, for libtorch ${libtorch}` : ''})`;
}

/** @param {Awaited<ReturnType<typeof examine>>} report */
function inWords({ node, platform, libtorch, native, prebuilt, runtime, weights, disk, problems }) {
  /** @type {[string, string][]} */
  const rows = [
    [
      'Node',
      `${node.version}${node.bun ? ` (Bun ${node.bun})` : ''}${node.deno ? ` (Deno ${node.deno})` : ''}`,
    ],
    [
      'platform',
      `${platform.os} ${platform.cpu}, ${platform.release}${platform.glibc ? `, glibc ${platform.glibc}` : ''}`,
    ],
    ['libtorch', libtorch ? `${libtorch.words}, ${libtorch.library}` : 'none'],
    ...native.map((part) => /** @type {[string, string]} */ ([part.package, partInWords(part)])),
    ['prebuilt for', prebuilt ? prebuilt.join(', ') : 'no platform package'],
    ...(runtime
      ? /** @type {[string, string][]} */ ([
          ['running', `libtorch ${runtime.libtorch}`],
          ['BLAS', runtime.blas],
          ['threads', `${runtime.threads} of ${availableParallelism()} cores`],
          ['bf16', runtime.bf16 ? 'yes' : 'no: mixed precision on the CPU stays in 32 bits'],
          ['GPU', runtime.cudaDevices ? `${runtime.cudaDevices} CUDA` : runtime.mps ? 'MPS' : 'none'],
          ...(libtorch?.cuda
            ? [
                ['CUDA graphs', runtime.noGraphs === null ? 'yes' : `no: ${runtime.noGraphs}`],
                ['NCCL', runtime.noNccl === null ? 'yes' : `no: ${runtime.noNccl}`],
              ]
            : []),
        ])
      : []),
    ['weights', `${weights.folder} (${weights.models.length} models, ${megabytes(weights.bytes)})`],
    ['disk', `${disk.free === null ? 'unknown' : megabytes(disk.free)} free at ${disk.folder}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const table = rows.map(([name, value]) => `${name.padEnd(width)}${value}\n`).join('');
  const amiss = problems.map(({ what, mend }) => `\n${what}\n  ${mend}\n`).join('');
  return table + (amiss || '\nNothing is amiss.\n');
}
