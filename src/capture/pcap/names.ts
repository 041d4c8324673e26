import { createAddressReader } from './address.ts';
import type { Sink } from './dialogue.ts';
import type { DnsMessage } from './dns.ts';

const NAMES = 100_000;

/** Names of addresses, as look-ups in the capture gave them. */
export type Names = {
  readonly learn: (answer: DnsMessage) => void;
  readonly of: (ip: string) => string | undefined;
  readonly lookups: () => number;
};

/** Starts without names; each look-up is told to the sink too. */
export const createNames = (sink: Sink): Names => {
  const known = new Map<string, string>();
  const addressOf = createAddressReader();
  let lookups = 0;
  return {
    learn: ({ name, addresses }) => {
      lookups += 1;
      const texts = addresses.slice(0, 200).map((bytes) => addressOf(bytes, 0, bytes.length === 4 ? 4 : 16));
      if (texts.length === 0 || name === '') return;
      sink.event({ type: 'dns', name: name.toLowerCase().slice(0, 300), addresses: texts });
      for (const ip of texts) if (known.size < NAMES || known.has(ip)) known.set(ip, name.toLowerCase());
    },
    of: (ip) => known.get(ip),
    lookups: () => lookups,
  };
};
