import type { Hono } from 'hono';
import type { Event } from '../base/index.js';
import type { Parts } from './parts.js';

/** So often a line is sent that says nothing, so that a connection that is gone is noticed. */
const PULSE = 15_000;
/** Events that wait for a page that does not take them: it is let go, and reads all anew when it comes back. */
const MOST_WAITING = 1000;

/** What happens, as Server-Sent Events. */
export function eventsRoutes(app: Hono, { hub }: Parts): void {
  app.get('/api/events', (c) => {
    const lastId = c.req.header('last-event-id') ?? c.req.query('lastEventId');
    let leave = (): void => {};
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const encoder = new TextEncoder();
        const send = (text: string): void => {
          if ((controller.desiredSize ?? 0) < -MOST_WAITING) {
            leave();
            controller.close();
          } else controller.enqueue(encoder.encode(text));
        };
        const { missed, events } = hub.since(lastId);
        const stopListening = hub.listen((event) => send(textOf(event)));
        const pulse = setInterval(() => send(':\n\n'), PULSE);
        leave = () => {
          stopListening();
          clearInterval(pulse);
        };
        send(
          textOf({
            id: missed || lastId === undefined ? hub.now : lastId,
            name: 'hello',
            data: JSON.stringify({ missed }),
          }),
        );
        for (const event of events) send(textOf(event));
      },
      cancel: () => leave(),
    });
    return c.body(stream, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  });
}

const textOf = ({ id, name, data }: Event): string => `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`;
