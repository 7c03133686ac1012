/**
 * A server of one's own: `node http-server.js pets.onecycle`. `npx onecycle serve pets.onecycle` is the same without a program.
 */
import { createPredictor, serve } from 'onecycle/predict';

const [model = 'pets.onecycle', port = '3000'] = process.argv.slice(2);
const predictor = await createPredictor(model);
const server = await serve(predictor, {
  port: Number(port),
  log: (entry) => console.log(JSON.stringify(entry)),
});
console.log(`listening at ${server.url}`);

// What is under way is finished first.
process.once('SIGTERM', async () => {
  await server.close();
  await predictor.close();
});
