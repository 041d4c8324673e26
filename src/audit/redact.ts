import { isUtf8 } from 'node:buffer';
import type { Layer } from './layer.ts';
import type { Match } from './match/match.ts';
import type { Part } from '#model/route';
import type { Secrets } from './decode/secrets.ts';
import type { Tables } from './audit.ts';
import { DEFAULT_LIMITS, peel } from './decode/peel.ts';
import { makeScanner } from './match/scan.ts';
import { sourceSpan } from './decode/route/source-span.ts';

const BLANK = 0x2a;

const placeOf = (match: Match): { readonly offset: number; readonly length: number } => {
  let span = { offset: match.offset, length: match.length };
  for (let layer: Layer = match.layer; layer.parent !== null; layer = layer.parent) {
    span = sourceSpan(layer, span.offset, span.length);
  }
  return span;
};

const starred = (
  tables: Tables,
  bytes: Uint8Array,
  { part, secrets }: { readonly part: Part; readonly secrets: Secrets },
): Uint8Array => {
  const root: Layer = { bytes, parent: null, link: { step: part === 'url' ? 'path' : part }, part, depth: 0 };
  const { needles } = tables;
  const scanner = makeScanner(needles, [root]);
  const search = { letters: needles.letters, take: scanner.take, pass: () => false };
  const { layers } = peel([root], DEFAULT_LIMITS, secrets, search);
  const { matches } = scanner.finish(layers, { wallMs: null });
  const redacted = Uint8Array.from(bytes);
  for (const match of matches) {
    const { offset, length } = placeOf(match);
    redacted.fill(BLANK, offset, offset + length);
  }
  return redacted;
};

/**
 * The bytes with everything starred that a known value or a telling shape was found in, also what only holds it
 * when decoded: then the whole encoded run goes. As long as before, unless a text has a known value inside a word or
 * with other separators, which is no finding. What no decoder opens stays as it is.
 */
export const redactBytes = (
  tables: Tables,
  bytes: Uint8Array,
  place: { readonly part: Part; readonly secrets: Secrets },
): Uint8Array => {
  const redacted = starred(tables, bytes, place);
  if (!isUtf8(redacted)) return redacted;
  const text = Buffer.from(redacted).toString('utf8');
  const shown = tables.known.scrub(text);
  return shown === text ? redacted : Buffer.from(shown, 'utf8');
};

const SECRET = /("ssecurity"\s{0,4}:\s{0,4}")[^"]{0,128}/gu;

/** A text, such as a URL or the value of a header, with the same starred; keys that open other flows go as well. */
export const redactText = (tables: Tables, text: string, secrets: Secrets): string => {
  const bytes = redactBytes(tables, Buffer.from(text, 'utf8'), { part: 'query', secrets });
  return Buffer.from(bytes).toString('utf8').replace(SECRET, '$1***');
};
