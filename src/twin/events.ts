import type { TwinEventName } from '#model/twin-firmware';

/**
 * Something that happened on a handset. Fields by name:
 * contact.* `contact.id contact.name contact.number contact.email` · sms.* `sms.id sms.peer sms.body` ·
 * call.* `call.peer call.seconds` · consent.changed `purpose state` · account.* `account.id` ·
 * app.* `package activity` · browser.visited `url` · wifi.connected `ssid`. Absent values are ''.
 */
export type HandsetEvent = {
  readonly name: TwinEventName;
  readonly atMs: number;
  readonly fields: Readonly<Record<string, string>>;
};

export type HandsetEvents = {
  /** Calls the listener on every event; gives a function that ends it. */
  readonly on: (listener: (event: HandsetEvent) => void) => () => void;
  readonly emit: (name: TwinEventName, fields?: Readonly<Record<string, string>>) => void;
};

/** An emitter of handset events, stamped by the handset's clock. */
export const createEvents = (nowMs: () => number): HandsetEvents => {
  const listeners = new Set<(event: HandsetEvent) => void>();
  return {
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (name, fields = {}) => {
      for (const listener of [...listeners]) listener({ name, atMs: nowMs(), fields });
    },
  };
};
