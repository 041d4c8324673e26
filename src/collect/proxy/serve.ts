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

/** A connection on which nobody spoke for this long is given up. */
const BOTH_SILENT_MS = 600_000;

type Server = Socket | null;

const dialServer = async ({ address }: Connection): Promise<Server> =>
  address === null ? null : dial(address.ip, address.port).catch(() => null);

/**
 * Finds out who speaks first where the client is slow: the server is dialled, and the first word of either decides. A
 * client that speaks after all is read like any other, and the server is left again.
 */
const waitForFirstWord = async (
  client: Socket,
  connection: Connection,
): Promise<{ readonly looked: PeekResult<FirstBytes>; readonly server: Server }> => {
  const server = await dialServer(connection);
  const spoken = new Promise((resolve) => {
    server?.once('readable', resolve).once('close', resolve);
  });
  const patience = { silenceMs: BOTH_SILENT_MS, until: spoken };
  const looked = await peek(client, Buffer.alloc(0), patience, readFirstBytes);
  if (looked.kind === 'silent') return { looked, server };
  server?.destroy();
  return { looked, server: null };
};

/** Passes a connection on as it is; with `keep`, what it says is recorded. */
const passOn = async (
  accepting: Accepting,
  connection: Connection,
  client: Socket,
  { head, keep, dialled }: { readonly head: Buffer; readonly keep: boolean; readonly dialled: Server },
): Promise<boolean> => {
  const server = dialled ?? (await dialServer(connection));
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

/** What the client said first, and the server where it was dialled already. */
type Spoken = { readonly head: Buffer; readonly first: FirstBytes | 'silent'; readonly dialled: Server };

const carry = async (
  accepting: Accepting,
  connection: Connection,
  client: Socket,
  { head, first, dialled }: Spoken,
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
  const reached = await passOn(accepting, connection, client, { head, keep, dialled });
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
  const soon = await peek(client, head, { silenceMs: accepting.silenceMs }, readFirstBytes);
  const isSilent = soon.kind === 'silent' && soon.head.length === 0;
  const { looked, server } = isSilent
    ? await waitForFirstWord(client, connection)
    : { looked: soon, server: null };
  if (looked.kind === 'done' && looked.value === 'tls') connection.hello = await readClientHello(looked.head);
  recorder.event(openEvent(connection));
  if (looked.kind === 'ended') client.destroy();
  const first = looked.kind === 'done' ? looked.value : 'silent';
  const ending =
    looked.kind === 'ended'
      ? unspoken(looked)
      : await carry(accepting, connection, client, { head: looked.head, first, dialled: server });
  recorder.event(closeEvent(connection, ending.mode, ending.reason));
};
