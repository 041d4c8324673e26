import type { ConsentMap } from '#model/consent';
import type { DataClass } from '#model/data-class';
import type { HandsetEvent } from '../events.ts';
import type { Handset } from '../handset.ts';

/** When a value came onto the handset, and the consents as they then stood. */
export type Entry = { readonly enteredAtMs: number; readonly consentAtEntry: ConsentMap };

/** What events have brought onto the handset so far. */
export type Entries = {
  /** The latest entry of a value up to a moment; undefined for what no event brought. */
  readonly of: (dataClass: DataClass, value: string, untilMs: number) => Entry | undefined;
};

/** The class of each field of an event that holds personal data. */
export const FIELD_CLASSES: Readonly<Record<string, DataClass>> = {
  'contact.name': 'contact.name',
  'contact.number': 'contact.number',
  'contact.email': 'contact.email',
  'sms.peer': 'sms.peer_number',
  'sms.body': 'sms.body',
  'call.peer': 'call.peer_number',
  'account.id': 'account',
  url: 'browsing',
};

/** Events that bring what they tell of; others tell of what was there. */
const BRINGING: ReadonlySet<HandsetEvent['name']> = new Set([
  'contact.added',
  'sms.sent',
  'sms.received',
  'call.started',
  'call.received',
  'browser.visited',
  'account.signed-in',
]);

const MAX_KEPT = 10_000;

/** Follows a handset's events from now on. */
export const followEntries = ({ events, consents }: Handset): Entries => {
  const kept = new Map<string, Entry[]>();
  events.on(({ name, atMs, fields }) => {
    if (!BRINGING.has(name) || kept.size > MAX_KEPT) return;
    for (const [field, value] of Object.entries(fields)) {
      const dataClass = FIELD_CLASSES[field];
      if (dataClass === undefined || value === '') continue;
      const key = `${dataClass} ${value}`;
      kept.set(key, [...(kept.get(key) ?? []), { enteredAtMs: atMs, consentAtEntry: consents.states() }]);
    }
  });
  return {
    of: (dataClass, value, untilMs) =>
      kept.get(`${dataClass} ${value}`)?.findLast(({ enteredAtMs }) => enteredAtMs <= untilMs),
  };
};
