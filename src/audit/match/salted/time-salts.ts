/** A text that may have been hashed together with a value, and how a hand gets at it. */
export type TimeSalt = {
  readonly text: string;
  readonly recipe: string;
  readonly found: null;
  readonly isTelling: false;
};

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
const TIMES_OF_NOW = BUCKETS.length * TEXTS;

/** Salts of one time: of the buckets that it stands in, and of those before and after. */
type TimeSalts = { readonly ofNow: readonly TimeSalt[]; readonly near: readonly TimeSalt[] };

const NO_TIME: TimeSalts = { ofNow: [], near: [] };
const known = { minute: Number.NaN, salts: NO_TIME };

/** As `saltsOfMinute`, which many flows share: the same lists for all of them. None for an unknown time. */
export const timeSalts = (wallMs: number | null): TimeSalts => {
  if (wallMs === null) return NO_TIME;
  const minute = Math.floor(wallMs / MINUTE_MS);
  if (known.minute !== minute) {
    const all = saltsOfMinute(minute * MINUTE_MS);
    known.minute = minute;
    known.salts = { ofNow: all.slice(0, TIMES_OF_NOW), near: all.slice(TIMES_OF_NOW) };
  }
  return known.salts;
};

/**
 * The time of a flow as software writes it into a salt: the start of its minute, hour or day in seconds, in
 * milliseconds, as a number of buckets, and as text (UTC).
 */
const saltsOfMinute = (wallMs: number): readonly TimeSalt[] =>
  NEIGHBOURS.flatMap((neighbour) =>
    BUCKETS.flatMap(([name, lengthMs, isoLength]): readonly TimeSalt[] => {
      const bucket = Math.floor(wallMs / lengthMs) + neighbour;
      const startMs = bucket * lengthMs;
      const iso = new Date(startMs).toISOString().slice(0, isoLength);
      const named = `${name}${neighbour === 0 ? '' : neighbour < 0 ? '-1' : '+1'}`;
      const texts = [
        { text: String(startMs / 1000), recipe: `time[${named},seconds]` },
        { text: String(startMs), recipe: `time[${named},ms]` },
        { text: String(bucket), recipe: `time[${named},count]` },
        { text: iso, recipe: `time[${named},iso]` },
        { text: iso.replace('T', ' '), recipe: `time[${named},text]` },
        { text: iso.replace(/[^0-9]/g, ''), recipe: `time[${named},digits]` },
      ];
      return texts.map(({ text, recipe }) => ({ text, recipe, found: null, isTelling: false }));
    }),
  );
