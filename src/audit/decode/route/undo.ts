import type { StepName } from '#model/route';
import { cborHead, cborNumber } from '../binary/cbor.ts';
import { entityInto } from '../text/entity.ts';
import { undoWith, type UndoInto } from '../text/gather.ts';
import { msgpackHead, msgpackNumber } from '../binary/msgpack.ts';
import { formInto, percentInto } from '../text/percent.ts';
import { protobufHead, protobufNumber } from '../binary/protobuf.ts';
import { unescapeInto } from '../text/unescape.ts';

const UNDO = new Map<StepName, UndoInto>([
  ['json', unescapeInto],
  ['escape', unescapeInto],
  ['form', formInto],
  ['percent', percentInto],
  ['xml', entityInto],
  ['entity', entityInto],
]);

/** How a record of a binary format is undone: bytes before its content, -1 for a number, which is written out. */
type RecordUndo = {
  readonly head: (record: Buffer) => number;
  readonly numberText: (record: Buffer) => string;
};

const contentHead =
  (read: typeof msgpackHead) =>
  (record: Buffer): number => {
    const head = read(record, 0);
    return head?.kind === 'text' || head?.kind === 'binary' ? head.head : -1;
  };

const RECORDS = new Map<StepName, RecordUndo>([
  ['protobuf', { head: protobufHead, numberText: protobufNumber }],
  ['msgpack', { head: contentHead(msgpackHead), numberText: msgpackNumber }],
  ['cbor', { head: contentHead(cborHead), numberText: cborNumber }],
]);

/** Whether a field of this step is a whole record, with its own tag and length, rather than only a value. */
export const isRecord = (step: StepName): boolean => RECORDS.has(step);

/** Where a field's content begins: behind the tag and length of a record, else at once. */
export const contentStart = (step: StepName, field: Buffer): number =>
  Math.max(0, RECORDS.get(step)?.head(field) ?? 0);

/** The bytes of a field, undone; the steps that only cut a field out leave them as they are. */
export const undoField = (step: StepName, bytes: Buffer): Buffer => {
  const undo = UNDO.get(step);
  if (undo !== undefined) return undoWith(undo, bytes);
  const record = RECORDS.get(step);
  if (record === undefined) return bytes;
  const head = record.head(bytes);
  return head === -1 ? Buffer.from(record.numberText(bytes), 'latin1') : bytes.subarray(head);
};

/** An offset in a field, and where it is once the field is undone. */
export type Mark = { readonly offset: number; readonly undone: number };

/** The beginning of any field. */
export const FIELD_START: Mark = { offset: 0, undone: 0 };

/**
 * Where bytes of a field stand once the field is undone, and what they are then; null where they are no part of
 * its content, or only part of an escape. `known` is a place before them, so that not all that precedes is undone again.
 */
export const undoWithin = (
  step: StepName,
  field: Buffer,
  { offset, length }: { readonly offset: number; readonly length: number },
  known: Mark,
): { readonly offset: number; readonly bytes: Buffer } | null => {
  if (offset === 0 && length === field.length) return { offset: 0, bytes: undoField(step, field) };
  const within = field.subarray(offset, offset + length);
  const record = RECORDS.get(step);
  if (record !== undefined) {
    const head = record.head(field);
    return head === -1 || offset < head ? null : { offset: offset - head, bytes: within };
  }
  const before = undoField(step, field.subarray(known.offset, offset));
  return { offset: known.undone + before.length, bytes: undoField(step, within) };
};
