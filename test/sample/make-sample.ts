/**
 * Makes devices/sample-capture, the capture behind `phonehome audit sample`. Run it from the project's folder with
 *   npx tsx --conditions=source test/sample/make-sample.ts
 * It needs openssl, gzip, brotli, zstd, protoc, python3, base64 and xxd: the bodies come from them and not from
 * phonehome's own code, and are kept as bytes. Times are made up, so that two runs differ only where the programs do.
 */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canariesSchema } from '#model/canary';
import { type Event, eventSchema } from '#model/event';
import { type Session, markSchema, sessionSchema } from '#model/session';
import { pushBytes } from './bodies.ts';
import { sampleExchanges } from './exchanges.ts';
import { at, sampleMarks } from './moments.ts';
import { SAMPLE_CANARIES } from './people.ts';
import { SERVERS } from './servers.ts';
import { digest } from './tools.ts';
import { type Draft, draftsOfExchange, draftsOfRefusal, draftsOfSocket } from './wire.ts';

const STARTED_AT = '2026-06-01T08:00:00.000Z';

const SESSION: Session = {
  captureVersion: 1,
  id: 'sample',
  startedAt: STARTED_AT,
  handset: {
    codename: 'sample',
    brand: 'Redmi',
    model: 'Sample',
    marketingName: 'Sample handset, made up',
    androidVersion: '13',
    apiLevel: 33,
    region: 'GB',
    rooted: true,
  },
  firmware: 'none: a synthetic sample, written by a script; no phone was involved',
  simulated: true,
  scenario: 'f-secure-2014, shortened and made up',
  engine: 'none',
  route: 'none',
  tools: { 'make-sample': '1' },
  controls: {
    positive: { passed: null, why: 'nothing was recorded from a handset' },
    negative: { passed: null, why: 'nothing was recorded from a handset' },
  },
  leftChanged: ['signed in to the account of the sample'],
};

const elsewhere = (): readonly Draft[] => {
  const { ip: pushIp, host: pushHost } = SERVERS.push;
  const { ip, host } = SERVERS.googleSearch;
  const nowhere = { host: '', port: 0, ip: null, placeSource: null };
  return [
    ...[0, 40, 95].flatMap((seconds, index) =>
      draftsOfRefusal(`security-${String(index + 1)}`, at(11, seconds), SERVERS.security),
    ),
    ...draftsOfSocket('push-1', at(11, 30), { host: pushHost, ip: pushIp, port: 5222 }, pushBytes()),
    {
      atMs: at(12),
      event: {
        type: 'blocked',
        protocol: 'quic',
        host,
        port: 443,
        ip,
        placeSource: 'simulated',
        bytes: 2_500,
        count: 2,
      },
    },
    { atMs: at(5, 14), event: { type: 'witness', channel: 'sms', ...nowhere, bytes: 53, count: 1 } },
    { atMs: at(36), event: { type: 'witness', channel: 'cellular', ...nowhere, bytes: 2048, count: 1 } },
  ];
};

const blobOffsets = (drafts: readonly Draft[]): readonly number[] => {
  let offset = 0;
  return drafts.map(({ bytes }) => (offset += bytes?.length ?? 0) - (bytes?.length ?? 0));
};

const eventsFrom = (drafts: readonly Draft[]): readonly Event[] => {
  const startedAtMs = Date.parse(STARTED_AT);
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

const makeSample = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const drafts = [...sampleExchanges().flatMap(draftsOfExchange), ...elsewhere()].sort(
    (a, b) => a.atMs - b.atMs,
  );
  writeJson(join(folder, 'session.json'), sessionSchema.parse(SESSION));
  writeJson(join(folder, 'canaries.json'), canariesSchema.parse(SAMPLE_CANARIES));
  writeLines(
    join(folder, 'marks.jsonl'),
    sampleMarks().map((mark) => markSchema.parse(mark)),
  );
  writeLines(join(folder, 'events.jsonl'), eventsFrom(drafts));
  const blob = join(folder, 'bodies.bin');
  writeFileSync(blob, '');
  for (const { bytes } of drafts) if (bytes !== undefined) appendFileSync(blob, bytes);
  writeJson(join(folder, 'manifest.json'), manifestOf(folder));
};

makeSample(fileURLToPath(new URL('../../devices/sample-capture', import.meta.url)));
