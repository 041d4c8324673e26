import { isLetterOrDigit } from '../../decode/text/characters.ts';

const HEX = 1;
const SEPARATOR = 2;
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/[0-9A-Fa-f]/.test(character)) return HEX;
  return character === ':' || character === '-' ? SEPARATOR : 0;
});

/** A written MAC has 17 bytes: two places this far apart fall into it. */
const PROBE_BYTES = 8;
const MAC_BYTES = 17;

const kindAt = (body: Uint8Array, at: number): number => KINDS[body[at] ?? 0] ?? 0;

const isPair = (body: Uint8Array, at: number): boolean =>
  kindAt(body, at) === HEX &&
  kindAt(body, at + 1) === HEX &&
  !isLetterOrDigit(body[at - 1]) &&
  !isLetterOrDigit(body[at + 2]);

const isMacAt = (body: Uint8Array, from: number): boolean => {
  const separator = body[from + 2];
  if (kindAt(body, from + 2) !== SEPARATOR || from + MAC_BYTES > body.length) return false;
  for (let index = 0; index < MAC_BYTES; index++)
    if (index % 3 === 2 ? body[from + index] !== separator : kindAt(body, from + index) !== HEX) return false;
  // Neither a longer address nor the end of one.
  const to = from + MAC_BYTES;
  if (isLetterOrDigit(body[from - 1]) || isLetterOrDigit(body[to])) return false;
  return (
    !(body[from - 1] === separator && isPair(body, from - 3)) &&
    !(body[to] === separator && isPair(body, to + 1))
  );
};

const macAround = (body: Uint8Array, at: number): number | null => {
  for (let from = Math.max(0, at - MAC_BYTES + 1); from <= at; from++) if (isMacAt(body, from)) return from;
  return null;
};

/** Calls back for every MAC that is written with colons or dashes and is no part of something longer. */
export const forEachMac = (body: Uint8Array, onMac: (from: number) => void): void => {
  let last = -1;
  for (let at = PROBE_BYTES; at < body.length; at += PROBE_BYTES) {
    if (kindAt(body, at) === 0 || kindAt(body, at - PROBE_BYTES) === 0 || kindAt(body, at - 4) === 0)
      continue;
    const from = macAround(body, at);
    if (from === null || from === last) continue;
    last = from;
    onMac(from);
  }
};
