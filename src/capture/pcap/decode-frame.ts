import { createAddressReader } from './address.ts';
import { type IpPacket, readIp } from './ip-packet.ts';
import { type Linked, appOfTrailer, findNetwork } from './link-layer.ts';
import type { Packet } from './packet.ts';

/** One end of a conversation. */
export type Endpoint = { readonly ip: string; readonly port: number };

type Carried = {
  readonly source: Endpoint;
  readonly target: Endpoint;
  readonly hardware: number | null;
  /** As far as it was captured. */
  readonly payload: Buffer;
  /** Of the payload on the wire. */
  readonly byteLength: number;
};

/** A TCP segment. */
export type Segment = Carried & {
  readonly kind: 'tcp';
  readonly seq: number;
  readonly ack: number | null;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  /** Name of the app that PCAPdroid gives. */
  readonly app: string | null;
};

/** What a frame holds: a segment, a datagram, something else above IP, or nothing that leaves the network. */
export type Decoded =
  | Segment
  | (Carried & { readonly kind: 'udp' })
  | (Carried & { readonly kind: 'fragment' | 'other-ip'; readonly protocol: number })
  | { readonly kind: 'link-only' | 'unknown-link' | 'broken' };

const TCP = 6;
const UDP = 17;
const IGMP = 2;
const ICMPV6 = 58;
/** Multicast listeners, neighbours and routers (RFC 4443, RFC 4861): they never leave the link. */
const LINK_MESSAGES = { from: 130, to: 153 };

type Common = Omit<Carried, 'payload' | 'byteLength' | 'source' | 'target'> & {
  readonly from: string;
  readonly to: string;
};

const carriedFrom = (bytes: Buffer, at: number, end: number): Pick<Carried, 'payload' | 'byteLength'> => ({
  payload: bytes.subarray(at, Math.min(end, bytes.length)),
  byteLength: Math.max(0, end - at),
});

const endpoints = (bytes: Buffer, at: number, { from, to }: Common): Pick<Carried, 'source' | 'target'> => ({
  source: { ip: from, port: bytes.readUInt16BE(at) },
  target: { ip: to, port: bytes.readUInt16BE(at + 2) },
});

const decodeTcp = (packet: Packet, ip: IpPacket, common: Common): Decoded => {
  const { bytes, linkType } = packet;
  const at = ip.payloadAt;
  if (at + 20 > bytes.length) return { kind: 'broken' };
  const headerBytes = ((bytes[at + 12] ?? 0) >> 4) * 4;
  const flags = bytes[at + 13] ?? 0;
  if (headerBytes < 20 || at + headerBytes > ip.end) return { kind: 'broken' };
  return {
    kind: 'tcp',
    ...endpoints(bytes, at, common),
    hardware: common.hardware,
    ...carriedFrom(bytes, at + headerBytes, ip.end),
    seq: bytes.readUInt32BE(at + 4),
    ack: (flags & 16) === 0 ? null : bytes.readUInt32BE(at + 8),
    syn: (flags & 2) !== 0,
    fin: (flags & 1) !== 0,
    rst: (flags & 4) !== 0,
    app: appOfTrailer(linkType, bytes),
  };
};

const decodeUdp = ({ bytes }: Packet, ip: IpPacket, common: Common): Decoded => {
  const at = ip.payloadAt;
  if (at + 8 > bytes.length) return { kind: 'broken' };
  const length = bytes.readUInt16BE(at + 4);
  const end = length < 8 ? ip.end : Math.min(ip.end, at + length);
  const { hardware } = common;
  return { kind: 'udp', ...endpoints(bytes, at, common), hardware, ...carriedFrom(bytes, at + 8, end) };
};

const isOfLink = ({ protocol, payloadAt }: IpPacket, bytes: Buffer): boolean => {
  const type = bytes[payloadAt] ?? 0;
  return protocol === IGMP || (protocol === ICMPV6 && type >= LINK_MESSAGES.from && type <= LINK_MESSAGES.to);
};

const decodeIp = (packet: Packet, ip: IpPacket, common: Common): Decoded => {
  if (!ip.isFragment && ip.protocol === TCP) return decodeTcp(packet, ip, common);
  if (!ip.isFragment && ip.protocol === UDP) return decodeUdp(packet, ip, common);
  if (isOfLink(ip, packet.bytes)) return { kind: 'link-only' };
  return {
    kind: ip.isFragment ? 'fragment' : 'other-ip',
    protocol: ip.protocol,
    source: { ip: common.from, port: 0 },
    target: { ip: common.to, port: 0 },
    hardware: common.hardware,
    ...carriedFrom(packet.bytes, ip.payloadAt, ip.end),
  };
};

const withoutNetwork = ({ network }: Linked): Decoded => ({
  kind: network === 'unknown-link' ? 'unknown-link' : 'link-only',
});

/** Makes a reader of frames down to TCP and UDP. Payloads are views into the packet. Never throws. */
export const createFrameDecoder = (): ((packet: Packet) => Decoded) => {
  const addressOf = createAddressReader();
  return (packet) => {
    const linked = findNetwork(packet.linkType, packet.bytes);
    if (linked.network !== 'ip') return withoutNetwork(linked);
    const ip = readIp(packet.bytes, linked.at);
    if (ip === null) return { kind: 'broken' };
    const from = addressOf(packet.bytes, ip.sourceAt, ip.addressBytes);
    const to = addressOf(packet.bytes, ip.targetAt, ip.addressBytes);
    return decodeIp(packet, ip, { from, to, hardware: linked.hardware });
  };
};
