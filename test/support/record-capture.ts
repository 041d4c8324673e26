import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type CaptureWriter, openWriter } from '#capture/write';
import type { Session } from '#model/session';
import { makeClose, makeOpen, makeRequest, makeResponse } from './make-event.ts';

/** A session of an invented handset. */
export const makeSession = (over: Partial<Session> = {}): Session => ({
  captureVersion: 1,
  id: 'test-session',
  startedAt: '2026-03-01T10:00:00.000Z',
  handset: { brand: 'Vendor', model: 'One' },
  firmware: null,
  simulated: true,
  scenario: 'quick',
  tools: { phonehome: '0.0.0' },
  ...over,
});

/** Writes a body in two runs, with its end. */
export const writeBody = (
  writer: CaptureWriter,
  flow: string,
  dir: 'out' | 'in',
  content: Uint8Array,
): void => {
  const middle = Math.floor(content.length / 2);
  for (const part of [content.subarray(0, middle), content.subarray(middle)])
    writer.event({ type: 'body', flow, dir, ...writer.bytes(part) });
  writer.event({
    type: 'body.end',
    flow,
    dir,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    truncated: false,
    aborted: false,
  });
};

const strip = <Stamped extends { seq: number; atMs: number; wallMs: number }>({
  seq: _seq,
  atMs: _atMs,
  wallMs: _wallMs,
  ...event
}: Stamped): Omit<Stamped, 'seq' | 'atMs' | 'wallMs'> => event;

/** Writes exchange after exchange, each on its own connection, with bodies of the length given. */
export const writeExchanges = (writer: CaptureWriter, count: number, byteLength: number): void => {
  for (let index = 0; index < count; index += 1) {
    const conn = `c${index}`;
    const flow = `f${index}`;
    writer.event(strip(makeOpen({ conn, placeSource: 'simulated' })));
    writer.event(strip(makeRequest({ conn, flow, url: `https://vendor.example/${index}` })));
    writeBody(writer, flow, 'out', Buffer.alloc(byteLength, `out-${index} `));
    writer.event(strip(makeResponse({ flow })));
    writeBody(writer, flow, 'in', Buffer.from(`in-${index}`));
    writer.event(strip(makeClose({ conn })));
  }
};

/** Records a small whole capture into a new folder inside `parent` and gives its path. */
export const recordCapture = async (parent: string, count = 3, byteLength = 40): Promise<string> => {
  const folder = join(parent, 'capture');
  let nowMs = 5000;
  await using writer = await openWriter(folder, { nowMs: () => (nowMs += 10) });
  await writer.session(makeSession());
  await writer.canaries([
    { id: 'imei-1', class: 'imei', value: '860000000000000' },
    { id: 'sms-1', class: 'sms.body', value: 'hello there, this is a test' },
  ]);
  writer.mark({ atMs: 0, hostMs: 0, kind: 'step-start', step: 'first', consent: {} });
  writer.mark({ atMs: 5, hostMs: 5, kind: 'end', step: 'end', consent: { 'cloud-sync': 'declined' } });
  writeExchanges(writer, count, byteLength);
  writer.event({ type: 'engine.exit', code: 0, why: 'stopped' });
  return folder;
};
