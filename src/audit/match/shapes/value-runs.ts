/** Characters that values of one kind are made of, and how many of them stand together at least. */
export type ValueRun = {
  readonly characters: Uint8Array;
  readonly least: number;
  /** Of these one at least is among them. */
  readonly needed: Uint8Array;
};

const ANY = '[^]';

const charactersOf = (pattern: string): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) =>
    new RegExp(`^${pattern}$`).test(String.fromCharCode(byte)) ? 1 : 0,
  );

/** What values are made of: the characters as a class of a regular expression over bytes. */
export const runOf = (characters: string, least: number, needed = ANY): ValueRun => ({
  characters: charactersOf(characters),
  least,
  needed: charactersOf(needed),
});

/** Longer values are no ids, digests, names or numbers. */
const MOST_RUN = 128;

/**
 * Whether a value of such characters may stand around a byte: where too few of them do, none does, and its field need not
 * be located.
 */
export const mayStandAt = (
  { characters, least, needed }: ValueRun,
  bytes: Uint8Array,
  at: number,
): boolean => {
  let from = at;
  let to = at;
  let isNeeded = false;
  for (; from > 0 && at - from < MOST_RUN && characters[bytes[from - 1] as number] === 1; from--)
    isNeeded ||= needed[bytes[from - 1] as number] === 1;
  for (; to < bytes.length && to - at < MOST_RUN && characters[bytes[to] as number] === 1; to++)
    isNeeded ||= needed[bytes[to] as number] === 1;
  return to > at && to - from >= least && isNeeded;
};
