import type { Layer } from '../layer.ts';
import { toBuffer } from './buffer.ts';
import { isMedia } from './media.ts';
import { looksRandom } from './noise.ts';
import { sourceSpan } from './source-span.ts';

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

const isTooSmall = ({ bytes, parent, link }: Layer): boolean => {
  if (parent === null)
    return bytes.length < MIN_BODY_BYTES || link.step === 'header' || link.step === 'cookie';
  return bytes.length < MIN_VALUE_BYTES || DIGEST_BYTES.has(bytes.length);
};

const isToken = (layer: Layer): boolean => {
  let root = layer;
  while (root.parent !== null) root = root.parent;
  if (root.link.step === 'cookie' || TOKEN_HEADERS.has(root.link.path ?? '')) return true;
  return layer.parent !== null && isSignature(toBuffer(layer.parent.bytes), layer.link.offset ?? 0);
};

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

/** Names the layers that look encrypted and that nothing opened; `note` says what they are known to be. */
export const findOpaque = (outcomes: ReadonlyMap<Layer, Outcome>, note: string | null): readonly Opaque[] => {
  const isCandidate = ({ layer, isText }: Outcome): boolean =>
    !isText &&
    layer.pieces === undefined &&
    layer.link.step !== 'reverse' &&
    !isTooSmall(layer) &&
    !isMedia(layer.bytes) &&
    looksRandom(layer.bytes) &&
    !isToken(layer);
  const candidates = new Set([...outcomes.values()].filter(isCandidate).map(({ layer }) => layer));
  const isOpened = (layer: Layer): boolean => {
    const children = outcomes.get(layer)?.children ?? [];
    return (
      children.some(({ link }) => !STRUCTURE.has(link.step)) ||
      children.some((child) => candidates.has(child))
    );
  };
  // The same text undone another way: backwards, or with a key.
  const isReadElsewhere = (layer: Layer): boolean => {
    const { parent, link } = layer;
    if (parent === null) return false;
    const from = link.offset ?? 0;
    const siblings = outcomes.get(parent)?.children ?? [];
    const backwards = siblings.filter((sibling) => sibling.link.step === 'reverse');
    const others = siblings.filter((sibling) => sibling !== layer && sibling.link.step !== 'reverse');
    const isRead = (other: Layer): boolean => !candidates.has(other) || isOpened(other);
    return (
      others.some(
        (other) =>
          overlaps(other, from, from + (link.length ?? 0)) && other.pieces === undefined && isRead(other),
      ) ||
      backwards.some((reversed) => {
        const { offset, length } = sourceSpan(reversed, from, link.length ?? 0);
        return (outcomes.get(reversed)?.children ?? []).some((child) =>
          overlaps(child, offset, offset + length),
        );
      })
    );
  };
  return [...candidates]
    .filter((layer) => !isOpened(layer) && !isReadElsewhere(layer))
    .map((layer) => ({ layer, reason: 'encrypted-payload', detail: note ?? detailOf(layer) }));
};

const detailOf = ({ bytes }: Layer): string =>
  `${String(bytes.length)} bytes without pattern that no decoder opens, as encryption leaves them`;
