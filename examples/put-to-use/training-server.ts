/**
 * A server that trains: `node training-server.js 3000`. `POST /train?folder=…` begins, `GET /` says how far it is. The training
 * runs in a worker thread, so that the server goes on answering.
 */
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import type { Progress } from './training-worker.js';

const [port = '3000'] = process.argv.slice(2);
let state: Progress | { state: 'idle' } | { state: 'failed'; reason: string } = { state: 'idle' };
let isTraining = false;

function train(folder: string): void {
  isTraining = true;
  const worker = new Worker(new URL('./training-worker.js', import.meta.url), { workerData: { folder } });
  worker.on('message', (progress: Progress) => {
    state = progress;
  });
  worker.on('error', (error) => {
    state = { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
  });
  worker.on('exit', () => {
    isTraining = false;
  });
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const answer = (status: number, what: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(what));
  if (request.method === 'GET') return answer(200, state);
  const folder = searchParams.get('folder');
  if (pathname !== '/train' || folder === null)
    return answer(404, { error: 'POST /train?folder=<pictures>' });
  if (isTraining) return answer(409, { error: 'a training is on: wait until it is done' });
  train(folder);
  answer(202, { state: 'begun' });
});
server.listen(Number(port), '127.0.0.1', () => console.log(`listening at http://127.0.0.1:${port}`));
