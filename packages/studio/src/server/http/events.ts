import type { Hono } from 'hono';
import { type Event, Refusal } from '../base/index.js';
import type { Parts } from './parts.js';

/** So often a line is sent that says nothing, so that a connection that is gone is noticed. */
const PULSE = 15_000;
/** Events that wait for a page that does not take them: it is let go, and reads all anew when it comes back. */
const MOST_WAITING = 1000;

/** So many pages are told at once; there are connections left for what they ask. */
const MOST_PAGES = 64;

/** What happens, as Server-Sent Events. */
export function eventsRoutes(app: Hono, { hub }: Parts): void {
  let open = 0;
  app.get('/api/events', (c) => {
    if (open >= MOST_PAGES)
      throw new Refusal(429, `${MOST_PAGES} pages of the studio are open: close some of them`);
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
        open += 1;
        leave = () => {
          stopListening();
          clearInterval(pulse);
          open -= 1;
          leave = () => {};
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
