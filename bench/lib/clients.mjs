// Clients of a server, all in this thread: for each message, a number, so many requests, and one message when they are answered.
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';

/** @type {{ url: string, clients: number, pictures: Uint8Array[], expected: number[][], classes: string[] }} */
const { url, clients, pictures, expected, classes } = workerData;
const pool = new Pool(url, { connections: clients });
let next = 0;

/** @param {number} i @returns {Promise<string | undefined>} what is wrong with the answer for a picture */
async function ask(i) {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/predict',
    headers: { 'content-type': 'image/jpeg' },
    body: pictures[i],
  });
  const text = await body.text();
  if (statusCode !== 200) return `${statusCode}: ${text}`;
  const { probabilities } = JSON.parse(text);
  const far = classes.findIndex(
    (name, c) => !(Math.abs(probabilities[name] - (expected[i]?.[c] ?? 0)) <= 1e-5),
  );
  return far < 0 ? undefined : `picture ${i}, ${classes[far]}: ${probabilities[classes[far] ?? '']}`;
}

parentPort?.on('message', async (/** @type {number} */ requests) => {
  const start = performance.now();
  /** @type {string[]} */
  const wrong = [];
  let left = requests;
  const client = async () => {
    while (left-- > 0) {
      const found = await ask(next++ % pictures.length);
      if (found !== undefined) wrong.push(found);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  parentPort?.postMessage({ seconds: (performance.now() - start) / 1000, wrong });
});
