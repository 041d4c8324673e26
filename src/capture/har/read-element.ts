import type { HttpFlow, LoadedFlow } from '#model/flow';
import { importedConnection } from '../connections.ts';
import { gapFlow } from '../gap-flow.ts';
import { type HarReading, contextFor, sessionTime } from './har-reading.ts';
import type { JsonPrefix } from '../json-prefix.ts';
import { type ParsedElement, parseElement } from './parse-element.ts';
import { contentLength } from '../content-length.ts';
import { isObject } from './json-field.ts';
import { readEntry } from './read-entry.ts';
import { opaqueFlowFrom, refusedFlowFrom, unreadClassOf } from './read-unread.ts';
import { type LogElement, type LogSplit, hasEntryStart, resync } from './split-log.ts';

/** Connections that one item can stand for. */
const UNREAD_ROWS = 10_000;

const OVER = {
  size: 'it is larger than 256 MiB',
  depth: 'it is nested deeper than 10,000 levels',
  count: 'it holds more than 2,000,000 values',
} as const;

const placeOf = ({ array, index, line, offset, torn }: LogElement): string => {
  const name = array === 'entries' ? 'entry' : array;
  const number = String(torn ? Math.max(0, index - 1) : index);
  return `${torn ? 'after ' : ''}${name} ${number} (line ${line}, byte ${offset})`;
};

const brokenWords = (element: LogElement, { brokeAt }: JsonPrefix): string => {
  if (brokeAt === null) return 'it is not valid JSON; control characters, escapes or words in it were mended';
  const at = `byte ${element.offset + brokeAt} of the file`;
  return brokeAt >= element.bytes.length
    ? `the file ends inside it, at ${at}; what stood before is used, what followed is lost`
    : `it is no JSON from ${at} on; what stood before is used, the rest of it is lost`;
};

const faultWords = (element: LogElement, parsed: ParsedElement): readonly string[] => {
  const words: string[] = element.over === null ? [] : [`${OVER[element.over]} and is not read whole`];
  if (parsed.prefix !== null) words.push(brokenWords(element, parsed.prefix));
  return words;
};

/** After broken JSON the brackets cannot be trusted: whatever looks like an entry behind the fault is read anew. */
const resyncBehind = (split: LogSplit, element: LogElement, prefix: JsonPrefix): void => {
  if (prefix.brokeAt === null || prefix.brokeAt >= element.bytes.length) return;
  const from = Math.max(1, prefix.brokeAt);
  if (!element.ended || hasEntryStart(element.bytes, from)) resync(split, element, from);
};

/** A request that the file ended in: its body had at least one byte more, or as many as its header declares. */
const cutOff = (loaded: LoadedFlow & { readonly flow: HttpFlow }): LoadedFlow => {
  const { requestBody, requestHeaders } = loaded.flow;
  const kept = requestBody?.byteLength ?? 0;
  const byteLength = Math.max(contentLength(requestHeaders) ?? 0, kept + 1);
  const body = { spans: [], sha256: null, byteLength, truncated: true };
  return { ...loaded, flow: { ...loaded.flow, aborted: true, requestBody: body } };
};

const unread = (reading: HarReading, element: LogElement): LoadedFlow => {
  const id = reading.uniqueId(`entry-${element.index}`, element.index);
  reading.connections.add(importedConnection(id, '', 'gap'));
  return gapFlow(id, reading.lastAtMs, 0);
};

const UNREAD = { _tlsErrors: refusedFlowFrom, _opaque: opaqueFlowFrom } as const;
const isUnread = (array: string): array is keyof typeof UNREAD => Object.hasOwn(UNREAD, array);

/** Reads an item of the lists of what could not be read; its connections are counted, as many as it says. */
const readUnread = (reading: HarReading, element: LogElement, value: unknown): LoadedFlow | null => {
  if (!isUnread(element.array)) return null;
  const own = isObject(value) && typeof value['_flow'] === 'string' ? value['_flow'] : null;
  const id = reading.uniqueId(own ?? `${element.array.slice(1)}-${element.index}`, element.index);
  const toAtMs = (epochMs: number | null): number => sessionTime(reading, epochMs);
  const loaded = UNREAD[element.array](value, { id, toAtMs });
  if (loaded === null || loaded.flow.kind === 'http') return null;
  const { count, destination } = loaded.flow;
  const wireClass = unreadClassOf(loaded.flow);
  for (let row = 1; wireClass !== null && row <= Math.min(count, UNREAD_ROWS); row += 1)
    reading.connections.add(importedConnection(row === 1 ? id : `${id}/${row}`, destination.host, wireClass));
  return loaded;
};

const readFlow = (reading: HarReading, element: LogElement, parsed: ParsedElement): LoadedFlow | null => {
  const entry = readEntry(parsed.value, contextFor(reading, element));
  if (entry.kind === 'not-sent') {
    reading.notSent[entry.why] += 1;
    return null;
  }
  if (parsed.prefix === null || entry.kind === 'flow')
    for (const fault of entry.faults) reading.losses.add(placeOf(element), fault);
  if (entry.kind === 'unreadable') return unread(reading, element);
  return parsed.prefix?.openKeys[0] === 'request' ? cutOff(entry.loaded) : entry.loaded;
};

/** Reads one element of the log into a flow, or null where nothing was sent; says in the losses what it could not. */
export const readElement = (reading: HarReading, split: LogSplit, element: LogElement): LoadedFlow | null => {
  const parsed = parseElement(element);
  for (const words of faultWords(element, parsed)) reading.losses.add(placeOf(element), words);
  if (parsed.prefix !== null) resyncBehind(split, element, parsed.prefix);
  if (element.torn) return null;
  return element.array === 'entries'
    ? readFlow(reading, element, parsed)
    : readUnread(reading, element, parsed.value);
};
