import { createHash } from 'node:crypto';
import { type CaptureWriter, openWriter } from '#capture/write';
import { makeDraw } from '../seeded.ts';
import { CANARIES, type Exchange, makeExchange, type Plan } from './exchange.ts';

/** Exchanges on one connection. */
const PER_CONNECTION = 10;
const PENDING_BYTES = 16 << 20;

const ADDRESS = { port: 443, ip: '192.0.2.7', placeSource: 'simulated' } as const;

const addBody = (writer: CaptureWriter, flow: string, dir: 'out' | 'in', text: string): void => {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const end = { bytes: bytes.length, sha256, truncated: false, aborted: false };
  writer.event({ type: 'body', flow, dir, ...writer.bytes(bytes) });
  writer.event({ type: 'body.end', flow, dir, ...end });
};

const addExchange = (writer: CaptureWriter, index: number, exchange: Exchange): void => {
  const { host, path, headers, body, answer } = exchange;
  const conn = `c${Math.floor(index / PER_CONNECTION)}`;
  const flow = `f${index}`;
  if (index % PER_CONNECTION === 0) {
    const client = { via: 'connect', client: '127.0.0.1:50000', sni: host, ja4: null } as const;
    writer.event({ type: 'conn.open', conn, host, ...ADDRESS, ...client, alpn: ['h2'], control: false });
  }
  const fields = headers.map(([name, value]): [string, string] => [name, value]);
  const request = { method: 'POST', url: `https://${host}${path}`, httpVersion: '2', headers: fields };
  writer.event({ type: 'http.req', flow, conn, ...request, app: null });
  addBody(writer, flow, 'out', body);
  writer.event({ type: 'http.res', flow, status: 200, headers: fields });
  addBody(writer, flow, 'in', answer);
  if (index % PER_CONNECTION !== PER_CONNECTION - 1) return;
  const sums = { up: PER_CONNECTION * body.length, down: PER_CONNECTION * answer.length };
  writer.event({ type: 'conn.close', conn, ...sums, mode: 'mitm', reason: 'closed' });
};

/** Writes a capture folder after a plan. */
export const writeCapture = async (folder: string, plan: Plan): Promise<void> => {
  let nowMs = 0;
  await using writer = await openWriter(folder, { nowMs: () => nowMs });
  await writer.session({
    captureVersion: 1,
    id: 'bench-large',
    startedAt: '2026-03-01T10:00:00.000Z',
    handset: {},
    firmware: null,
    simulated: true,
    scenario: null,
    tools: {},
  });
  await writer.canaries(CANARIES);
  const draw = makeDraw(7);
  for (let index = 0; index < plan.flows; index += 1) {
    const exchange = makeExchange(draw, index, plan);
    nowMs = exchange.atMs;
    addExchange(writer, index, exchange);
    if (writer.pendingBytes() > PENDING_BYTES) await writer.flush();
  }
};
