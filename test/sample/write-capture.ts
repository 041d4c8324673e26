import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Canary, canariesSchema } from '#model/canary';
import { type Event, eventSchema } from '#model/event';
import { type Mark, type Session, markSchema, sessionSchema } from '#model/session';
import { digest } from './tools.ts';
import type { Draft } from './wire.ts';

/** All that a made-up capture holds. */
export type CaptureContent = {
  readonly session: Session;
  readonly canaries: readonly Canary[];
  readonly marks: readonly Mark[];
  readonly drafts: readonly Draft[];
};

const blobOffsets = (drafts: readonly Draft[]): readonly number[] => {
  let offset = 0;
  return drafts.map(({ bytes }) => (offset += bytes?.length ?? 0) - (bytes?.length ?? 0));
};

const eventsFrom = (drafts: readonly Draft[], startedAtMs: number): readonly Event[] => {
  const offsets = blobOffsets(drafts);
  return drafts.map(({ atMs, event, bytes }, seq) => {
    const stamped = { seq, atMs, wallMs: startedAtMs + atMs, ...event };
    return eventSchema.parse(bytes === undefined ? stamped : { ...stamped, off: offsets[seq] });
  });
};

const writeJson = (path: string, value: unknown): void => {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
};
const writeLines = (path: string, rows: readonly unknown[]): void => {
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
};

const FILES = ['bodies.bin', 'canaries.json', 'events.jsonl', 'marks.jsonl', 'session.json'];

const manifestOf = (folder: string) => ({
  manifestVersion: 1,
  files: Object.fromEntries(
    FILES.map((file) => [file, readFileSync(join(folder, file))] as const).map(([file, bytes]) => [
      file,
      { byteLength: bytes.length, sha256: digest('sha256', bytes).toString('hex') },
    ]),
  ),
});

/** Writes a capture folder by the format alone, without the code that records; replaces one that stands there. */
export const writeCapture = (folder: string, content: CaptureContent): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const drafts = [...content.drafts].sort((a, b) => a.atMs - b.atMs);
  const marks = content.marks.map((mark) => markSchema.parse(mark));
  writeJson(join(folder, 'session.json'), sessionSchema.parse(content.session));
  writeJson(join(folder, 'canaries.json'), canariesSchema.parse(content.canaries));
  writeLines(join(folder, 'marks.jsonl'), marks);
  writeLines(join(folder, 'events.jsonl'), eventsFrom(drafts, Date.parse(content.session.startedAt)));
  const blob = join(folder, 'bodies.bin');
  writeFileSync(blob, '');
  for (const { bytes } of drafts) if (bytes !== undefined) appendFileSync(blob, bytes);
  writeJson(join(folder, 'manifest.json'), manifestOf(folder));
};
