/** What a `service call` answered. */
export type Parcel =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'other' };

/** The 32-bit words of a printed parcel: `0x00000000: 00000000 0000000f …` or all on one line. */
const wordsOf = (text: string): number[] => {
  const body = /Result: Parcel\(([\s\S]*)\)/.exec(text.slice(0, 100_000))?.[1] ?? '';
  return body.split(/\r?\n/).flatMap((line) => {
    const words = line.replace(/'.*$/, '').replace(/^\s*0x[0-9a-f]+:/, '');
    return (words.match(/\b[0-9a-f]{8}\b/g) ?? []).map((word) => Number.parseInt(word, 16));
  });
};

/** A UTF-16 string: its length, then two units per word, the low half first. Null for the length -1. */
const stringAt = (words: readonly number[], at: number): string | null => {
  const length = words[at];
  if (length === undefined || length > 10_000) return null;
  let text = '';
  for (let unit = 0; unit < length; unit += 1) {
    const word = words[at + 1 + (unit >> 1)] ?? 0;
    text += String.fromCharCode(unit % 2 === 0 ? word & 0xffff : word >>> 16);
  }
  return text;
};

/**
 * Reads the answer of `service call`: status, then a string (AOSP frameworks/native cmds/service and libbinder
 * Parcel::print). Exit status is 0 for a refusal too; a negative status is an exception.
 */
export const parseParcel = (answer: string): Parcel => {
  const words = wordsOf(answer);
  const [status, length] = words;
  if (status === undefined || length === undefined) return { kind: 'other' };
  if (status >= 0x8000_0000) return { kind: 'refused', message: stringAt(words, 1) ?? '' };
  if (length === 0xffff_ffff) return { kind: 'null' };
  const text = stringAt(words, 1);
  return status !== 0 || text === null ? { kind: 'other' } : { kind: 'text', text };
};
