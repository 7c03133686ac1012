import { expect, it } from 'vitest';
import { EventHub } from './event-hub.js';

const namesIn = (hub: EventHub, lastId: string | undefined) => {
  const { missed, events } = hub.since(lastId);
  return { missed, ids: events.map(({ data }) => JSON.parse(data).id) };
};

it('gives a page what it missed, from whatever event it heard last', () => {
  const hub = new EventHub();
  const before = hub.now;
  for (let i = 1; i <= 3; i++) hub.publish('runDeleted', { id: `${i}` });
  const [, second] = hub.since(before).events;
  expect(namesIn(hub, before)).toEqual({ missed: false, ids: ['1', '2', '3'] });
  expect(namesIn(hub, second?.id)).toEqual({ missed: false, ids: ['3'] });
  expect(namesIn(hub, hub.now)).toEqual({ missed: false, ids: [] });
  expect(namesIn(hub, undefined)).toEqual({ missed: false, ids: [] });
});

it('says where that is not known any more, or was never', () => {
  const hub = new EventHub();
  const before = hub.now;
  for (let i = 1; i <= 2500; i++) hub.publish('runDeleted', { id: `${i}` });
  expect(hub.since(before).missed).toBe(true);
  expect(hub.since(hub.now).missed).toBe(false);
  for (const id of [new EventHub().now, 'nonsense', '', `${hub.now}1`])
    expect(hub.since(id).missed, id).toBe(true);
});
