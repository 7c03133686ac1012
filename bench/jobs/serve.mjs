import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadLearner } from 'onecycle';
import { ours } from '../lib/job.mjs';
import { exportedClassifier, serving } from '../lib/serving.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'Serving 370 photographs over HTTP, 16 clients in the same machine, ResNet-18 at 224 px',
  unit: 'images/s',
  pairs: 5,
  sides: {
    'HTTP, 16 clients': ours('http'),
    'getPreds, batches of 16': ours('plain'),
    'getPreds of toInference()': ours('folded'),
  },
  goals: [
    { side: 'HTTP, 16 clients', peer: 'getPreds, batches of 16', atLeast: 0.9 },
    { side: 'HTTP, 16 clients', peer: 'getPreds of toInference()', atLeast: 0.9 },
  ],
};

/** @param {'http' | 'plain' | 'folded'} variant */
export async function prepare(variant) {
  const classifier = await exportedClassifier(224);
  process.once('exit', classifier.remove);
  const { files } = classifier;
  if (variant === 'http') return overHttp(classifier);
  const loaded = await loadLearner(classifier.model);
  const learn = variant === 'folded' ? loaded.toInference() : loaded;
  const pass = async () => {
    const start = performance.now();
    const { preds } = await learn.getPreds({ dl: learn.dls.testDl(files, { bs: 16 }) });
    preds.dispose();
    return { value: files.length / ((performance.now() - start) / 1000) };
  };
  await pass();
  return pass;
}

/** @param {Awaited<ReturnType<typeof exportedClassifier>>} classifier */
async function overHttp(classifier) {
  const requests = classifier.files.length;
  const { send, close } = await serving(classifier, {
    clients: 16,
    threads: Number(process.env.BENCH_THREADS),
  });
  process.stdin.once('end', () => void close());
  await send(64);
  return async () => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const { seconds, wrong } = await send(requests);
    delay.disable();
    const parts = {
      'event-loop delay p50, ms': delay.percentile(50) / 1e6,
      'event-loop delay p99, ms': delay.percentile(99) / 1e6,
      'wrong answers': wrong.length,
      'memory, MB': process.memoryUsage.rss() / 2 ** 20,
    };
    return { value: requests / seconds, parts };
  };
}
