/** A text that may have been hashed together with a value, and how a hand gets at it. */
export type Salt = { readonly text: string; readonly recipe: string };

const MINUTE_MS = 60_000;
/** Lengths of buckets, and how much of an ISO 8601 time names one. */
const BUCKETS: readonly (readonly [name: string, lengthMs: number, isoLength: number])[] = [
  ['hour', 60 * MINUTE_MS, 13],
  ['minute', MINUTE_MS, 16],
  ['day', 24 * 60 * MINUTE_MS, 10],
];
/** The bucket of the flow, the one before (a message waits to be sent), the next (a clock that is fast). */
const NEIGHBOURS = [0, -1, 1];

const TEXTS = 6;

/** How many of the salts of a time are of the buckets that it stands in; the others follow. */
export const TIMES_OF_NOW = BUCKETS.length * TEXTS;

/**
 * The time of a flow as software writes it into a salt: the start of its minute, hour or day in seconds, in
 * milliseconds, as a number of buckets, and as text (UTC).
 */
export const timeSalts = (wallMs: number): readonly Salt[] =>
  NEIGHBOURS.flatMap((neighbour) =>
    BUCKETS.flatMap(([name, lengthMs, isoLength]): readonly Salt[] => {
      const bucket = Math.floor(wallMs / lengthMs) + neighbour;
      const startMs = bucket * lengthMs;
      const iso = new Date(startMs).toISOString().slice(0, isoLength);
      const named = `${name}${neighbour === 0 ? '' : neighbour < 0 ? '-1' : '+1'}`;
      return [
        { text: String(startMs / 1000), recipe: `time[${named},seconds]` },
        { text: String(startMs), recipe: `time[${named},ms]` },
        { text: String(bucket), recipe: `time[${named},count]` },
        { text: iso, recipe: `time[${named},iso]` },
        { text: iso.replace('T', ' '), recipe: `time[${named},text]` },
        { text: iso.replace(/[^0-9]/g, ''), recipe: `time[${named},digits]` },
      ];
    }),
  );
