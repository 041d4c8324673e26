import type { Layer } from '../../layer.ts';
import { outermost, type Owned } from '../../outermost.ts';
import { toBuffer } from '../buffer.ts';
import { bytesCovered, makeIsCarved } from './carved.ts';
import { EXPANDING } from '../budget.ts';
import { isStructured, linkOfField, locate } from '../route/locate.ts';
import { holdsMedia, isMedia } from './media.ts';
import { holdsNoise, isIllegible, looksRandom } from './noise.ts';
import { lineSpan, sourceSpan } from '../route/source-span.ts';
import { unopenedCompression } from './unopened.ts';
import { isSpoken, isWordy } from './wordy.ts';

/** A layer that looks encrypted, and for people why it is thought so. */
export type Opaque = {
  readonly layer: Layer;
  readonly reason: 'encrypted-payload';
  readonly detail: string;
};

/** What peeling learnt of a layer. */
export type Outcome = {
  readonly layer: Layer;
  readonly isText: boolean;
  readonly children: readonly Layer[];
};

const MIN_VALUE_BYTES = 48;
const MIN_BODY_BYTES = 32;
const DIGEST_BYTES = new Set([48, 64]);
// The steps of a value's own structure, beside those that open it.
const STRUCTURE = new Set(['protobuf', 'msgpack', 'cbor', 'multipart', 'grpc', 'reverse']);
/** Tokens that servers hand out are sent back as they came. */
const TOKEN_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie2', 'dpop']);

const DIGEST_NAME = /sig|sum|hash|sha|hmac|mac|digest|token|integrity|nonce|key|cert|tag|auth/i;

/** The beginning of a digest as W3C Subresource Integrity and package locks write it, whose dash may be of the alphabet. */
const INTEGRITY = /^sha(?:256|384|512)-/;

const isIntegrity = ({ parent, link: { offset = 0 } }: Layer): boolean =>
  parent !== null && INTEGRITY.test(toBuffer(parent.bytes).toString('latin1', offset, offset + 7));

// In base64 a value of a digest's length may be anything: what its field is called tells.
const isDigest = ({ bytes, parent, link }: Layer): boolean => {
  if (!DIGEST_BYTES.has(bytes.length)) return false;
  if (parent === null || (link.step !== 'base64' && link.step !== 'base64url')) return true;
  const key = locate(parent, link.offset ?? 0, link.length ?? 0)?.key ?? '';
  return key === '' || DIGEST_NAME.test(key);
};

const isTooSmall = (layer: Layer): boolean => {
  const { bytes, parent, part } = layer;
  if (parent === null) return bytes.length < MIN_BODY_BYTES || part === 'header' || part === 'cookie';
  return bytes.length < MIN_VALUE_BYTES || isDigest(layer) || isIntegrity(layer);
};

const isToken = (layer: Layer): boolean => {
  let root = layer;
  while (root.parent !== null) root = root.parent;
  if (root.part === 'cookie' || TOKEN_HEADERS.has(root.link.path ?? '')) return true;
  if (layer.parent === null) return false;
  const { offset = 0, length = 0 } = layer.link;
  const text = toBuffer(layer.parent.bytes);
  return isSignature(text, offset) || (length <= MOST_REGISTRATION && isRegistration(text, offset));
};

/**
 * What Firebase hands out for pushing messages to an app, behind the id of its installation and a colon: `APA91b` and up
 * to 134 characters. A longer one may be anything. Source: tokens in public code, 2015 to 2026.
 */
const REGISTRATION = /^:APA91b[\w-]{90,134}(?![\w-])/;
const MOST_REGISTRATION = 140;

const isRegistration = (text: Buffer, offset: number): boolean =>
  REGISTRATION.test(text.toString('latin1', Math.max(0, offset - 1), offset + MOST_REGISTRATION + 1));

// The last segment of a JSON Web Token.
const isSignature = (text: Buffer, offset: number): boolean => {
  if (text[offset - 1] !== 0x2e) return false;
  const before = text.toString('latin1', Math.max(0, offset - 8192), offset);
  return /eyJ[\w-]+\.[\w-]*\.$/.test(before);
};

