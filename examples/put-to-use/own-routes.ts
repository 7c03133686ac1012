/** Predictions in a server that has other things to do: `node own-routes.js pets.onecycle 3000`. */
import { createServer } from 'node:http';
import { createPredictor, ItemError, OverloadedError } from 'onecycle/predict';

const [model = 'pets.onecycle', port = '3000'] = process.argv.slice(2);
const predictor = await createPredictor(model);
const largest = 10 * 2 ** 20;

const server = createServer(async (request, response) => {
  const answer = (status: number, what: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(what));
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > largest) return answer(413, { error: 'the picture is too large' });
    chunks.push(chunk);
  }
  try {
    // Another thread works on it: this one goes on with other requests meanwhile.
    const { label, probs } = await predictor.predict(Buffer.concat(chunks));
    answer(200, { label, certainty: Math.max(...probs) });
  } catch (error) {
    if (error instanceof ItemError)
      answer(422, { error: error.message }); // the client's picture
    else if (error instanceof OverloadedError) answer(503, { error: 'try again in a moment' });
    else answer(500, { error: 'the server failed' });
  }
});
server.listen(Number(port), '127.0.0.1', () => console.log(`listening at http://127.0.0.1:${port}`));
