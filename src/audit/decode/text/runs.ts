/** Kinds of characters in a run: a set of bits. */
export const RUN = {
  upper: 1 << 0,
  lower: 1 << 1,
  digit: 1 << 2,
  /** `-` or `_`: the alphabet of RFC 4648 §5. */
  urlSafe: 1 << 3,
  /** `+` or `/`: the alphabet of RFC 4648 §4. */
  standard: 1 << 4,
  /** Anything that is no hexadecimal digit. */
  notHex: 1 << 5,
} as const;

/** An unbroken stretch of base64 characters of either alphabet. */
export type Run = {
  readonly start: number;
  /** Past the last character, padding not counted. */
  readonly end: number;
  /** Past the padding. */
  readonly paddedEnd: number;
  /** Characters without line breaks. */
  readonly characters: number;
  /** Bits of RUN. */
  readonly kinds: number;
  /** How often two neighbours are of different kinds. */
  readonly changes: number;
};

/** Shorter runs are not looked at. */
const MIN_RUN = 8;

const KINDS = new Uint8Array(256);
for (let byte = 0; byte < 26; byte++) {
  KINDS[0x41 + byte] = RUN.upper | (byte < 6 ? 0 : RUN.notHex);
  KINDS[0x61 + byte] = RUN.lower | (byte < 6 ? 0 : RUN.notHex);
}
for (let byte = 0x30; byte <= 0x39; byte++) KINDS[byte] = RUN.digit;
for (const character of '-_') KINDS[character.charCodeAt(0)] = RUN.urlSafe | RUN.notHex;
for (const character of '+/') KINDS[character.charCodeAt(0)] = RUN.standard | RUN.notHex;

const CLASS = RUN.upper | RUN.lower | RUN.digit | RUN.urlSafe | RUN.standard;
const MIN_LINE = 16;

/** Widths to which encoders break lines: MIME and Android, PEM and openssl. */
const LINE_WIDTHS = [76, 64];
const SHORTEST_LINE = 64;

/**
 * Calls back with the start and end of every run of at least MIN_RUN characters, in order. Lines that look wrapped
 * are offered as one run first; where that is refused, each by itself.
 */
export const forEachRun = (bytes: Uint8Array, visit: (start: number, end: number) => boolean): void => {
  const length = bytes.length;
  let floor = 0;
  let refused = 0;
  for (let probe = MIN_RUN - 1; probe < length; probe += MIN_RUN) {
    if (KINDS[bytes[probe] as number] === 0) continue;
    let start = probe;
    while (start > floor && KINDS[bytes[start - 1] as number] !== 0) start--;
    let end = probe + 1;
    while (end < length && KINDS[bytes[end] as number] !== 0) end++;
    const wrapped = end - start >= MIN_LINE && end > refused ? endOfWrapped(bytes, start, end) : end;
    if (wrapped > end && visit(start, wrapped)) end = wrapped;
    else {
      refused = Math.max(refused, wrapped);
      if (end - start >= MIN_RUN) visit(start, end);
    }
    floor = end;
    probe = end - 1;
  }
};

/** What a run is made of. */
export const describeRun = (bytes: Uint8Array, start: number, end: number): Run => {
  let kinds = 0;
  let changes = 0;
  let characters = 0;
  let before = 0;
  for (let at = start; at < end; at++) {
    const kind = KINDS[bytes[at] as number] as number;
    if (kind === 0) continue;
    characters++;
    kinds |= kind;
    if ((kind & CLASS) !== before) changes++;
    before = kind & CLASS;
  }
  return { start, end, paddedEnd: endOfPadding(bytes, end, characters), characters, kinds, changes };
};

const endOfPadding = (bytes: Uint8Array, end: number, characters: number): number => {
  let paddedEnd = end;
  while (paddedEnd < end + 2 && bytes[paddedEnd] === 0x3d && (characters + paddedEnd - end) % 4 !== 0)
    paddedEnd++;
  return paddedEnd;
};

