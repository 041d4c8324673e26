import type { LoadedFlow } from '#model/flow';
import { Failure } from '#model/failure';
import { importedConnection } from '../connections.ts';
import type { FileSource } from '../file-source.ts';
import { gapFlow } from '../gap-flow.ts';
import type { Input } from '../input.ts';
import { type HarReading, startReading } from './har-reading.ts';
import { readElement } from './read-element.ts';
import { type ElementBounds, type LogSplit, endSplit, pushChunk, startSplit } from './split-log.ts';

const BOUNDS: ElementBounds = { byteLength: 256 << 20, depth: 10_000, commas: 2_000_000 };
const KNOWN_VERSION = /^(?:|1\.[123])$/;

const versionOf = (split: LogSplit): string => {
  const version = split.cursor.version ?? '';
  return /^[\w.-]{0,20}$/.test(version) ? version : 'unknown';
};

const refuse = (file: FileSource, split: LogSplit): Failure => {
  const place = { file: file.name };
  const version = versionOf(split);
  if (!KNOWN_VERSION.test(version))
    return new Failure(
      'unknown-version',
      `${file.name} is a HAR of version ${version}, which cannot be read`,
      {
        place,
        remedy: 'export it as HAR 1.2',
      },
    );
  const { sawLog, sawEntries, depth } = split.cursor;
  if (depth > 0)
    return new Failure(
      'not-parsable',
      `${file.name} ends after ${split.offset} bytes, before the first entry of its log`,
      { place: { ...place, line: split.line }, remedy: 'export it again; the file was cut off' },
    );
  if (sawEntries)
    return new Failure(
      'empty-input',
      `${file.name} is a HAR without a single entry: there is nothing to audit`,
      {
        place,
        remedy: 'record some traffic before exporting',
      },
    );
  const missing = sawLog ? '"log" has no list "entries"' : 'it has no object "log"';
  return new Failure('not-parsable', `${file.name} is JSON but no HAR: ${missing}`, {
    place,
    remedy: 'give a HAR 1.2 file, a capture folder, a mitmproxy flow file or a pcap',
  });
};

const noteEnd = (reading: HarReading, split: LogSplit): void => {
  const { losses, notSent } = reading;
  const version = versionOf(split);
  if (!KNOWN_VERSION.test(version))
    losses.add('log.version', `it is ${version}; the file is read as HAR 1.2`);
  for (const { offset, line } of split.tears)
    losses.add(`line ${line}, byte ${offset}`, 'a bracket closes what is not open');
  if (split.lost !== null) losses.add('after the last entry read', 'no further entry could be found');
  if (notSent.cache > 0)
    losses.add('entries', `${notSent.cache} were answered by a cache: not sent, so not audited`);
  if (notSent.scheme > 0)
    losses.add('entries', `${notSent.scheme} have a URL without a network (data:, blob:, …): not sent`);
  if (reading.connections.merged() > 0)
    losses.add('connections', `${reading.connections.merged()} were added up by host`);
};

/** A file that ends between two entries or inside one: how many are missing nobody can know. */
const noteCut = (reading: HarReading, split: LogSplit, endedInside: boolean): LoadedFlow | null => {
  if (split.cursor.depth === 0 || split.lost !== null) return null;
  const inEntries = split.cursor.array === 'entries';
  const what = inEntries ? 'before its list of entries does; later entries are lost' : 'before its JSON does';
  // Of an entry that was cut off its own loss says where.
  if (!endedInside)
    reading.losses.add(`line ${split.line}, byte ${split.offset}`, `the file ends here, ${what}`);
  if (!inEntries) return null;
  const index = split.counts.get('entries') ?? 0;
  const id = reading.uniqueId(`entry-${index}`, index);
  reading.connections.add(importedConnection(id, '', 'gap'));
  return gapFlow(id, reading.lastAtMs, 0);
};

const skipMark = (chunk: Buffer): Buffer =>
  chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;

async function* readHar(file: FileSource, reading: HarReading): AsyncGenerator<LoadedFlow> {
  const split = startSplit(BOUNDS);
  let elements = 0;
  let endedInside = false;
  for await (const chunk of file.chunks()) {
    const bytes = split.offset === 0 ? skipMark(chunk) : chunk;
    split.offset += split.offset === 0 ? chunk.length - bytes.length : 0;
    for (const element of pushChunk(split, bytes)) {
      elements += 1;
      const loaded = readElement(reading, split, element);
      if (loaded !== null) yield loaded;
    }
  }
  for (const element of endSplit(split)) {
    elements += 1;
    endedInside = !element.ended;
    const loaded = readElement(reading, split, element);
    if (loaded !== null) yield loaded;
  }
  if (elements === 0) throw refuse(file, split);
  noteEnd(reading, split);
  const last = noteCut(reading, split, endedInside);
  if (last !== null) yield last;
}

/**
 * Opens a HAR 1.1 or 1.2 file: entries are cut out of the bytes and parsed one by one, so that a file of any size is
 * read in bounded memory. What an entry could not give stands in the losses.
 */
export const openHar = (file: FileSource): Input => {
  let reading = startReading();
  return {
    name: file.name,
    format: 'har',
    get sha256() {
      return file.sha256();
    },
    session: null,
    marks: [],
    canaries: null,
    startedAtMs: () => reading.epochMs,
    flows: () => {
      reading = startReading();
      return readHar(file, reading);
    },
    ledger: () => ({ connections: reading.connections.list(), losses: reading.losses.list() }),
    byteLength: file.byteLength,
    readBytes: file.readBytes,
  };
};
