import { createHash } from 'node:crypto';
import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Event, eventSchema } from '#model/event';
import { Failure } from '#model/failure';
import type { Connection, LoadedFlow } from '#model/flow';
import { readSmallFile } from './file-source.ts';
import { type EventFold, foldEvents } from './flow-from.ts';
import { gapFlow } from './gap-flow.ts';
import type { Input } from './input.ts';
import { CAPTURE_FILES } from './layout.ts';
import { type Losses, createLosses } from './losses.ts';
import { MANIFEST_BYTES, readManifest, sizeFaults } from './manifest.ts';
import { type Migration, migrateEvent } from './migrate.ts';
import { loadFlow, openBodies } from './read-bodies.ts';
import { readLines } from './read-lines.ts';
import { parseLine, readCaptureFacts } from './read-session.ts';
import { safeNameFrom } from './safe-name.ts';

type Reading = {
  readonly folder: string;
  readonly migration: Migration;
  readonly losses: Losses;
  readonly fold: EventFold;
  readBytes: number;
  /** Length of the lines that are no events. */
  lostBytes: number;
  /** What a lost part of the events may have told of; no connection accounts for it. */
  readonly unaccounted: LoadedFlow[];
};

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const eventFrom = (reading: Reading, bytes: Buffer): Event | null => {
  const parsed = eventSchema.safeParse(migrateEvent(reading.migration, parseLine(bytes)));
  return parsed.success ? parsed.data : null;
};

async function* readEvents(reading: Reading): AsyncGenerator<Event> {
  const path = join(reading.folder, CAPTURE_FILES.events);
  const lines = readLines(path, (byteLength) => (reading.readBytes += byteLength));
  for await (const { bytes, number, offset, ended } of lines) {
    const event = eventFrom(reading, bytes);
    if (event !== null) yield event;
    else if (ended) {
      reading.lostBytes += bytes.length;
      reading.losses.add(`${CAPTURE_FILES.events} line ${number}`, 'it is no event; what it told is lost');
    } else
      reading.losses.add(
        `${CAPTURE_FILES.events} line ${number}`,
        `the capture is cut off here, at byte ${offset}; what came later is lost`,
      );
  }
}

/** Body bytes count as read with the events that name them, so that progress is of both files. */
async function* readFlows(reading: Reading): AsyncGenerator<LoadedFlow> {
  await using bodies = await openBodies(join(reading.folder, CAPTURE_FILES.bodies));
  let beyond = 0;
  let named = 0;
  try {
    for await (const event of readEvents(reading)) {
      if (event.type === 'body' || event.type === 'ws.msg' || event.type === 'raw.data') {
        reading.readBytes += event.len;
        named += event.len;
        beyond += Math.max(0, Math.min(event.len, event.off + event.len - bodies.byteLength));
      }
      for (const flow of reading.fold.push(event)) yield await loadFlow(bodies, flow);
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'not-found') throw error;
    reading.losses.add(CAPTURE_FILES.events, 'it is missing: nothing is known of the traffic');
    reading.unaccounted.push(gapFlow('gap-events', 0, bodies.byteLength));
  }
  for (const flow of reading.fold.end()) yield await loadFlow(bodies, flow);
  // How much those lines told of is not known: the bytes that no event names, and at least the lines themselves.
  if (reading.lostBytes > 0)
    reading.unaccounted.push(
      gapFlow('gap-lines', 0, reading.lostBytes + Math.max(0, bodies.byteLength - named)),
    );
  yield* reading.unaccounted;
  if (beyond > 0)
    reading.losses.add(CAPTURE_FILES.bodies, `${beyond} bytes that the events name are not in it`);
}

/** The row of the wire ledger for what no connection accounts for. */
const rowOf = ({ flow }: LoadedFlow): Connection => ({
  id: flow.id,
  host: '',
  class: 'gap',
  bytesOut: flow.kind === 'opaque' ? flow.bytesOut : 0,
  control: false,
});

/** A link, a pipe or a device in a capture may lead anywhere or never end. @throws Failure not-readable */
const checkFiles = async (folder: string): Promise<void> => {
  for (const file of Object.values(CAPTURE_FILES)) {
    const facts = await lstat(join(folder, file)).catch(() => null);
    if (facts === null || (file === CAPTURE_FILES.screens ? facts.isDirectory() : facts.isFile())) continue;
    throw new Failure('not-readable', `${file} of this capture is no file of its own`, {
      place: { file: join(safeNameFrom(folder), file) },
      remedy: 'put the file itself there: links, pipes and devices are not followed',
    });
  }
};

const manifestHash = async (folder: string): Promise<string | null> => {
  const bytes = await readSmallFile(join(folder, CAPTURE_FILES.manifest), MANIFEST_BYTES);
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
};

/**
 * Opens a capture folder. One that was cut off at any byte of any file is read as far as it goes, and the losses say
 * what is missing. Flows come as they became complete; refusals come last, since only the end tells what they are.
 * @throws Failure unknown-version, not-readable
 */
export const openCapture = async (folder: string): Promise<Input> => {
  const opening = createLosses();
  await checkFiles(folder);
  const facts = await readCaptureFacts(folder, opening);
  const manifest = await readManifest(folder);
  if (manifest === null)
    opening.add(CAPTURE_FILES.manifest, 'it is missing or broken: the recording was not closed');
  else for (const { where, what } of await sizeFaults(folder, manifest)) opening.add(where, what);
  const events = await sizeOf(join(folder, CAPTURE_FILES.events));
  const bodies = await sizeOf(join(folder, CAPTURE_FILES.bodies));
  const sha256 = await manifestHash(folder);
  const startReading = (): Reading => {
    const losses = createLosses();
    return {
      folder,
      migration: facts.migration,
      losses,
      fold: foldEvents(losses),
      readBytes: 0,
      lostBytes: 0,
      unaccounted: [],
    };
  };
  let reading = startReading();
  const startedAtMs = Date.parse(facts.session.startedAt);
  return {
    name: safeNameFrom(folder),
    format: 'capture',
    sha256,
    session: facts.session,
    marks: facts.marks,
    canaries: facts.canaries,
    startedAtMs: () => (startedAtMs > 0 ? startedAtMs : null),
    flows: () => {
      reading = startReading();
      return readFlows(reading);
    },
    ledger: () => ({
      connections: [...reading.fold.connections(), ...reading.unaccounted.map(rowOf)],
      losses: [...opening.list(), ...reading.losses.list()],
    }),
    byteLength: events + bodies,
    readBytes: () => Math.min(reading.readBytes, events + bodies),
  };
};
