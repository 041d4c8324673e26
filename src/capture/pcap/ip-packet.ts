/** An IP packet: addresses stand in `bytes` at `sourceAt` and `targetAt`. */
export type IpPacket = {
  readonly addressBytes: 4 | 16;
  readonly sourceAt: number;
  readonly targetAt: number;
  readonly protocol: number;
  readonly isFragment: boolean;
  readonly payloadAt: number;
  /** Where the packet ends by its own header: beyond the bytes at hand where the capture cut it short. */
  readonly end: number;
};

const EXTENSIONS = 16;
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;
const MOBILITY = 135;

const readIpv4 = (bytes: Buffer, at: number): IpPacket | null => {
  const headerBytes = ((bytes[at] ?? 0) & 15) * 4;
  if (headerBytes < 20 || at + headerBytes > bytes.length) return null;
  const total = bytes.readUInt16BE(at + 2);
  // 0 stands where the network card was to cut the packet up; it is then as long as it was captured.
  const end = total === 0 ? bytes.length : at + total;
  if (end < at + headerBytes) return null;
  return {
    addressBytes: 4,
    sourceAt: at + 12,
    targetAt: at + 16,
    protocol: bytes[at + 9] ?? 0,
    isFragment: (bytes.readUInt16BE(at + 6) & 0x3fff) !== 0,
    payloadAt: at + headerBytes,
    end,
  };
};

type Extended = { readonly protocol: number; readonly at: number; readonly isFragment: boolean };

/** Passes over extension headers (RFC 8200 4); an atomic fragment (RFC 6946) is none. */
const passExtensions = (bytes: Buffer, from: number, first: number): Extended => {
  let protocol = first;
  let at = from;
  let isFragment = false;
  for (let count = 0; count < EXTENSIONS && at + 8 <= bytes.length; count += 1) {
    const next = bytes[at] ?? 0;
    const units = bytes[at + 1] ?? 0;
    if (protocol === FRAGMENT) {
      isFragment ||= (bytes.readUInt16BE(at + 2) & 0xfff9) !== 0;
      at += 8;
    } else if (protocol === AUTHENTICATION) at += (units + 2) * 4;
    else if ([HOP_BY_HOP, ROUTING, DESTINATION, MOBILITY].includes(protocol)) at += (units + 1) * 8;
    else break;
    protocol = next;
  }
  return { protocol, at, isFragment };
};

const readIpv6 = (bytes: Buffer, at: number): IpPacket | null => {
  if (at + 40 > bytes.length) return null;
  const length = bytes.readUInt16BE(at + 4);
  const { protocol, at: payloadAt, isFragment } = passExtensions(bytes, at + 40, bytes[at + 6] ?? 0);
  const end = length === 0 ? bytes.length : at + 40 + length;
  if (end < payloadAt) return null;
  return { addressBytes: 16, sourceAt: at + 8, targetAt: at + 24, protocol, isFragment, payloadAt, end };
};

/** Reads the header of an IPv4 or IPv6 packet; null for what is none or lacks part of its header. Never throws. */
export const readIp = (bytes: Buffer, at: number): IpPacket | null => {
  if (at + 20 > bytes.length) return null;
  const version = (bytes[at] ?? 0) >> 4;
  if (version === 4) return readIpv4(bytes, at);
  return version === 6 ? readIpv6(bytes, at) : null;
};
