/**
 * A module whose `fetch` answers requests, as Bun and Deno serve them: `bun run fetch-server.ts`, and
 * `deno serve -A --node-modules-dir=manual fetch-server.ts`.
 */
import { createHandler, createPredictor } from 'onecycle/predict';

const predictor = await createPredictor(process.env.MODEL ?? 'pets.onecycle');

export default { fetch: createHandler(predictor) };
