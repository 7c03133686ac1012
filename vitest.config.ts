import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What tests run in other processes, threads and browsers, where its coverage is not counted. */
const runElsewhere = [
  'onecycle/src/serve/predictor/{predict-worker,answer}.ts',
  'onecycle/src/training/strategies/{data-parallel,peers}.ts',
  'onecycle-web/src/{classifier,picture,runtime}.ts',
  'onecycle-web/src/{page,writer}/**',
  'studio/src/page/{chart,store,viewer}/**',
  'studio/src/page/{base/{route,theme},grid/{drag,pointer},pictures/state}.ts',
  'studio/src/worker/**',
  'torch/src/distributed/**',
  'torch/src/generate/main.ts',
  'torch/src/nn/sync-batch-norm.ts',
];

// Tests read the TypeScript sources, so that they need no build but the native one.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@onecycle\/torch$/, replacement: source('packages/torch/src/index.ts') },
      { find: /^@onecycle\/torch\/(disk|options)$/, replacement: source('packages/torch/src/$1/index.ts') },
      { find: /^@onecycle\/paper-pets$/, replacement: source('packages/paper-pets/src/index.ts') },
      { find: /^onecycle\/extend$/, replacement: source('packages/onecycle/src/extend.ts') },
      { find: /^onecycle\/predict$/, replacement: source('packages/onecycle/src/predict.ts') },
      { find: /^@onecycle\/studio$/, replacement: source('packages/studio/src/server/index.ts') },
      { find: /^onecycle$/, replacement: source('packages/onecycle/src/index.ts') },
    ],
  },
  test: {
    pool: 'forks',
    globalSetup: [source('scripts/lib/temporary.mjs')],
    // As the entries do it; tests look into the rooms behind them.
    setupFiles: [source('packages/onecycle/src/engines/index.ts')],
    maxWorkers: 2,
    // Two workers with as many threads each as there are cores: threads that spin while they wait would take the
    // cores from those that work. Numbers and printed tensors are the CPU's, also where data would go to a GPU; the few
    // tests of a GPU run where CUDA_VISIBLE_DEVICES names one.
    env: { OMP_WAIT_POLICY: 'passive', CUDA_VISIBLE_DEVICES: process.env.CUDA_VISIBLE_DEVICES ?? '' },
    include: [
      'packages/*/{src,install}/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'docs/**/*.test.ts',
      'examples/**/*.test.ts',
      'python/**/*.test.ts',
    ],
    // Only a test that hangs reaches these: a machine that is busy with other things fails none.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    teardownTimeout: 900_000,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: [
        '**/*.test.ts',
        '**/generated/**',
        '**/testing/**',
        ...runElsewhere.map((path) => `packages/${path}`),
      ],
      reporter: ['text-summary'],
      // Reached without ONNX Runtime as well; it only rises.
      thresholds: { lines: 92, branches: 83 },
    },
  },
});
