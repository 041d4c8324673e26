import { countedRun } from '../../decode/text/counted-run.ts';
import { isUuidAt, UUID_CHARACTERS } from '../../decode/text/uuid.ts';

/** The alphabets of hash-like tokens. */
export type Alphabet = 'hex' | 'base64' | 'base64url';

/** What is told of a body; offsets in bytes. */
export type OnWords = {
  /** A whole token: nothing of its alphabet stands beside it. Padding is left out. */
  readonly onToken: (alphabet: Alphabet, from: number, to: number) => void;
  /** A UUID with its dashes, which is no other token. */
  readonly onUuid: (from: number, to: number) => void;
  /** A word of 8 to 20 letters and digits that is all digits, or of 12 or 16 that is all hex digits. */
  readonly onId: (kind: 'digits' | 'hex', from: number, to: number) => void;
};

/** 64 bits as hex, and in base64. */
const MIN_HEX_LENGTH = 16;
const MIN_BASE64_LENGTH = 11;

/** 64 bytes as hex: no digest is longer. */
export const MAX_TOKEN_LENGTH = 128;

const MIN_ID_LENGTH = 8;
const MAX_ID_LENGTH = 20;

const HEX = 1;
const OTHER_LETTER = 2;
const STANDARD = 4;
const URL_SAFE = 8;
/** A letter of either case. */
const LETTER = 16;
/** A capital letter or a digit: text without any is a word, not a digest. */
const TELLING = 32;

const kindOf = (character: string): number => {
  if (character === '+' || character === '/') return STANDARD;
  if (character === '-' || character === '_') return URL_SAFE;
  if (!/[0-9A-Za-z]/.test(character)) return 0;
  return (
    (/[0-9A-Fa-f]/.test(character) ? HEX : OTHER_LETTER) |
    (/[A-Za-z]/.test(character) ? LETTER : 0) |
    (/[A-Z0-9]/.test(character) ? TELLING : 0)
  );
};
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(String.fromCharCode(byte)));
const EQUALS_SIGN = 0x3d;
/** Any 8 bytes hold two places that are multiples of this. */
const PROBE_BYTES = 4;

const kindAt = (body: Uint8Array, at: number): number => KINDS[body[at] ?? 0] as number;

/** A stretch that is still open: where it began, and the kinds of the characters in it. */
type Piece = { from: number; kinds: number };

/** Between any two signs; free of `-_`; free of `+/`. */
type Open = { readonly word: Piece; readonly standard: Piece; readonly urlSafe: Piece };

const begin = (piece: Piece, from: number): void => {
  piece.from = from;
  piece.kinds = 0;
};

const isHexWord = ({ from, kinds }: Piece, to: number): boolean =>
  (kinds & OTHER_LETTER) === 0 && to - from >= MIN_HEX_LENGTH && to - from <= MAX_TOKEN_LENGTH;

const isHashLike = ({ from, kinds }: Piece, to: number): boolean =>
  to - from >= MIN_BASE64_LENGTH &&
  to - from <= MAX_TOKEN_LENGTH &&
  (kinds & LETTER) !== 0 &&
  (kinds & TELLING) !== 0;

const isPadded = ({ word, standard, urlSafe }: Open, { body, at }: End): boolean =>
  body[at] === EQUALS_SIGN && urlSafe.from === standard.from && urlSafe.from === word.from;

/** Where a piece may end: the body, the offset, and the kind of the character there. */
type End = { readonly body: Uint8Array; readonly at: number; readonly kind: number };

const tellId = ({ from, kinds }: Piece, to: number, { onId }: OnWords): boolean => {
  const length = to - from;
  if (length < MIN_ID_LENGTH || length > MAX_ID_LENGTH || (kinds & OTHER_LETTER) !== 0) return false;
  if ((kinds & LETTER) === 0) onId('digits', from, to);
  else if (length === 12 || length === 16) onId('hex', from, to);
  else return false;
  return true;
};

const isControl = (byte: number | undefined): boolean =>
  byte !== undefined && byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09;

// Before an unprintable byte the last letter or digit may be the tag of a protobuf field, and the id end before it.
const closeId = (word: Piece, { body, at }: End, on: OnWords): void => {
  if (tellId(word, at, on) || !isControl(body[at]) || at - word.from > MAX_ID_LENGTH + 1) return;
  let kinds = 0;
  for (let index = word.from; index < at - 1; index++) kinds |= kindAt(body, index);
  tellId({ from: word.from, kinds }, at - 1, on);
};

