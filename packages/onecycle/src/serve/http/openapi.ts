import type { ModelInfo, Task } from '../predictor/index.js';
import type { ResolvedHandlerOptions } from './options.js';

const text = { type: 'string' };
const number = { type: 'number' };
const share = { type: 'number', minimum: 0, maximum: 1 };

const object = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

/** A number for each class, by its name; with `?top=` for some of them. Classes without names have numbers. */
const byClass = (classes: readonly string[], value: object) => ({
  type: 'object',
  properties: Object.fromEntries(classes.map((name) => [name, value])),
  additionalProperties: classes.length === 0 ? value : false,
});

const list = (items: object) => ({ type: 'array', items });

const topList = list(object({ label: text, probability: share }));

/** What the answer for a picture has, by what the model decides. */
function answerFields(task: Task, classes: readonly string[]): Record<string, object> {
  const isOneClass = (task === 'class' || task === 'mask') && classes.length > 0;
  const label = isOneClass ? { type: 'string', enum: classes } : text;
  switch (task) {
    case 'class':
      return {
        task: { const: task },
        label,
        probability: share,
        probabilities: byClass(classes, share),
        top: topList,
      };
    case 'labels':
      return {
        task: { const: task },
        label,
        labels: list(text),
        probabilities: byClass(classes, share),
        top: topList,
      };
    case 'values':
      return { task: { const: task }, label, values: list(number) };
    case 'mask': {
      const mask = object({
        width: { type: 'integer' },
        height: { type: 'integer' },
        png: { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/png' },
      });
      return { task: { const: task }, label, shares: byClass(classes, share), mask };
    }
  }
}

const refusals: Record<string, string> = {
  400: 'The request is empty, incomplete or makes no sense.',
  401: 'The token is missing or wrong.',
  408: 'The request did not arrive in time.',
  413: 'More bytes, pictures or pixels than may be sent.',
  415: 'A content type or encoding that is not taken.',
  422: 'The picture cannot be read.',
  503: 'Too much at once, or for too long: try again later.',
};

/** The description of the server's addresses. Source: the OpenAPI specification, version 3.1. */
export function openApi(
  { name, version, task, classes }: ModelInfo,
  { basePath, token }: Pick<ResolvedHandlerOptions, 'basePath' | 'token'>,
): object {
  const fields = answerFields(task, classes);
  const model = object({ name: text, version: text });
  const json = (schema: object) => ({ 'application/json': { schema } });
  const one = { $ref: '#/components/schemas/Answer' };
  const bytes = { schema: { type: 'string', format: 'binary' } };
  const refused = (status: string) => ({
    description: refusals[status],
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  const security = token === undefined ? {} : { security: [{ token: [] }] };
  return {
    openapi: '3.1.0',
    info: { title: name, version, description: `What the classifier ${name} says of pictures.` },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    paths: {
      '/predict': {
        post: {
          summary: 'The prediction for a picture, or for several.',
          ...security,
          parameters: [
            {
              name: 'top',
              in: 'query',
              description: 'Only so many of the most probable classes.',
              schema: { type: 'integer', minimum: 1 },
            },
          ],
          requestBody: {
            required: true,
            content: {
              'image/*': bytes,
              'application/octet-stream': bytes,
              'multipart/form-data': {
                schema: { type: 'object', properties: { file: list({ type: 'string', format: 'binary' }) } },
              },
            },
          },
          responses: {
            200: {
              description: 'Of one picture the answer, of several a list, in their order.',
              content: json({ oneOf: [one, { $ref: '#/components/schemas/Answers' }] }),
            },
            ...Object.fromEntries(Object.keys(refusals).map((status) => [status, refused(status)])),
          },
        },
      },
      '/healthz': {
        get: {
          summary: 'Whether the server can predict.',
          responses: { 200: { description: 'It can.' }, 503: { description: 'It cannot for now.' } },
        },
      },
      '/metrics': {
        get: {
          summary: 'How it is doing, for Prometheus.',
          ...security,
          responses: {
            200: { description: 'Prometheus text.', content: { 'text/plain': { schema: text } } },
          },
        },
      },
    },
    components: {
      ...(token === undefined ? {} : { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } }),
      schemas: {
        Answer: object({ model, ...fields }, ['top']),
        Answers: object({
          model,
          predictions: list({
            oneOf: [
              object({ file: text, ...fields }, ['file', 'top']),
              object({ file: text, error: text }, ['file']),
            ],
          }),
        }),
        Problem: object({ title: text, status: { type: 'integer' }, detail: text }),
      },
    },
  };
}
