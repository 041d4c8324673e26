import type { EventInput } from '#model/capture-sink';
import type { Event } from '#model/event';
import type { Flow, LoadedFlow } from '#model/flow';
import type { FileSource } from '../file-source.ts';
import type { EventFold } from '../flow-from.ts';
import { gapFlow } from '../gap-flow.ts';
import type { Losses } from '../losses.ts';
import { loadFlow } from '../read-bodies.ts';
import { type ClientHello, readClientHello } from './client-hello.ts';
import { type Decoded, createFrameDecoder } from './decode-frame.ts';
import type { Decrypter } from './decrypter.ts';
import type { Handset } from './handset.ts';
import { createNames } from './names.ts';
import type { Packet } from './packet.ts';
import type { Pass } from './pass.ts';
import { type PacketFacts, readPackets, startPacketFacts } from './read-packets.ts';
import { type Spool, openSpool } from './spool.ts';
import { type TcpTable, createTcpTable } from './tcp-table.ts';
import { type UdpTable, createUdpTable } from './udp-table.ts';

const SPOOLED_BYTES = 4 << 20;

/** One reading of a capture file: where its outcome goes. */
export type Reading = {
  readonly losses: Losses;
  readonly fold: EventFold;
  /** For people: how the file was understood. */
  readonly notes: string[];
  startedAtMs: number | null;
  /** Bytes of a file that ends or breaks inside a packet. */
  isCut: boolean;
};

/** Mutable; what the packets at hand have brought so far. */
type State = {
  readonly reading: Reading;
  readonly spool: Spool;
  readonly pass: Pass;
  readonly tcp: TcpTable;
  readonly udp: UdpTable;
  readonly counts: Map<Decoded['kind'], number>;
  readonly flows: Flow[];
  readonly hellos: { readonly bytes: Buffer; readonly opened: (hello: ClientHello) => void }[];
  seq: number;
  wallMs: number;
};

const stamp = (state: State, event: EventInput): Event => {
  const atMs = Math.max(0, state.wallMs - (state.reading.startedAtMs ?? state.wallMs));
  state.seq += 1;
  return { ...event, seq: state.seq - 1, atMs: Math.round(atMs), wallMs: Math.round(state.wallMs) };
};

const startState = (reading: Reading, handset: Handset, spool: Spool): State => {
  let flowIds = 0;
  let connectionIds = 0;
  const sink: Pass['sink'] = {
    event: (event) => void state.flows.push(...reading.fold.push(stamp(state, event))),
    bytes: spool.take,
  };
  const pass: Pass = {
    sink,
    handset,
    losses: reading.losses,
    names: createNames(sink),
    nextFlowId: () => `entry-${(flowIds += 1) - 1}`,
    nextConnectionId: (protocol) => `${protocol}-${(connectionIds += 1)}`,
    askHello: (bytes, opened) => void state.hellos.push({ bytes, opened }),
  };
  const state: State = {
    reading,
    spool,
    pass,
    tcp: createTcpTable(pass),
    udp: createUdpTable(pass),
    counts: new Map(),
    flows: [],
    hellos: [],
    seq: 0,
    wallMs: 0,
  };
  return state;
};

const takePacket = (state: State, decoded: Decoded, atMs: number | null): void => {
  if (atMs !== null) {
    state.reading.startedAtMs ??= Math.round(atMs);
    state.wallMs = Math.max(0, atMs);
  }
  state.counts.set(decoded.kind, (state.counts.get(decoded.kind) ?? 0) + 1);
  if (decoded.kind === 'tcp') state.tcp.take(decoded);
  else if ('payload' in decoded) state.udp.take(decoded);
};

const answerHellos = async ({ hellos }: State): Promise<void> => {
  for (const { bytes, opened } of hellos.splice(0)) opened(await readClientHello(bytes));
};

const takeFlows = async function* (state: State): AsyncGenerator<LoadedFlow> {
  if (state.spool.pendingBytes() > SPOOLED_BYTES) await state.spool.flush();
  for (const flow of state.flows.splice(0)) yield await loadFlow(state.spool, flow);
};

const takeBatch = async function* (
  state: State,
  packets: readonly Packet[],
  decode: (packet: Packet) => Decoded,
  decrypter: Decrypter | null,
): AsyncGenerator<LoadedFlow> {
  for (const packet of packets) {
    takePacket(state, decode(packet), packet.atMs);
    if (state.hellos.length > 0) await answerHellos(state);
    const plain = decrypter === null ? null : await decrypter.plainOf(packet.number);
    if (plain !== null) state.tcp.takePlain(plain);
    if (state.flows.length > 0 || state.spool.pendingBytes() > SPOOLED_BYTES) yield* takeFlows(state);
  }
};

const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount} ${amount === 1 ? one : many}`;

const tellForeign = ({ reading: { losses } }: State, connections: number, byteLength: number): void => {
  if (connections > 0)
    losses.add(
      'other machines',
      `${count(connections, 'conversation')} (${byteLength} bytes of payload) without the handset: not audited`,
    );
};

/** Says what the file holds and no flow tells. */
const tellRest = (state: State, facts: PacketFacts, decrypts: boolean): void => {
  const { losses, notes } = state.reading;
  const tcp = state.tcp.end();
  const udp = state.udp.end();
  tellForeign(state, tcp.foreign + udp.foreign, tcp.foreignBytes + udp.foreignBytes);
  if (tcp.silent > 0)
    losses.add(
      'connections',
      `${count(tcp.silent, 'connection')} carried nothing from the handset: in no ledger`,
    );
  if (decrypts && tcp.sealed > 0)
    losses.add(
      'TLS',
      `${tcp.sealed} of ${count(tcp.decrypted + tcp.sealed, 'connection')} could not be decrypted with the keys`,
    );
  if (udp.fragments > 0)
    losses.add('fragments', `${count(udp.fragments, 'fragment')} of IP packets: not put together, unread`);
  const lookups = state.pass.names.lookups();
  if (lookups > 0)
    notes.push(
      `Hosts that neither a request nor a ClientHello names have their names from ${count(lookups, 'answer')} of DNS in ` +
        'the file; the names asked for were not searched.',
    );
  for (const [kind, what] of [
    ['broken', 'whose headers are broken or were not captured: unread'],
    ['unknown-link', 'of a kind of network that is not read'],
  ] as const) {
    const amount = state.counts.get(kind) ?? 0;
    if (amount > 0) losses.add('packets', `${count(amount, 'packet')} ${what}`);
  }
  if (facts.fault !== null)
    losses.add(`packet ${facts.packets + 1} (byte ${facts.fault.offset})`, facts.fault.why);
};

/** Reads a capture file's packets into flows, in bounded memory. */
export async function* readFlows(
  file: FileSource,
  reading: Reading,
  handset: Handset,
  decrypter: Decrypter | null,
): AsyncGenerator<LoadedFlow> {
  await using spool = await openSpool();
  const state = startState(reading, handset, spool);
  const facts = startPacketFacts();
  const decode = createFrameDecoder();
  reading.notes.push(`The handset: ${handset.because}.`);
  for await (const packets of readPackets(file, facts)) yield* takeBatch(state, packets, decode, decrypter);
  tellRest(state, facts, decrypter !== null);
  await answerHellos(state);
  // One by one: a call takes only so many arguments.
  for (const flow of reading.fold.end()) state.flows.push(flow);
  yield* takeFlows(state);
  reading.isCut = facts.fault !== null;
  if (reading.isCut) yield gapFlow('cut-off', Math.max(0, state.wallMs - (reading.startedAtMs ?? 0)), 0);
}