// A word that is hex and also a whole piece is told once, as hex.
const close = (open: Open, end: End, on: OnWords): void => {
  const { word, standard, urlSafe } = open;
  const { at, kind } = end;
  const isHex = isHexWord(word, at);
  if (isHex) on.onToken('hex', word.from, at);
  closeId(word, end, on);
  const isToldAsHex = (piece: Piece): boolean => isHex && piece.from === word.from;
  const endsUrlSafe = kind !== URL_SAFE;
  if (endsUrlSafe && !isToldAsHex(urlSafe) && isHashLike(urlSafe, at))
    on.onToken(isPadded(open, end) ? 'base64' : 'base64url', urlSafe.from, at);
  const isTold = (endsUrlSafe && standard.from === urlSafe.from) || isToldAsHex(standard);
  if (kind !== STANDARD && !isTold && isHashLike(standard, at)) on.onToken('base64', standard.from, at);
};

// Letters and digits alone are one piece of every alphabet.
const closeWord = (word: Piece, end: End, on: OnWords): void => {
  if (end.at - word.from < MIN_ID_LENGTH) return;
  const isHex = isHexWord(word, end.at);
  if (isHex) on.onToken('hex', word.from, end.at);
  closeId(word, end, on);
  if (!isHex && isHashLike(word, end.at))
    on.onToken(end.body[end.at] === EQUALS_SIGN ? 'base64' : 'base64url', word.from, end.at);
};

// One run over both alphabets becomes its words, its pieces without `-_` (base64) and those without `+/` (base64url).
const splitPieces = (body: Uint8Array, from: number, on: OnWords): void => {
  const open: Open = { word: { from, kinds: 0 }, standard: { from, kinds: 0 }, urlSafe: { from, kinds: 0 } };
  for (let at = from; ; at++) {
    const kind = kindAt(body, at);
    if ((kind & (HEX | OTHER_LETTER)) !== 0) {
      open.word.kinds |= kind;
      continue;
    }
    open.standard.kinds |= open.word.kinds;
    open.urlSafe.kinds |= open.word.kinds;
    close(open, { body, at, kind }, on);
    if (kind === 0) return;
    if (kind === STANDARD) begin(open.urlSafe, at + 1);
    else begin(open.standard, at + 1);
    begin(open.word, at + 1);
  }
};

// What its length tells apart from the length itself, or from the tag behind it.
const tellCounted = (body: Uint8Array, [from, to]: readonly [number, number], on: OnWords): void => {
  const piece: Piece = { from, kinds: 0 };
  for (let at = from; at < to; at++) piece.kinds |= kindAt(body, at);
  const signs = piece.kinds & (STANDARD | URL_SAFE);
  if (signs === 0 && isHexWord(piece, to)) on.onToken('hex', from, to);
  else if (signs !== (STANDARD | URL_SAFE) && isHashLike(piece, to))
    on.onToken(signs === STANDARD ? 'base64' : 'base64url', from, to);
};

const splitRun = (body: Uint8Array, from: number, on: OnWords): number => {
  let kinds = 0;
  let to = from;
  for (; to < body.length; to++) {
    const kind = KINDS[body[to] as number] as number;
    if (kind === 0) break;
    kinds |= kind;
  }
  const counted = countedRun(body, from, to);
  if (counted !== null) tellCounted(body, counted, on);
  const isWord = (kinds & (STANDARD | URL_SAFE)) === 0;
  if (isWord) closeWord({ from, kinds }, { body, at: to, kind: 0 }, on);
  else if ((kinds & TELLING) === 0) return to;
  else if (to - from === UUID_CHARACTERS && isUuidAt(body, from)) on.onUuid(from, to);
  else splitPieces(body, from, on);
  return to;
};

const mayHoldToken = (body: Uint8Array, at: number): boolean =>
  kindAt(body, at) !== 0 &&
  kindAt(body, at + PROBE_BYTES) !== 0 &&
  kindAt(body, at + 1) !== 0 &&
  kindAt(body, at + 2) !== 0 &&
  kindAt(body, at + 3) !== 0;

/** Calls back with every whole token of 64 bits or more in a body that may be a digest, and with what may be an id. */
export const forEachWord = (body: Uint8Array, on: OnWords): void => {
  let done = 0;
  for (let at = 0; at + PROBE_BYTES < body.length; at += PROBE_BYTES) {
    if (!mayHoldToken(body, at)) continue;
    let from = at;
    while (from > done && kindAt(body, from - 1) !== 0) from--;
    done = splitRun(body, from, on);
    at = done - (done % PROBE_BYTES);
  }
};
