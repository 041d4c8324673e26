import { isDigit } from '../../decode/text/characters.ts';

const DOT = 0x2e;
const MINUS = 0x2d;
const MIN_DECIMALS = 3;
const MOST_BYTES = 24;
/** A decimal with three places has five bytes, an address seven: some multiple of this is among them. */
const PROBE_BYTES = 4;

/** What digits with points among them are. */
export type OnDotted = {
  /** One to three digits, a point, and three digits or more; a minus sign is taken in. */
  readonly onDecimal: (from: number, to: number) => void;
  /** The same read backwards; a minus sign behind it is taken in. */
  readonly onMirrored: (from: number, to: number) => void;
  /** Four groups of digits. */
  readonly onAddress: (from: number, to: number) => void;
};

const isPart = (byte: number | undefined): boolean => isDigit(byte) || byte === DOT;

const isDecimal = (whole: number, decimals: number): boolean =>
  whole >= 1 && whole <= 3 && decimals >= MIN_DECIMALS;

const tell = (body: Uint8Array, from: number, to: number, on: OnDotted): void => {
  if (to - from > MOST_BYTES) return;
  let points = 0;
  let point = from;
  for (let at = from; at < to; at++) {
    if (body[at] !== DOT) continue;
    points++;
    point = at;
  }
  if (points === 3 && to - from >= 7) on.onAddress(from, to);
  if (points !== 1) return;
  const [before, after] = [point - from, to - point - 1];
  if (isDecimal(before, after)) on.onDecimal(body[from - 1] === MINUS ? from - 1 : from, to);
  if (isDecimal(after, before)) on.onMirrored(from, body[to] === MINUS ? to + 1 : to);
};

/** Calls back for every run of digits and points that is a decimal number or looks like an IPv4 address. */
export const forEachDotted = (body: Uint8Array, on: OnDotted): void => {
  for (let at = 0; at < body.length; at += PROBE_BYTES) {
    if (!isPart(body[at]) || !(isPart(body[at + 1]) || isPart(body[at - 1]))) continue;
    let from = at;
    while (isPart(body[from - 1])) from--;
    let to = at;
    while (isPart(body[to])) to++;
    tell(body, from, to, on);
    at = to - (to % PROBE_BYTES);
  }
};
