import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Canary, canariesSchema } from '#model/canary';
import type { CaptureSink } from '#model/capture-sink';
import { Failure } from '#model/failure';
import { type Mark, type Session, markSchema, sessionSchema } from '#model/session';
import type { SessionClock } from '#model/surroundings';
import { type OutFile, startAppend } from './append-file.ts';
import { CAPTURE_FILES, FILE_MODE, FOLDER_MODE } from './layout.ts';
import { makeFolder } from './make-folder.ts';
import { writeManifest } from './manifest.ts';
import { safeNameFrom } from './safe-name.ts';
import { type WriteQueue, flushQueue, queueBytes, queueEvent, queueMark, startQueue } from './write-queue.ts';
import { writeFailure, writeWhole } from './write-whole.ts';

/** A capture being recorded. `await using` closes it; a process that dies leaves a folder that can be read. */
export type CaptureWriter = CaptureSink &
  AsyncDisposable & {
    readonly folder: string;
    /** Ms of the session clock since the capture was opened. */
    atMs(): number;
    /** Appends to marks.jsonl. @throws Failure not-valid */
    mark(mark: Mark): void;
    /** Writes session.json, anew each time. @throws Failure not-writable, not-valid */
    session(session: Session): Promise<void>;
    /** Writes canaries.json, anew each time. @throws Failure not-writable, not-valid */
    canaries(canaries: readonly Canary[]): Promise<void>;
    /** Waits until everything given so far is on the disk. */
    flush(): Promise<void>;
    /** What the disk refused; null while all is well. After it no more bodies are kept. */
    failure(): Failure | null;
    /** Writes what is left and manifest.json; a second call does nothing. @throws Failure not-writable */
    close(): Promise<void>;
  };

/** How a capture is written; `openFile` creates a file that must not exist. */
export type WriterOptions = {
  readonly queueBytes?: number;
  readonly openFile?: (path: string) => Promise<OutFile>;
};

const QUEUE_BYTES = 64 << 20;
/** Kept on the disk so that a full one still takes the events that say so. */
const RESERVE_BYTES = 512 << 10;
const RESERVE = '.reserve';

const createFile = (path: string): Promise<OutFile> => open(path, 'wx', FILE_MODE);

const createFolder = async (folder: string): Promise<void> => {
  await makeFolder(folder, FOLDER_MODE);
  await using reserve = await open(join(folder, RESERVE), 'w', FILE_MODE);
  await reserve.writeFile(Buffer.alloc(RESERVE_BYTES));
};

const valid = <Value>(schema: { parse(value: unknown): Value }, value: unknown, file: string): Value => {
  try {
    return schema.parse(value);
  } catch (cause) {
    const remedy = 'this is a fault of the program that records: report it';
    throw new Failure('not-valid', `what was to be written is no valid ${file}`, {
      place: { file },
      remedy,
      cause,
    });
  }
};

const closeFile = (file: OutFile): Promise<void> => file.datasync().finally(() => file.close());

const closeQueue = async (folder: string, queue: WriteQueue): Promise<void> => {
  await flushQueue(queue);
  await rm(join(folder, RESERVE), { force: true });
  await flushQueue(queue);
  try {
    await Promise.all([queue.bodies, queue.events, queue.marks].map(({ file }) => closeFile(file)));
    await writeManifest(folder);
  } catch (cause) {
    throw cause instanceof Failure ? cause : writeFailure(folder, cause);
  }
};

const openQueue = async (
  folder: string,
  stamp: WriteQueue['stamp'],
  options: WriterOptions,
): Promise<WriteQueue> => {
  const create = options.openFile ?? createFile;
  try {
    await createFolder(folder);
    return startQueue({
      events: startAppend(await create(join(folder, CAPTURE_FILES.events))),
      bodies: startAppend(await create(join(folder, CAPTURE_FILES.bodies))),
      marks: startAppend(await create(join(folder, CAPTURE_FILES.marks))),
      stamp,
      freeReserve: () => rm(join(folder, RESERVE), { force: true }).catch(() => undefined),
      limitBytes: options.queueBytes ?? QUEUE_BYTES,
    });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'))
      throw writeFailure(folder, cause);
    throw new Failure('not-writable', `${safeNameFrom(folder)} holds a capture already`, {
      place: { file: safeNameFrom(folder) },
      remedy: 'give a new folder; a capture is never written over',
      cause,
    });
  }
};

/**
 * Starts a capture in a new folder, mode 0700, files 0600. Time 0 of the session is now, by the clock given.
 * @throws Failure not-writable
 */
export const openWriter = async (
  folder: string,
  clock: SessionClock,
  options: WriterOptions = {},
): Promise<CaptureWriter> => {
  const startMs = clock.nowMs();
  const atMs = (): number => Math.max(0, clock.nowMs() - startMs);
  const queue = await openQueue(folder, () => ({ atMs: atMs(), wallMs: Date.now() }), options);
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= closeQueue(folder, queue));
  return {
    folder,
    atMs,
    event: (event) => queueEvent(queue, event),
    bytes: (chunk) => queueBytes(queue, chunk),
    pendingBytes: () => queue.pendingBytes,
    mark: (mark) => queueMark(queue, JSON.stringify(valid(markSchema, mark, CAPTURE_FILES.marks))),
    session: (session) =>
      writeWhole(
        join(folder, CAPTURE_FILES.session),
        `${JSON.stringify(valid(sessionSchema, session, CAPTURE_FILES.session), null, 2)}\n`,
      ),
    canaries: (canaries) =>
      writeWhole(
        join(folder, CAPTURE_FILES.canaries),
        `${JSON.stringify(valid(canariesSchema, canaries, CAPTURE_FILES.canaries), null, 2)}\n`,
      ),
    flush: () => flushQueue(queue),
    failure: () => (queue.failure === null ? null : writeFailure(folder, queue.failure)),
    close,
    [Symbol.asyncDispose]: close,
  };
};
