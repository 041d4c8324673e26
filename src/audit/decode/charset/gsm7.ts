import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { TRAIT } from '../traits.ts';

const MIN_BYTES = 10;
const MAX_BYTES = 140;
const ESCAPE = 0x1b;

// 3GPP TS 23.038 §6.2.1: the default alphabet and its extension table.
const ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = new Map([
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€'],
]);

/** Septets packed into octets (3GPP TS 23.038 §6.1.2.1), as text; a last septet of padding is left out. */
export const unpackGsm7 = (bytes: Uint8Array): string => {
  let text = '';
  let isExtended = false;
  const count = Math.floor((bytes.length * 8) / 7);
  for (let index = 0; index < count; index++) {
    const septet = septetAt(bytes, index);
    if (septet === 0 && index === count - 1) break;
    if (septet === ESCAPE) isExtended = true;
    else {
      text += isExtended ? (EXTENSION.get(septet) ?? ' ') : (ALPHABET[septet] ?? '');
      isExtended = false;
    }
  }
  return text;
};

const IS_PLAIN = Uint8Array.from({ length: 128 }, (_, septet) =>
  /[A-Za-z0-9 .,!?'\n-]/.test(ALPHABET[septet] ?? '') ? 1 : 0,
);
const PLAIN_SHARE = 0.95;

const septetAt = (bytes: Uint8Array, index: number): number => {
  const bit = index * 7;
  const pair = (bytes[bit >> 3] ?? 0) | ((bytes[(bit >> 3) + 1] ?? 0) << 8);
  return (pair >> (bit & 7)) & 0x7f;
};

// Random septets give a letter, digit or space six times in ten only, so that few of them have to be looked at.
const isMostlyPlain = (bytes: Uint8Array): boolean => {
  const count = Math.floor((bytes.length * 8) / 7);
  let others = 0;
  for (let index = 0; index < count; index++) {
    others += 1 - (IS_PLAIN[septetAt(bytes, index)] ?? 0);
    // The last septet may be padding, and an escape is two septets of one character.
    if (others > 2 + count * (1 - PLAIN_SHARE) * 2) return false;
  }
  return true;
};

const isMessage = (text: string): boolean => {
  const plain = text.replace(/[^A-Za-z0-9 .,!?'\n-]/g, '').length;
  return plain >= text.length * PLAIN_SHARE && /[a-z ]{4}|\d{6}/.test(text);
};

/** Whether bytes are the packed text of a short message, in words. */
export const isPackedMessage = (bytes: Uint8Array): boolean =>
  bytes.length >= MIN_BYTES &&
  bytes.length <= MAX_BYTES &&
  isMostlyPlain(bytes) &&
  isMessage(unpackGsm7(bytes));

const decode = ({ bytes, traits }: View): readonly Child[] => {
  if ((traits & TRAIT.notUtf8) === 0 || !isPackedMessage(bytes)) return [];
  const text = unpackGsm7(bytes);
  return [{ bytes: Buffer.from(text, 'utf8'), link: { step: 'gsm7', offset: 0, length: bytes.length } }];
};

/** The packed text of a short message, alone in its layer. */
export const GSM7: Decoder = { name: 'gsm7', decode };
