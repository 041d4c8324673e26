/** A value of a typed netstring. Bytes are views into the source; a dictionary is a Map, so no key is special. */
export type TnetValue =
  null | boolean | number | string | Buffer | readonly TnetValue[] | ReadonlyMap<string, TnetValue>;

const DEPTH = 64;
const VALUES = 2_000_000;
/** Digits of a length: more than any length that is read. */
const LENGTH_DIGITS = 12;
const COLON = 0x3a;

/** Where a typed netstring's payload stands. */
export type TnetFrame = { readonly from: number; readonly to: number; readonly type: string };

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Reads the length in front of a payload: `digits:`. `short` when the bytes end inside it, `broken` for anything else. */
export const readLength = (
  bytes: Buffer,
  at: number,
): { readonly from: number; readonly byteLength: number } | 'short' | 'broken' => {
  let end = at;
  while (end - at <= LENGTH_DIGITS && isDigit(bytes[end])) end += 1;
  if (end === bytes.length) return end - at <= LENGTH_DIGITS ? 'short' : 'broken';
  if (bytes[end] !== COLON || end === at || end - at > LENGTH_DIGITS) return 'broken';
  return { from: end + 1, byteLength: Number(bytes.toString('latin1', at, end)) };
};

type Parsing = { readonly bytes: Buffer; values: number };

const readFrame = ({ bytes }: Parsing, at: number, end: number): TnetFrame => {
  const length = readLength(bytes, at);
  if (typeof length === 'string') throw new RangeError('no length where one was expected');
  const to = length.from + length.byteLength;
  if (to >= end) throw new RangeError('a value reaches beyond the one around it');
  return { from: length.from, to, type: String.fromCharCode(bytes[to] ?? 0) };
};

const parseItems = (parsing: Parsing, { from, to }: TnetFrame, depth: number): TnetValue[] => {
  const items: TnetValue[] = [];
  for (let at = from; at < to;) {
    const frame = readFrame(parsing, at, to);
    items.push(parseFrame(parsing, frame, depth + 1));
    at = frame.to + 1;
  }
  return items;
};

const keyFrom = (value: TnetValue | undefined): string =>
  typeof value === 'string' ? value : Buffer.isBuffer(value) ? value.toString('latin1') : '';

const parseDictionary = (parsing: Parsing, frame: TnetFrame, depth: number): TnetValue => {
  const items = parseItems(parsing, frame, depth);
  const dictionary = new Map<string, TnetValue>();
  for (let at = 0; at + 1 < items.length; at += 2) dictionary.set(keyFrom(items[at]), items[at + 1] ?? null);
  return dictionary;
};

const parseFrame = (parsing: Parsing, frame: TnetFrame, depth: number): TnetValue => {
  parsing.values += 1;
  if (depth > DEPTH) throw new RangeError(`nested deeper than ${DEPTH} levels`);
  if (parsing.values > VALUES) throw new RangeError(`more than ${VALUES} values`);
  const { bytes } = parsing;
  switch (frame.type) {
    case ',':
      return bytes.subarray(frame.from, frame.to);
    case ';':
      return bytes.toString('utf8', frame.from, frame.to);
    case '#':
    case '^':
      return Number(bytes.toString('latin1', frame.from, Math.min(frame.to, frame.from + 400)));
    case '!':
      return bytes.toString('latin1', frame.from, frame.to) === 'true';
    case '~':
      return null;
    case ']':
      return parseItems(parsing, frame, depth);
    case '}':
      return parseDictionary(parsing, frame, depth);
    default:
      throw new RangeError('a value of an unknown type');
  }
};

/** Parses one whole typed netstring. @throws RangeError for bytes that are none; messages hold no content */
export const parseTnet = (bytes: Buffer): TnetValue => {
  const parsing: Parsing = { bytes, values: 0 };
  const frame = readFrame(parsing, 0, bytes.length);
  return parseFrame(parsing, frame, 0);
};