const overlaps = (a: Layer, from: number, to: number): boolean => {
  const start = a.link.offset ?? 0;
  return start < to && from < start + (a.link.length ?? 0);
};

/** What a request says of its bytes: what they are known to be, and how its body was encoded. */
export type Told = {
  readonly note: string | null;
  readonly encodings: readonly string[];
  /** What a layer is known to be, where its bytes are encrypted whatever they look like; null for others. */
  readonly sealed: (layer: Layer) => string | null;
};

/** Names the layers that look encrypted, or are said to be encoded, and that nothing opened. */
export const findOpaque = (
  outcomes: ReadonlyMap<Layer, Outcome>,
  { note, encodings, sealed }: Told,
): readonly Opaque[] => {
  const noise = new Map<Layer, string>();
  for (const outcome of outcomes.values()) {
    const known = outcome.isText ? null : sealed(outcome.layer);
    const detail = known ?? (isUnread(outcome) ? detailOf(outcome, encodings) : null);
    if (detail !== null) noise.set(outcome.layer, detail);
  }
  const isCarved = makeIsCarved((layer) => noise.has(layer));
  const isOwn = (layer: Layer): boolean => !isCarved(layer);
  const sight: Sight = { outcomes, candidates: new Set([...noise.keys()].filter(isOwn)), isOwn };
  const { candidates } = sight;
  const unread = [...candidates].filter((layer) => !isOpened(sight, layer) && !isReadElsewhere(sight, layer));
  return outermost(unread, placeInParent).map((layer) => ({
    layer,
    reason: 'encrypted-payload',
    detail: note ?? noise.get(layer) ?? '',
  }));
};

// Base64 whose beginning may be a path is undone from its last segment on as well: what neither opens is unread once.
const placeInParent = (layer: Layer): Owned => {
  const { offset = 0, length = 0 } = layer.link;
  return { owner: layer.parent ?? layer, offset, length };
};

// Proxies and browsers hand over bodies that they have decoded, under the header that was sent.
const isShutBody = ({ layer, children }: Outcome): boolean =>
  layer.parent === null &&
  layer.link.step === 'body' &&
  children.every(({ link }) => link.step === 'reverse') &&
  !isStructured(layer);

type Sight = {
  readonly outcomes: ReadonlyMap<Layer, Outcome>;
  readonly candidates: ReadonlySet<Layer>;
  /** False for what was cut out of noise by accident. */
  readonly isOwn: (layer: Layer) => boolean;
};

const sourceText = ({ parent, link, pieces }: Layer): Uint8Array => {
  if (parent === null || pieces !== undefined || !link.step.startsWith('base64')) return new Uint8Array();
  const offset = link.offset ?? 0;
  return parent.bytes.subarray(offset, offset + (link.length ?? 0));
};

// Of reversed text only the forward side can be a candidate: each has noise on the other.
const isUnread = ({ layer, isText }: Outcome): boolean =>
  !isText &&
  layer.pieces === undefined &&
  layer.link.step !== 'reverse' &&
  layer.parent?.link.step !== 'reverse' &&
  !isTooSmall(layer) &&
  !isMedia(layer.bytes) &&
  !isToken(layer);

const ENCODED = new Set(['base64', 'base64url', 'hex']);
const PADDING = /^(?:=|%3d){0,2}$/i;

// What was taken out of the middle of a text may be no bytes of anybody's: only a body and a whole field surely are.
const isWholeValue = ({ parent, link: { step, offset = 0, length = 0 } }: Layer): boolean => {
  if (parent === null) return step === 'body' || step === 'websocket';
  if (!ENCODED.has(step)) return false;
  const [from, to] = fieldAround(parent, offset, length);
  return from === offset && PADDING.test(toBuffer(parent.bytes).toString('latin1', offset + length, to));
};

const fieldAround = (layer: Layer, offset: number, length: number): readonly [from: number, to: number] => {
  const whole = lineSpan(layer, offset);
  const field = layer.pieces === undefined ? linkOfField(layer, offset, length) : null;
  const from = field?.offset ?? whole.offset;
  return [from, from + (field?.length ?? whole.length)];
};

