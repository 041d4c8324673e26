const DOT = 0x2e;
const MINUS = 0x2d;
const MIN_DECIMALS = 3;
const MOST_DIGITS = 24;
/** A decimal with three places has five bytes: some multiple of this is among them. */
const PROBE_BYTES = 4;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isPart = (byte: number | undefined): boolean => isDigit(byte) || byte === DOT;

/** Calls back for every decimal number with one to three digits before the point and three or more behind it. */
export const forEachDecimal = (body: Uint8Array, onDecimal: (from: number, to: number) => void): void => {
  for (let at = 0; at < body.length; at += PROBE_BYTES) {
    if (!isPart(body[at]) || !(isPart(body[at + 1]) || isPart(body[at - 1]))) continue;
    let from = at;
    while (at - from < MOST_DIGITS && isPart(body[from - 1])) from--;
    let to = at;
    while (to - from < MOST_DIGITS * 2 && isPart(body[to])) to++;
    if (isDecimal(body, from, to)) onDecimal(body[from - 1] === MINUS ? from - 1 : from, to);
    at = to - (to % PROBE_BYTES);
  }
};

const isDecimal = (body: Uint8Array, from: number, to: number): boolean => {
  const point = body.indexOf(DOT, from);
  if (point - from < 1 || point - from > 3 || to - point - 1 < MIN_DECIMALS) return false;
  const second = body.indexOf(DOT, point + 1);
  return second === -1 || second >= to;
};
