import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execute } from '../../packages/torch/install/shell.mjs';
import { pack } from './packages.mjs';
import { root, SetupError } from './report.mjs';

/** A person's project: an empty folder into which the packed packages are installed, as they would come from npm. */
export class Project {
  /**
   * @param {string} folder
   * @param {string[]} tarballs
   */
  constructor(folder, tarballs) {
    this.folder = folder;
    this.tarballs = tarballs;
  }

  /**
   * Packs the packages and makes an empty project for them.
   * @param {string} name
   */
  static async create(name) {
    const work = mkdtempSync(join(tmpdir(), `onecycle-${name}-`));
    process.once('exit', () => rmSync(work, { recursive: true, force: true }));
    const packed = join(work, 'packed');
    mkdirSync(packed);
    const project = new Project(join(work, 'project'), await pack(packed));
    project.write('package.json', '{ "name": "project", "private": true, "type": "module" }\n');
    return project;
  }

  /** The tarball of onecycle-web. */
  get web() {
    const found = this.tarballs.find((tarball) => /\/onecycle-web-[\d.]+[^/]*\.tgz$/.test(tarball));
    if (!found) throw new SetupError('onecycle-web was not packed.');
    return found;
  }

  /** Writes a file of the project. @param {string} name @param {string} content */
  write(name, content) {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /**
   * Installs the packages, and others beside them. Without onecycle-web: ONNX Runtime for browsers is large, and nothing needs it but
   * who wants a page.
   * @param {string[]} others
   */
  async install(...others) {
    // As npm 12 does from itself: no package may need its install script.
    await this.run('npm', [
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      ...this.tarballs.filter((tarball) => tarball !== this.web),
      ...others,
    ]);
  }

  /** Installs further packages. @param {string[]} names */
  async add(...names) {
    await this.run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', ...names]);
  }

  /**
   * Runs a command in the project.
   * @param {string} command
   * @param {string[]} args
   * @param {{ env?: NodeJS.ProcessEnv, show?: boolean }} [options]
   * @returns {Promise<string>} what it wrote
   * @throws {SetupError} when it fails, with what it wrote
   */
  async run(command, args, options = {}) {
    const { code, text } = await execute(command, args, { cwd: this.folder, ...options });
    if (code === 0) return text;
    throw new SetupError(
      `${command} ${args.join(' ')} ended with ${code} in an empty project:\n${text.trim()}`,
    );
  }
}

/** The program in the README's chapter "In code". */
export function readmeExample() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const program = readme.match(/```ts\n(import \* as oc from 'onecycle';.*?)```/s)?.[1];
  if (!program) throw new SetupError('README.md has no example that begins with: import * as oc from ...');
  return program;
}
