import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Machine } from '../machine.ts';
import { COMMANDS, createPacketReader, encodePacket, MAX_PAYLOAD, type Packet } from './packet.ts';
import { openService } from './services.ts';
import { AdbStream } from './stream.ts';
import type { Connection } from './connection-type.ts';
import type { HostKeys } from './host-keys.ts';
import { createTunnels } from './tunnels.ts';

const VERSION = 0x0100_0001;
const FEATURES = 'shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir,fixed_push_symlink_timestamp';
const AUTH_TOKEN = 1;
const TOKEN_LENGTH = 20;
const AUTH_PUBLIC_KEY = 3;
const MAX_STREAMS = 500;
const NOTHING = Buffer.alloc(0);

const bannerOf = ({ handset }: Machine): string => {
  const { productName, model, device } = handset.profile;
  const features = handset.traps.legacyAdb ? '' : FEATURES;
  return `device::ro.product.name=${productName};ro.product.model=${model};ro.product.device=${device};features=${features}`;
};

type Wire = {
  readonly machine: Machine;
  readonly socket: Socket;
  readonly streams: Map<number, AdbStream>;
  readonly connection: Connection;
  readonly send: (packet: Packet) => void;
  readonly nextId: () => number;
  readonly hostKeys: HostKeys;
  /** What the host was last asked to sign. */
  token: Buffer;
  trusted: boolean;
};

const sendBanner = (wire: Wire): void => {
  wire.trusted = true;
  const payload = Buffer.from(bannerOf(wire.machine));
  wire.send({ command: COMMANDS.CNXN, arg0: VERSION, arg1: MAX_PAYLOAD, payload });
};

const askForKey = (wire: Wire): void => {
  wire.token = randomBytes(TOKEN_LENGTH);
  wire.send({ command: COMMANDS.AUTH, arg0: AUTH_TOKEN, arg1: 0, payload: wire.token });
};

/** A new key is accepted when the profile's owner does, and known from then on. */
const onAuth = (wire: Wire, { arg0, payload }: Packet): void => {
  const { hostKeys, machine, token } = wire;
  if (arg0 === AUTH_PUBLIC_KEY) {
    if (machine.handset.traps.unauthorized) return;
    hostKeys.allow(payload);
    sendBanner(wire);
  } else if (hostKeys.knows(token, payload)) sendBanner(wire);
  else askForKey(wire);
};

const onOpen = (wire: Wire, { arg0, payload }: Packet): void => {
  const service = payload.toString('utf8').replace(/\0+$/, '');
  const run = wire.streams.size < MAX_STREAMS ? openService(wire.machine, wire.connection, service) : null;
  const localId = wire.nextId();
  if (run === null) {
    wire.send({ command: COMMANDS.CLSE, arg0: 0, arg1: arg0, payload: NOTHING });
    return;
  }
  const stream = addStream(wire, localId, arg0);
  wire.send({ command: COMMANDS.OKAY, arg0: localId, arg1: arg0, payload: NOTHING });
  run(stream);
};

const addStream = (wire: Wire, localId: number, remoteId: number): AdbStream => {
  const stream = new AdbStream(localId, remoteId, wire.send);
  wire.streams.set(localId, stream);
  stream.on('error', () => undefined);
  stream.on('close', () => wire.streams.delete(localId));
  return stream;
};

const onPacket = (wire: Wire, packet: Packet): void => {
  if (packet.command === COMMANDS.CNXN) askForKey(wire);
  else if (packet.command === COMMANDS.AUTH) onAuth(wire, packet);
  else if (!wire.trusted) wire.socket.destroy();
  else if (packet.command === COMMANDS.OPEN) onOpen(wire, packet);
  else if (packet.command === COMMANDS.OKAY) wire.streams.get(packet.arg1)?.onOkay(packet.arg0);
  else if (packet.command === COMMANDS.WRTE) wire.streams.get(packet.arg1)?.onData(packet.payload);
  else if (packet.command === COMMANDS.CLSE) wire.streams.get(packet.arg1)?.onClose();
};

/** What connections of one handset share. */
export type Daemon = { readonly machine: Machine; readonly hostKeys: HostKeys };

/** Speaks the device side of adb on a socket until it ends. */
export const serveConnection = (
  { machine, hostKeys }: Daemon,
  socket: Socket,
  onEnd: () => void,
): Connection => {
  let lastId = 0;
  const streams = new Map<number, AdbStream>();
  const send = (packet: Packet): void => {
    if (socket.writable) socket.write(encodePacket(packet));
  };
  const nextId = (): number => ++lastId;
  const open = (destination: string): AdbStream => {
    const localId = nextId();
    const stream = addStream(wire, localId, 0);
    send({ command: COMMANDS.OPEN, arg0: localId, arg1: 0, payload: Buffer.from(`${destination}\0`) });
    return stream;
  };
  const connection: Connection = { tunnels: createTunnels(), open, end: () => socket.destroy() };
  const wire: Wire = {
    machine,
    socket,
    streams,
    connection,
    send,
    nextId,
    hostKeys,
    token: NOTHING,
    trusted: false,
  };
  const read = createPacketReader();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const packets = read(chunk);
    if (packets === null) socket.destroy();
    else for (const packet of packets) onPacket(wire, packet);
  });
  socket.on('close', () => {
    for (const stream of [...streams.values()]) stream.onClose();
    connection.tunnels.clear();
    onEnd();
  });
  return connection;
};
