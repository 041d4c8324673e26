import type { Layer } from './layer.ts';
import type { RouteLink } from '#model/route';
import { isTelling } from './mask-url.ts';
import { sourceSpan } from './decode/route/source-span.ts';

const CONTEXT_BYTES = 28;

const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

const LONGEST_NAME = 24;

/** Whether a word is the name of what follows: a key in quotes, an element, or what stands before one equals sign. */
const isName = (before: string, after: string): boolean => {
  if (/["']$/u.test(before)) return /^(["'])\s{0,2}:/u.test(after);
  if (/<\/?$/u.test(before)) return after.startsWith('>');
  // In base64 the sign is padding, and what stands behind a sign is a value.
  if (after.startsWith('=')) return !before.endsWith('=') && !/^=[=&;,\s]/u.test(after);
  return after.startsWith(':') && /(?:^|[{,·])$/u.test(before);
};

/** Names survive, values do not. */
const keepNames = (text: string): string =>
  text.replace(/[A-Za-z0-9_.+/%@-]+/gu, (word: string, at: number) => {
    const isShown = word.length <= LONGEST_NAME && !word.includes('@') && !isTelling(word);
    return isShown && isName(text.slice(0, at), text.slice(at + word.length)) ? word : '•';
  });

/** The bytes before a place of a layer, as a reader may see them: field names and punctuation only. */
const before = (bytes: Uint8Array, offset: number): string => {
  const slice = bytes.subarray(Math.max(0, offset - CONTEXT_BYTES), offset);
  const text = Array.from(slice, (byte) => (isPrintable(byte) ? String.fromCharCode(byte) : '·')).join('');
  // The cut may fall inside a word; what stands there is no name any more.
  return keepNames(offset > CONTEXT_BYTES ? text.replace(/^[A-Za-z0-9_.+/%@-]+/u, '•') : text);
};

/** One line per layer from the root to the hit: what stands before the place, and what the place holds. */
export const excerptsOf = (
  layer: Layer,
  hit: { readonly offset: number; readonly length: number; readonly masked: string },
  nameOf: (link: RouteLink) => string,
): readonly { readonly name: string; readonly excerptMasked: string }[] => {
  const lines = [
    { name: nameOf(layer.link), excerptMasked: before(layer.bytes, hit.offset) + `[${hit.masked}]` },
  ];
  let [at, byteLength] = [hit.offset, hit.length];
  for (let child = layer; child.parent !== null; child = child.parent) {
    const { offset, length } = sourceSpan(child, at, byteLength);
    [at, byteLength] = [offset, length];
    const inner = `[${child.link.step}, ${String(length)} ${length === 1 ? 'byte' : 'bytes'}]`;
    lines.push({
      name: nameOf(child.parent.link),
      excerptMasked: before(child.parent.bytes, offset) + inner,
    });
  }
  return lines.reverse();
};