/** Of bytes in which less than this share was opened, the rest counts, and so they do as a whole. */
const OPENED_SHARE = 0.5;

const isOpened = ({ outcomes, candidates, isOwn }: Sight, layer: Layer): boolean => {
  const children = outcomes.get(layer)?.children ?? [];
  const openers = children.filter(
    (child) => candidates.has(child) || (!STRUCTURE.has(child.link.step) && isOwn(child)),
  );
  return openers.length > 0 && bytesCovered(openers) >= OPENED_SHARE * layer.bytes.length;
};

const isRead = (sight: Sight, layer: Layer): boolean =>
  sight.outcomes.get(layer)?.isText === true || isOpened(sight, layer);

// The same text undone another way: backwards, cut elsewhere, or with a key; or bytes that were compressed.
const isReadElsewhere = (sight: Sight, layer: Layer): boolean => {
  const { parent, link } = layer;
  if (parent === null) return false;
  const [from, length] = [link.offset ?? 0, link.length ?? 0];
  const readAt = (children: readonly Layer[], start: number): boolean =>
    children.some(
      (child) =>
        child !== layer &&
        child.pieces === undefined &&
        overlaps(child, start, start + length) &&
        (isRead(sight, child) || (EXPANDING.has(child.link.step) && !sight.candidates.has(child))),
    );
  const siblings = sight.outcomes.get(parent)?.children ?? [];
  const backwards = siblings.filter((sibling) => sibling.link.step === 'reverse');
  const forwards = siblings.filter((sibling) => sibling.link.step !== 'reverse');
  return (
    readAt(forwards, from) ||
    backwards.some((reversed) =>
      readAt(sight.outcomes.get(reversed)?.children ?? [], sourceSpan(reversed, from, length).offset),
    )
  );
};

// Why nobody can read the bytes; null where somebody might.
const detailOf = (outcome: Outcome, encodings: readonly string[]): string | null => {
  const { layer } = outcome;
  const { bytes } = layer;
  const compression = unopenedCompression(bytes);
  if (compression !== null) return `bytes compressed with ${compression}, which no decoder opens`;
  const isRandom = looksRandom(bytes);
  if (isRandom && !isWordy(sourceText(layer))) return noiseDetail(bytes);
  const isDark = isIllegible(bytes);
  const isNoisy = holdsNoise(bytes);
  const isNamed = encodings.length > 0 && isShutBody(outcome);
  if (!(isDark && isMasked(layer)) && !(isNoisy && isEnvelope(layer)) && !isNamed) return null;
  if (isRandom) return noiseDetail(bytes);
  if (isDark) return illegibleDetail(bytes);
  return isNoisy ? envelopeDetail(bytes) : `a body sent as ${namesOf(encodings)}, which no decoder opens`;
};

const isMasked = (layer: Layer): boolean =>
  isWholeValue(layer) && !isStructured(layer) && !isSpoken(sourceText(layer));

// An envelope of a format that no decoder knows, around something encrypted. Pictures and sound have no pattern either.
const isEnvelope = (layer: Layer): boolean => !holdsMedia(toBuffer(layer.bytes)) && !isStructured(layer);

// The party under audit wrote the header.
const namesOf = (encodings: readonly string[]): string =>
  encodings.every((name) => CODING.test(name)) ? encodings.join(', ') : 'an unknown encoding';
const CODING = /^[a-z0-9-]{1,20}$/;

const noiseDetail = (bytes: Uint8Array): string =>
  `${String(bytes.length)} bytes without pattern that no decoder opens, as encryption leaves them`;

const illegibleDetail = (bytes: Uint8Array): string =>
  `${String(bytes.length)} bytes that no decoder opens and in which nothing can be read, as masked text is`;

const envelopeDetail = (bytes: Uint8Array): string =>
  `${String(bytes.length)} bytes that no decoder opens, around some without pattern, as encryption leaves them`;
