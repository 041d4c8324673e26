import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventOf } from '#model/event';
import type { Direction } from '#model/flow';
import { tunnelTarget, type Accepting } from './accepting.ts';
import { closeEvent, openEvent, type Connection } from './connection.ts';
import { readClientHello, readFirstBytes, type FirstBytes } from './first-bytes.ts';
import { peek, type PeekResult } from './peek.ts';
import type { Recorder } from './recorder.ts';
import { bypassKey } from './registry.ts';
import { dial, openTunnel, relay } from './relay.ts';

/** mockttp tells of a refusal a few ticks after the socket has closed: the close event waits for it. */
const LATE_EVENTS_MS = 100;
/** Bytes of one raw connection and direction that are kept. */
const RAW_KEPT = 1_048_576;

type Mode = EventOf<'conn.close'>['mode'];
type Ending = { readonly mode: Mode; readonly reason: string };

const keepRaw = (recorder: Recorder, conn: string, dir: Direction): ((chunk: Buffer) => void) => {
  let kept = 0;
  return (chunk) => {
    recorder.raw(conn, dir, chunk, kept + chunk.length <= RAW_KEPT);
    kept += chunk.length;
  };
};

/** Passes a connection on as it is; with `keep`, what it says is recorded. */
const passOn = async (
  accepting: Accepting,
  connection: Connection,
  client: Socket,
  { head, keep }: { readonly head: Buffer; readonly keep: boolean },
): Promise<boolean> => {
  const { address } = connection;
  const server = address === null ? null : await dial(address.ip, address.port).catch(() => null);
  if (server === null) {
    client.destroy();
    return false;
  }
  if (keep) {
    const keepOut = keepRaw(accepting.recorder, connection.id, 'out');
    if (head.length > 0) keepOut(head);
    client.on('data', keepOut);
    server.on('data', keepRaw(accepting.recorder, connection.id, 'in'));
  }
  await relay(client, server, head);
  return true;
};

/** Sends a connection through mockttp, which reads it. */
const readThrough = async (
  accepting: Accepting,
  connection: Connection,
  client: Socket,
  head: Buffer,
): Promise<boolean> => {
  const target = tunnelTarget(connection);
  const tunnel = await openTunnel(accepting.enginePort, connection.id, target).catch(() => null);
  if (tunnel === null) {
    client.destroy();
    return false;
  }
  accepting.tunnelled(connection, tunnel);
  await relay(client, tunnel, head);
  await sleep(LATE_EVENTS_MS);
  return true;
};

const carry = async (
  accepting: Accepting,
  connection: Connection,
  client: Socket,
  { head, first }: { readonly head: Buffer; readonly first: FirstBytes | 'silent' },
): Promise<Ending> => {
  const ending = (mode: Mode, reached: boolean, reason: string): Ending => ({
    mode,
    reason: reached ? reason : 'the server was not reached',
  });
  if (first === 'http')
    return ending('plain', await readThrough(accepting, connection, client, head), 'closed');
  if (first === 'tls' && !accepting.policy.shouldBypass(bypassKey(connection)))
    return ending('mitm', await readThrough(accepting, connection, client, head), 'closed');
  const keep = first !== 'tls';
  const reached = await passOn(accepting, connection, client, { head, keep });
  if (first === 'tls') return ending('bypass', reached, 'let pass after refusals');
  return ending('raw', reached, first === 'silent' ? 'the server speaks first' : 'not HTTP and not TLS');
};

/** What a connection is recorded as that ended before it said what it is; one without a byte hides nothing. */
const unspoken = (looked: PeekResult<FirstBytes>): Ending => ({
  mode: looked.head.length === 0 ? 'plain' : 'raw',
  reason: 'ended before its first message',
});

/**
 * Serves a connection whose destination is known, from its first payload byte to its last. Writes its open and
 * close events. Never throws.
 */
export const serve = async (
  accepting: Accepting,
  connection: Connection,
  client: Socket,
  head: Buffer,
): Promise<void> => {
  const { recorder } = accepting;
  const looked = await peek(client, head, accepting.silenceMs, readFirstBytes);
  if (looked.kind === 'done' && looked.value === 'tls') connection.hello = await readClientHello(looked.head);
  recorder.event(openEvent(connection));
  if (looked.kind === 'ended') client.destroy();
  const first = looked.kind === 'done' ? looked.value : 'silent';
  const ending =
    looked.kind === 'ended'
      ? unspoken(looked)
      : await carry(accepting, connection, client, { head: looked.head, first });
  recorder.event(closeEvent(connection, ending.mode, ending.reason));
};
