/** What could be made of JSON that does not parse. */
export type JsonPrefix = {
  /** Parses as JSON: the part before the fault, with everything open closed. */
  readonly text: string;
  /** Byte at which the JSON broke off; null when small faults could all be mended and nothing is missing. */
  readonly brokeAt: number | null;
  /** The keys that were open there, outermost first, as far as the first three. */
  readonly openKeys: readonly string[];
};

const DEPTH = 10_000;
const KEYS_KEPT = 3;

type Expect = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'nothing';
type Level = { readonly isObject: boolean; key: string };
type Mending = {
  readonly bytes: Buffer;
  at: number;
  expect: Expect;
  readonly levels: Level[];
  /** Finished pieces of output, and where the piece being copied began. */
  readonly out: Buffer[];
  copiedTo: number;
  /** True when the bytes end inside a token. */
  ranOut: boolean;
};

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isWord = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e ||
  byte === 0x5f;
const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const ESCAPABLE: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrtu'));

const replace = (mending: Mending, to: number, by: string): void => {
  mending.out.push(mending.bytes.subarray(mending.copiedTo, mending.at), Buffer.from(by));
  mending.at = to;
  mending.copiedTo = to;
};

const afterValue = (mending: Mending): void => {
  mending.expect = mending.levels.length === 0 ? 'nothing' : 'comma-or-close';
};

const mendEscape = (mending: Mending): boolean => {
  const { bytes, at } = mending;
  const letter = bytes[at + 1];
  if (letter === undefined) return false;
  const isUnicode = letter === 0x75;
  if (isUnicode && at + 6 > bytes.length) return false;
  const isGood = isUnicode
    ? /^[0-9a-fA-F]{4}$/.test(bytes.toString('latin1', at + 2, at + 6))
    : ESCAPABLE.has(letter);
  if (isGood) mending.at += isUnicode ? 6 : 2;
  else replace(mending, at + 1, '\\\\');
  return true;
};

/** Passes a string, mending what may not stand in it; false when the bytes end inside. */
const passString = (mending: Mending): boolean => {
  const { bytes } = mending;
  mending.at += 1;
  while (mending.at < bytes.length) {
    const byte = bytes[mending.at] ?? 0;
    if (byte === 0x22) {
      mending.at += 1;
      return true;
    }
    if (byte === 0x5c) {
      if (!mendEscape(mending)) break;
    } else if (byte < 0x20) replace(mending, mending.at + 1, `\\u${byte.toString(16).padStart(4, '0')}`);
    else mending.at += 1;
  }
  mending.ranOut = true;
  return false;
};

const passWord = (mending: Mending): boolean => {
  const { bytes, at } = mending;
  let end = at;
  while (end < bytes.length && end - at < 400 && isWord(bytes[end] ?? 0)) end += 1;
  if (end === bytes.length) mending.ranOut = true;
  if (end === at || mending.ranOut) return false;
  if (WORD.test(bytes.toString('latin1', at, end))) mending.at = end;
  else replace(mending, end, 'null');
  afterValue(mending);
  return true;
};

const openLevel = (mending: Mending, isObject: boolean): boolean => {
  if (mending.levels.length >= DEPTH) return false;
  mending.levels.push({ isObject, key: '' });
  mending.at += 1;
  mending.expect = isObject ? 'key-or-close' : 'value-or-close';
  return true;
};

const closeLevel = (mending: Mending): boolean => {
  mending.levels.pop();
  mending.at += 1;
  afterValue(mending);
  return true;
};

const passValue = (mending: Mending, byte: number): boolean => {
  if (byte === 0x7b || byte === 0x5b) return openLevel(mending, byte === 0x7b);
  if (byte !== 0x22) return passWord(mending);
  if (!passString(mending)) return false;
  afterValue(mending);
  return true;
};

const passKey = (mending: Mending, byte: number): boolean => {
  if (byte !== 0x22) return false;
  const from = mending.at + 1;
  if (!passString(mending)) return false;
  const level = mending.levels.at(-1);
  if (level !== undefined)
    level.key = mending.bytes.subarray(from, Math.min(mending.at - 1, from + 100)).toString();
  mending.expect = 'colon';
  return true;
};

const passColon = (mending: Mending, byte: number): boolean => {
  if (byte !== 0x3a) return false;
  mending.at += 1;
  mending.expect = 'value';
  return true;
};

const passComma = (mending: Mending, byte: number): boolean => {
  const isObject = mending.levels.at(-1)?.isObject === true;
  if (byte === (isObject ? 0x7d : 0x5d)) return closeLevel(mending);
  if (byte !== 0x2c) return false;
  mending.at += 1;
  mending.expect = isObject ? 'key' : 'value';
  return true;
};

/** How the next token is passed, by what is expected; false when it is not that. */
const PASS: Readonly<Record<Expect, (mending: Mending, byte: number) => boolean>> = {
  value: passValue,
  'value-or-close': (mending, byte) => (byte === 0x5d ? closeLevel(mending) : passValue(mending, byte)),
  key: passKey,
  'key-or-close': (mending, byte) => (byte === 0x7d ? closeLevel(mending) : passKey(mending, byte)),
  colon: passColon,
  'comma-or-close': passComma,
  nothing: () => false,
};

const characterBytes = (lead: number): number => {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
};

/** Cuts back to the last whole character, in case the bytes end inside of one. */
const wholeCharacters = (bytes: Buffer): Buffer => {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0x80 && byte < 0xc0) continue;
    return characterBytes(byte) > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
};

const CLOSERS: Readonly<Record<Expect, string>> = {
  value: 'null',
  'value-or-close': '',
  key: '"":null',
  'key-or-close': '',
  colon: ':null',
  'comma-or-close': '',
  nothing: '',
};

/** Makes the text whole; `start` is where the token began that could not be passed. */
const close = (mending: Mending, start: number): string => {
  const isString = mending.bytes[start] === 0x22 && mending.at > start;
  const body = Buffer.concat([
    ...mending.out,
    mending.bytes.subarray(mending.copiedTo, isString ? mending.at : Math.max(start, mending.copiedTo)),
  ]);
  const isKey = mending.expect === 'key' || mending.expect === 'key-or-close';
  const end = isString ? (isKey ? '":null' : '"') : CLOSERS[mending.expect];
  const closers = mending.levels.map(({ isObject }) => (isObject ? '}' : ']')).reverse();
  return wholeCharacters(body).toString() + end + closers.join('');
};

/**
 * Gives the longest beginning of some bytes that can be read as JSON, for entries that do not parse. Control
 * characters in strings, bad escapes and unknown words are mended on the way. Never throws.
 */
export const readablePrefix = (bytes: Buffer): JsonPrefix => {
  const mending: Mending = { bytes, at: 0, expect: 'value', levels: [], out: [], copiedTo: 0, ranOut: false };
  for (;;) {
    while (isSpace(bytes[mending.at] ?? 0) && mending.at < bytes.length) mending.at += 1;
    const start = mending.at;
    if (start < bytes.length && PASS[mending.expect](mending, bytes[start] ?? 0)) continue;
    const isWhole = mending.expect === 'nothing' && start === bytes.length;
    return {
      text: close(mending, start),
      brokeAt: isWhole ? null : mending.ranOut ? bytes.length : start,
      openKeys: mending.levels.slice(0, KEYS_KEPT).map(({ key }) => key),
    };
  }
};