// Lines of one width, a multiple of four, then a last one no longer: MIME, PEM and Android's Base64.DEFAULT. Of one line
// and a shorter one the second may be the name of another value.
const endOfWrapped = (bytes: Uint8Array, start: number, lineEnd: number): number => {
  const width = lineEnd - start;
  if (width % 4 !== 0) return lineEnd;
  let end = lineEnd;
  for (;;) {
    const next = afterBreak(bytes, end);
    let stop = next;
    while (stop < next + width && KINDS[bytes[stop] ?? 0] !== 0) stop++;
    if (next === -1 || stop === next || KINDS[bytes[stop] ?? 0] !== 0) return end;
    const isSecond = end === lineEnd;
    end = stop;
    if (stop - next < width)
      return !isSecond || USUAL_WIDTHS.has(width) || isFilled(bytes, stop, stop - next) ? end : lineEnd;
  }
};

/** xxd breaks its lines at 60, mail programs at 72, too. */
const USUAL_WIDTHS = new Set([...LINE_WIDTHS, 60, 72]);
const ENDS_VALUE = new Set(Buffer.from('\r\n"\'<\\&}])\0'));

// Whether a last line of so many characters ends as base64 does, in groups of four, and a value with it: with its padding, or
// before what ends one.
const isFilled = (bytes: Uint8Array, end: number, characters: number): boolean => {
  const paddedEnd = endOfPadding(bytes, end, characters);
  if ((characters + paddedEnd - end) % 4 !== 0) return false;
  const after = bytes[paddedEnd];
  return paddedEnd > end ? KINDS[after ?? 0] === 0 : after === undefined || ENDS_VALUE.has(after);
};

/**
 * Where wrapped lines begin that stand backwards, the line from `start` to `lineEnd` among them: the shorter last one
 * then stands before it.
 */
export const startOfReversed = (bytes: Uint8Array, start: number, lineEnd: number): number => {
  const width = lineEnd - start;
  const breakAt = start - 1;
  if (width < MIN_LINE || width % 4 !== 0 || bytes[breakAt] !== 0x0a) return start;
  let from = breakAt;
  while (from > 0 && breakAt - from < width && KINDS[bytes[from - 1] as number] !== 0) from--;
  const isShorter = from < breakAt && breakAt - from < width;
  return isShorter && (from === 0 || bytes[from - 1] === 0x0a) ? from : start;
};

/** The longest prefix of letters and digits that is glued to base64, but for a digest in hexadecimal. */
export const MOST_PREFIX = 8;
const DIGEST_DIGITS = new Set([32, 40, 64]);

/**
 * Where wrapped lines begin and end of which the first, of a run from `start` on, is longer by what is glued to it; null
 * for no such lines.
 */
export const wrappedBehindPrefix = (
  bytes: Uint8Array,
  start: number,
  runEnd: number,
): readonly [start: number, end: number] | null => {
  if (runEnd - start <= SHORTEST_LINE) return null;
  let lineEnd = start;
  while (lineEnd < runEnd && KINDS[bytes[lineEnd] as number] !== 0) lineEnd++;
  for (const width of LINE_WIDTHS) {
    const prefix = lineEnd - start - width;
    if (prefix < 1 || (prefix > MOST_PREFIX && !DIGEST_DIGITS.has(prefix))) continue;
    const end = endOfWrapped(bytes, start + prefix, lineEnd);
    if (end > lineEnd) return [start + prefix, end];
  }
  return null;
};

// Past a line break and the white space of folding; -1 where no line ends.
const afterBreak = (bytes: Uint8Array, end: number): number => {
  let next = bytes[end] === 0x0d ? end + 1 : end;
  if (bytes[next] !== 0x0a) return -1;
  next++;
  while (bytes[next] === 0x20 || bytes[next] === 0x09) next++;
  // A boundary of a multipart body, or a dashed line.
  return bytes[next] === 0x2d && bytes[next + 1] === 0x2d ? -1 : next;
};
