/** A route of Next.js: `app/api/pets/[[...path]]/route.ts`. Then `POST /api/pets/predict` takes pictures. */
import { createHandler, createPredictor, type Handler } from 'onecycle/predict';

let handler: Promise<Handler> | undefined;

// At the first request, and not when `next build` looks at the module.
const answer = async (request: Request): Promise<Response> => {
  handler ??= createPredictor(process.env.MODEL ?? 'pets.onecycle').then((predictor) =>
    createHandler(predictor, { basePath: '/api/pets' }),
  );
  return (await handler)(request);
};

export { answer as GET, answer as POST };
