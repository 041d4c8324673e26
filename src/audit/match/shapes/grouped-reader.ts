import { isLetterOrDigit } from '../../decode/text/characters.ts';

const DIGIT = 1;
const SEPARATOR = 2;
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (character >= '0' && character <= '9') return DIGIT;
  return ' -.()'.includes(character) ? SEPARATOR : 0;
});

const LEAST_DIGITS = 8;
const MOST_DIGITS = 15;
const MOST_BYTES = 26;
const MOST_SEPARATORS = 2;
/** A grouped number has nine bytes: some multiple of this falls into it. */
const PROBE_BYTES = 8;
const OPENING = 0x28;

const kindAt = (body: Uint8Array, at: number): number => KINDS[body[at] ?? 0] as number;

const isWordByte = (byte: number | undefined): boolean => isLetterOrDigit(byte) || byte === 0x5f;

/** The extent of digits and what groups them around a byte; the first is a digit or a bracket, the last a digit. */
const runAround = (body: Uint8Array, probe: number): readonly [number, number] => {
  let from = probe;
  while (from > 0 && probe - from <= MOST_BYTES && kindAt(body, from - 1) !== 0) from--;
  let to = probe;
  while (to < body.length && to - from <= MOST_BYTES && kindAt(body, to) !== 0) to++;
  while (from < to && kindAt(body, from) !== DIGIT && body[from] !== OPENING) from++;
  while (to > from && kindAt(body, to - 1) !== DIGIT) to--;
  return [from, to];
};

// At least one separator, never three together.
const isGrouped = (body: Uint8Array, from: number, to: number): boolean => {
  let digits = 0;
  let gap = 0;
  let gaps = 0;
  for (let at = from; at < to; at++) {
    if (kindAt(body, at) === DIGIT) {
      digits++;
      gap = 0;
    } else if (++gap > MOST_SEPARATORS) return false;
    else gaps++;
  }
  return gaps > 0 && digits >= LEAST_DIGITS && digits <= MOST_DIGITS;
};

/** Calls back for 8 to 15 digits with spaces, dashes, points or brackets among them, and nothing of a word beside. */
export const forEachGrouped = (body: Uint8Array, onNumber: (from: number, to: number) => void): void => {
  let done = 0;
  for (let probe = PROBE_BYTES - 1; probe < body.length; probe += PROBE_BYTES) {
    if (probe < done || kindAt(body, probe) === 0) continue;
    const [from, to] = runAround(body, probe);
    done = Math.max(probe, to);
    if (to - from > MOST_BYTES || isWordByte(body[from - 1]) || isWordByte(body[to])) continue;
    if (isGrouped(body, from, to)) onNumber(from, to);
  }
};
