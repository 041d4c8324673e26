import { type JsonPrefix, readablePrefix } from '../json-prefix.ts';
import type { LogElement } from './split-log.ts';

/** An element as a value, and what was wrong with its JSON; the value is undefined where nothing could be read. */
export type ParsedElement = { readonly value: unknown; readonly prefix: JsonPrefix | null };

/** A beginning of an over-sized element is parsed up to this length. */
const PREFIX_BYTES = 64 << 20;
const NOTHING: ParsedElement = { value: undefined, prefix: null };

const parsePrefix = (element: LogElement): ParsedElement => {
  const prefix = readablePrefix(element.bytes);
  if (prefix.text.length > PREFIX_BYTES && element.over === 'size') return { ...NOTHING, prefix };
  try {
    return { value: JSON.parse(prefix.text) as unknown, prefix };
  } catch {
    return { ...NOTHING, prefix };
  }
};

/** Parses an element, or what can be read of it. Never throws. */
export const parseElement = (element: LogElement): ParsedElement => {
  if (element.over === 'depth' || element.over === 'count') return NOTHING;
  if (!element.ended || element.over !== null) return parsePrefix(element);
  try {
    return { value: JSON.parse(element.bytes.toString()) as unknown, prefix: null };
  } catch {
    return parsePrefix(element);
  }
};
