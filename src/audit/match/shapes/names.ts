import type { DataClass } from '#model/data-class';
import { toBuffer } from '../../decode/buffer.ts';
import { resolveRoute } from '../../decode/route/resolve-route.ts';
import type { Layer } from '../../layer.ts';
import type { Found } from '../found.ts';
import { lineAround } from '../whole-field.ts';
import { documentedNames } from './documented.ts';
import { isGeneric, recordAround, type RecordKind, tellingFor, tellsAnything } from './keys.ts';
import { looseKey, ownKey } from './own-key.ts';

/** Fields of one flow that are named at most; unnamed ones tell nothing, so what is beyond is no finding of level C. */
const MOST_NAMED = 20_000;
/** Bytes before a value in which its own name or that of the field around stands. */
const PEEK_BYTES = 80;

/** What of a record is told by the list around. */
export type RecordPart = 'number' | 'person' | 'text';

/** Records of one flow of which each part is told at most: an address book, and as many messages. */
const MOST_RECORDS = 10_000;
/** Bytes on either side in which the rest of a record stands. */
const RECORD_BYTES = 400;
const DURATION = /duration/i;

/** What stands near some bytes, in one character per byte. */
const textNear = ({ layer: { bytes }, offset, length }: Found): string =>
  toBuffer(bytes).toString('latin1', Math.max(0, offset - RECORD_BYTES), offset + length + RECORD_BYTES);

/** Names the fields around values of one flow. */
export type Names = {
  /** Innermost first; only the innermost where that one tells enough. */
  readonly of: (found: Found) => readonly string[];
  /** All of them, innermost first: dear. */
  readonly around: (found: Found) => readonly string[];
  /** What the list of records is of that stands around: dear, and counted by what is asked for. Null where none does. */
  readonly record: (found: Found, part: RecordPart) => RecordKind | null;
  /** True where the name right before it tells of none of these; cheap, and sometimes wrongly false. */
  readonly tellsNoneOf: (found: Found, classes: readonly DataClass[]) => boolean;
  /** False where the names cannot hold any of these; cheap, and sometimes wrongly true. */
  readonly mayHold: (found: Found, stems: RegExp) => boolean;
  /** How many fields were named, which is bounded. */
  readonly spent: () => number;
  /** Counts fields that were named before, for another flow. */
  readonly spend: (fields: number) => void;
};

// The length of a text in a binary message stands right before it, or the text is a layer of its own; the fields of a
// message have numbers for names.
const isAfterLength = ({ layer: { bytes, link, pieces }, offset }: Found): boolean => {
  if (offset === 0) return link.step === 'protobuf' && pieces === undefined;
  const before = bytes[offset - 1] ?? 0x20;
  return before < 0x20 && before !== 0x09 && before !== 0x0a && before !== 0x0d;
};

const startOfLine = ({ pieces }: Layer, offset: number): number =>
  pieces === undefined ? 0 : lineAround(pieces, offset).from;

/** Fresh names for one flow. */
export const makeNames = (layers: readonly Layer[]): Names => {
  const documented = documentedNames(layers);
  const asked: Record<RecordPart, number> = { number: 0, person: 0, text: 0 };
  let named = 0;
  const keysOf = ({ layer, offset, length }: Found): readonly string[] => {
    const { route, keys } = resolveRoute(layer, offset, length);
    const last = route.at(-1);
    const name = last?.step === 'protobuf' ? (documented?.(last.path ?? '') ?? null) : null;
    return name === null ? keys : [name, ...keys];
  };
  const located = (found: Found): readonly string[] => {
    named++;
    return named > MOST_NAMED ? [] : keysOf(found);
  };
  return {
    of: (found) => {
      const own = ownKey(found);
      if (own !== null && !isGeneric(own)) return [own];
      const loose = own === null ? looseKey(found) : null;
      // One of two words is of another machine.
      if (loose !== null && (loose.includes(' ') || tellsAnything(loose))) return [loose];
      if (own === null && documented === null && isAfterLength(found)) return [];
      return located(found);
    },
    around: located,
    record: (found, part) => {
      asked[part]++;
      if (asked[part] > MOST_RECORDS) return null;
      return recordAround(keysOf(found), () => DURATION.test(textNear(found)));
    },
    tellsNoneOf: (found, classes) => {
      const own = ownKey(found);
      if (own === null || isGeneric(own)) return false;
      return classes.every((dataClass) => tellingFor(dataClass, [own]) === 'none');
    },
    mayHold: (found, stems) => {
      const { layer, offset } = found;
      const own = ownKey(found);
      if (own !== null && !isGeneric(own)) return stems.test(own);
      const bytes = toBuffer(layer.bytes);
      // Of a field that is only called *value* the name may stand behind.
      const to = own === null ? offset : offset + found.length + PEEK_BYTES;
      const text = bytes.toString('latin1', Math.max(0, offset - PEEK_BYTES), to);
      // At the start of a layer or line the name stands in the layer before it.
      return stems.test(text) || offset - startOfLine(layer, offset) < PEEK_BYTES / 2;
    },
    spent: () => named,
    spend: (fields) => {
      named += fields;
    },
  };
};
