/**
 * Where the built native part of a package lies: in the package, among the builds that projects share, or prebuilt.
 *
 * @param name the package: its `package.json` says `"native": { "file": "torch.node" }`
 * @param from the caller's `import.meta.url`
 * @returns a path
 * @throws {Error} where there is none, naming the command that builds it
 */
export function locate(name: string, from: string | undefined): string;

/**
 * The folder of an installed package: the one that the caller lies in, else the one in a `node_modules` beside it, else
 * beside where the program was started.
 *
 * @param from the caller's `import.meta.url`
 */
export function packageFolder(name: string, from: string | undefined): string | undefined;

/**
 * Loads an addon.
 *
 * @throws {Error} where it does not load, saying why and the command that mends it
 */
export function load(name: string, path: string): unknown;

/** Which libtorch, and which packages. */
export interface SetupOptions {
  /** Folders of packages with a native part. */
  packages: readonly string[];
  /** Only a libtorch built for CUDA will do. Default false. */
  cuda?: boolean | undefined;
}

/**
 * Finds or installs libtorch, and builds or fetches the native parts; what is done already is skipped.
 *
 * @throws {Error} what is missing in one sentence, and the command that mends it
 */
export function setUp(options: SetupOptions): Promise<void>;

/**
 * The commands `setup` and `doctor` for the native parts of these packages.
 *
 * @param args what stands on the command line
 * @param packages folders of packages with a native part
 * @returns the exit code
 */
export function command(args: readonly string[], packages: readonly string[]): Promise<number>;
