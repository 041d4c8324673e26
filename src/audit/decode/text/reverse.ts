import { isAscii } from 'node:buffer';
import type { Child } from '../../layer.ts';
import { type Decoder, isNumbers, isReversed, type View } from '../decoder.ts';
import { isMedia } from '../unread/media.ts';
import { hasStretch, isNoise } from '../unread/noise.ts';
import { isText } from '../traits.ts';
import { canAfford } from '../budget.ts';

const MIN_BYTES = 6;
const STRETCH_BYTES = 6;

// How many bytes a character of UTF-8 takes; 1 for a byte that begins none.
const widthAt = (bytes: Uint8Array, at: number): number => {
  const lead = bytes[at] as number;
  const width = lead >= 0xf0 && lead < 0xf8 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
  for (let i = 1; i < width; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 1;
  return lead >= 0xf8 ? 1 : width;
};

/** Copies the bytes before `end` backwards, as many as fit and not past `from`; returns how many. */
export const mirrorInto = (target: Uint8Array, source: Uint8Array, from: number, end: number): number => {
  const count = Math.min(target.length, end - from);
  for (let index = 0; index < count; index++) target[index] = source[end - 1 - index] as number;
  return count;
};

/** Reverses text by UTF-8 characters; a byte that belongs to none stands for itself. */
export const reverseBytes = (bytes: Uint8Array): Buffer => {
  if (isAscii(bytes)) return Buffer.from(bytes).reverse();
  const { length } = bytes;
  const target = Buffer.allocUnsafe(length);
  for (let at = 0; at < length;) {
    const byte = bytes[at] as number;
    if (byte < 0x80) {
      target[length - 1 - at] = byte;
      at++;
      continue;
    }
    const width = widthAt(bytes, at);
    for (let i = 0; i < width; i++) target[length - at - width + i] = bytes[at + i] as number;
    at += width;
  }
  return target;
};

const hasText = (bytes: Buffer, traits: number): boolean =>
  isText(traits) || (hasStretch(bytes, STRETCH_BYTES) && !isNoise(bytes, traits));

/** Whether a layer holds text that may have been reversed. */
export const isReversible = ({ layer, bytes, traits }: View): boolean =>
  bytes.length >= MIN_BYTES &&
  layer.isSealed !== true &&
  !isReversed(layer) &&
  !isNumbers(layer) &&
  !isMedia(bytes) &&
  hasText(bytes, traits);

const decode = (view: View): readonly Child[] => {
  const { bytes, budget } = view;
  if (!isReversible(view) || !canAfford(budget, bytes.length)) return [];
  return [{ bytes: reverseBytes(bytes), link: { step: 'reverse', offset: 0, length: bytes.length } }];
};

/** The whole layer backwards, so that a reversed field anywhere in it reads forwards. */
export const REVERSE: Decoder = { name: 'reverse', decode };
