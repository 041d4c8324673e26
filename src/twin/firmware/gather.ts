import type { TwinFlow } from '#model/twin-firmware';
import type { Handset } from '../handset.ts';
import { renderJson } from './body.ts';
import { joined, plain, type Rendered } from './carried.ts';
import { type Happening, scopeOf, type Sources } from './values.ts';

type Batch = NonNullable<TwinFlow['batch']>;

/** The rows of a table as they are now, each told like the event that brought it. */
export const rowsOf = ({ people, clock }: Handset, table: Exclude<Batch['of'], 'events'>): Happening[] => {
  const atMs = clock.nowMs();
  switch (table) {
    case 'contacts':
      return people.contacts.list().map(({ id, name, number, email }) => ({
        atMs,
        fields: {
          'contact.id': String(id),
          'contact.name': name,
          'contact.number': number,
          'contact.email': email,
        },
      }));
    case 'messages':
      return people.messages.list().map(({ id, address, body }) => ({
        atMs,
        fields: { 'sms.id': String(id), 'sms.peer': address, 'sms.body': body },
      }));
    case 'calls':
      return people.calls.list().map(({ number, seconds }) => ({
        atMs,
        fields: { 'call.peer': number, 'call.seconds': String(seconds) },
      }));
  }
};

/** The items of one request as a JSON array. @throws as renderTemplate */
export const renderItems = (items: readonly Happening[], batch: Batch, sources: Sources): Rendered => {
  const rendered = items.map((item) => {
    const own = Object.fromEntries(Object.keys(item.fields).map((name) => [name, `{${name}}`]));
    return renderJson(batch.item ?? own, scopeOf(sources, item));
  });
  const list = rendered.flatMap((item, index) => (index === 0 ? [item] : [plain(','), item]));
  return { ...joined(plain('['), ...list, plain(']')), isJson: true };
};
