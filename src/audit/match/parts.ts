import type { NeedleCanary } from './compile.ts';
import { smallestPart } from './algebra/text.ts';
import type { Found } from './found.ts';

const small = (byte: number | undefined): number =>
  byte === undefined ? -1 : byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;

const texts = new WeakMap<NeedleCanary, Uint8Array>();

const textOf = (canary: NeedleCanary): Uint8Array => {
  const text = texts.get(canary) ?? Buffer.from(canary.value.trim());
  texts.set(canary, text);
  return text;
};

/** A stretch of a message that was found, and its share of the whole. */
export type Part = { readonly found: Found; readonly share: number };

/**
 * The longest stretch of a message around one of its pieces, which stands at `offset` in the message. Null where it
 * is too short to count.
 */
export const partAround = (
  canary: NeedleCanary,
  { layer, offset: at, length }: Found,
  offset: number,
): Part | null => {
  const text = textOf(canary);
  const { bytes } = layer;
  let before = 0;
  while (before < offset && before < at && small(bytes[at - before - 1]) === small(text[offset - before - 1]))
    before++;
  let after = length;
  while (offset + after < text.length && small(bytes[at + after]) === small(text[offset + after])) after++;
  const total = before + after;
  if (total < smallestPart(text.length)) return null;
  return { found: { layer, offset: at - before, length: total }, share: total / text.length };
};
