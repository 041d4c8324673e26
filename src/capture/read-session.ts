import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Canary, canarySchema } from '#model/canary';
import { Failure } from '#model/failure';
import { CAPTURE_VERSION, type Mark, type Session, markSchema, sessionSchema } from '#model/session';
import { readSmallFile } from './file-source.ts';
import { readablePrefix } from './json-prefix.ts';
import { CAPTURE_FILES } from './layout.ts';
import type { Losses } from './losses.ts';
import { type Migration, migrateMark, migrateSession, migrationFrom } from './migrate.ts';
import { readLines } from './read-lines.ts';
import { safeNameFrom } from './safe-name.ts';

/** Session, marks and canaries of a capture, as far as they can be read. */
export type CaptureFacts = {
  readonly session: Session;
  readonly marks: readonly Mark[];
  readonly canaries: readonly Canary[] | null;
  readonly migration: Migration;
};

const SMALL_FILE_BYTES = 256 << 20;

type Small = { readonly value: unknown; readonly fault: string | null };

/** Reads a JSON file whole or, where it is cut off, its beginning. */
const readSmall = async (folder: string, file: string): Promise<Small> => {
  const bytes = await readSmallFile(join(folder, file), SMALL_FILE_BYTES);
  if (bytes === null)
    return { value: undefined, fault: 'it is missing, cannot be read, or is larger than 256 MiB' };
  const { text, brokeAt } = readablePrefix(bytes);
  const value = JSON.parse(text) as unknown;
  return { value, fault: brokeAt === null ? null : `it is cut off or broken at byte ${brokeAt}` };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const HEAD_BYTES = 1 << 20;

/** What the first events tell of a session whose own file does not: whether it is a twin's, and when it began. */
const factsOfEvents = async (folder: string): Promise<Pick<Session, 'simulated' | 'startedAt'>> => {
  try {
    await using file = await open(join(folder, CAPTURE_FILES.events), 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const wallMs = Number(/"wallMs":(\d{1,15})/.exec(head.toString('latin1'))?.[1] ?? 0);
    return {
      simulated: head.includes('"placeSource":"simulated"'),
      startedAt: new Date(Math.min(wallMs, 8.64e15)).toISOString(),
    };
  } catch {
    return { simulated: false, startedAt: new Date(0).toISOString() };
  }
};

/** Puts what is usable of a broken session.json over what is known without it. */
const rescueSession = async (folder: string, broken: unknown): Promise<Session> => {
  let session: Session = {
    captureVersion: CAPTURE_VERSION,
    id:
      safeNameFrom(folder)
        .replace(/[^A-Za-z0-9._@-]/g, '-')
        .replace(/^[^A-Za-z0-9]+/, '') || 'session',
    ...(await factsOfEvents(folder)),
    handset: {},
    firmware: null,
    scenario: null,
    tools: {},
  };
  for (const [key, value] of Object.entries(isRecord(broken) ? broken : {})) {
    const tried = sessionSchema.safeParse({ ...session, [key]: value });
    if (tried.success) session = tried.data;
  }
  return session;
};

const readSession = async (
  folder: string,
  losses: Losses,
): Promise<Pick<CaptureFacts, 'session' | 'migration'>> => {
  const { value, fault } = await readSmall(folder, CAPTURE_FILES.session);
  const record = isRecord(value) ? value : {};
  const version =
    fault !== null && typeof record['captureVersion'] !== 'number'
      ? CAPTURE_VERSION
      : record['captureVersion'];
  const migration = migrationFrom(version);
  const migrated = migrateSession(migration, record);
  const parsed = sessionSchema.safeParse(migrated);
  if (parsed.success && fault === null) return { session: parsed.data, migration };
  const what = fault ?? `its field ${parsed.error?.issues[0]?.path.join('.') ?? '?'} is not as it should be`;
  losses.add(CAPTURE_FILES.session, `${what}; what is not in it is unknown`);
  return { session: parsed.success ? parsed.data : await rescueSession(folder, migrated), migration };
};

const readMarks = async (folder: string, migration: Migration, losses: Losses): Promise<readonly Mark[]> => {
  const marks: Mark[] = [];
  try {
    for await (const { bytes, number } of readLines(join(folder, CAPTURE_FILES.marks), () => undefined)) {
      const parsed = markSchema.safeParse(migrateMark(migration, parseLine(bytes)));
      if (parsed.success) marks.push(parsed.data);
      else
        losses.add(`${CAPTURE_FILES.marks} line ${number}`, 'it is cut off or no mark; steps may be missing');
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    losses.add(CAPTURE_FILES.marks, 'it is missing: steps and consent states are unknown');
  }
  return marks;
};

/** A line as JSON, undefined for what is none. Never throws. */
export const parseLine = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return undefined;
  }
};

const readCanaries = async (folder: string, losses: Losses): Promise<readonly Canary[] | null> => {
  const { value, fault } = await readSmall(folder, CAPTURE_FILES.canaries);
  if (fault !== null)
    losses.add(CAPTURE_FILES.canaries, `${fault}; values that are not in it are not searched`);
  if (!Array.isArray(value)) return null;
  const canaries = new Map<string, Canary>();
  for (const item of value as readonly unknown[]) {
    const parsed = canarySchema.safeParse(item);
    if (parsed.success && !canaries.has(parsed.data.id)) canaries.set(parsed.data.id, parsed.data);
    else if (fault === null)
      losses.add(CAPTURE_FILES.canaries, 'one entry is no canary or its id stands twice');
  }
  return [...canaries.values()];
};

/** Reads everything of a capture but its traffic. @throws Failure unknown-version */
export const readCaptureFacts = async (folder: string, losses: Losses): Promise<CaptureFacts> => {
  const { session, migration } = await readSession(folder, losses);
  const marks = await readMarks(folder, migration, losses);
  return { session, marks, migration, canaries: await readCanaries(folder, losses) };
};
