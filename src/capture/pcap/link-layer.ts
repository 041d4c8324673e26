/** Where the network packet of a frame begins. `hardware` is its sender's Ethernet address, null where none is known. */
export type Linked = {
  readonly network: 'ip' | 'other' | 'unknown-link';
  readonly at: number;
  readonly hardware: number | null;
};

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN_TYPES: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const PPPOE_SESSION = 0x8864;
const VLAN_TAGS = 4;

const OTHER: Linked = { network: 'other', at: 0, hardware: null };
const UNKNOWN: Linked = { network: 'unknown-link', at: 0, hardware: null };

const raw = (at: number, hardware: number | null = null): Linked => ({ network: 'ip', at, hardware });

/** Follows VLAN tags and a PPPoE session to the network packet. */
const byType = (bytes: Buffer, typeAt: number, hardware: number | null): Linked => {
  let at = typeAt;
  for (let tags = 0; tags <= VLAN_TAGS && at + 2 <= bytes.length; tags += 1) {
    const type = bytes.readUInt16BE(at);
    if (type === IPV4 || type === IPV6) return raw(at + 2, hardware);
    if (type === PPPOE_SESSION) return raw(at + 10, hardware);
    if (!VLAN_TYPES.has(type)) return OTHER;
    at += 4;
  }
  return OTHER;
};

const ethernet = (bytes: Buffer): Linked =>
  bytes.length < 14 ? OTHER : byType(bytes, 12, bytes.readUIntBE(6, 6));

/** The family number of a loopback header differs between systems: the IP version decides. */
const loopback = (bytes: Buffer): Linked => {
  const version = (bytes[4] ?? 0) >> 4;
  return version === 4 || version === 6 ? raw(4) : OTHER;
};

const cooked = (bytes: Buffer): Linked => (bytes.length < 16 ? OTHER : byType(bytes, 14, null));

const cooked2 = (bytes: Buffer): Linked => {
  if (bytes.length < 20) return OTHER;
  const type = bytes.readUInt16BE(0);
  if (type === IPV4 || type === IPV6) return raw(20);
  return VLAN_TYPES.has(type) ? byType(bytes, 22, null) : OTHER;
};

/** LINKTYPE_ numbers of tcpdump.org that are read. PCAPdroid writes 101, or 1 with a trailer. */
const LINKS: ReadonlyMap<number, (bytes: Buffer) => Linked> = new Map([
  [0, loopback],
  [1, ethernet],
  [12, () => raw(0)],
  [14, () => raw(0)],
  [101, () => raw(0)],
  [108, loopback],
  [113, cooked],
  [228, () => raw(0)],
  [229, () => raw(0)],
  [276, cooked2],
]);

/** Finds the IP packet of a frame: Ethernet with VLAN tags, raw IP, loopback, Linux cooked v1 and v2. Never throws. */
export const findNetwork = (linkType: number, bytes: Buffer): Linked =>
  LINKS.get(linkType)?.(bytes) ?? UNKNOWN;

const TRAILER_MAGIC = 0x01072021;
const TRAILER_BYTES = 32;
const NAME_BYTES = 20;

/** The name of the app behind a frame, as PCAPdroid writes it behind the packet (its pcap_dump.h); null for others. */
export const appOfTrailer = (linkType: number, bytes: Buffer): string | null => {
  const at = bytes.length - TRAILER_BYTES;
  if (linkType !== 1 || at < 14 || bytes.readUInt32BE(at) !== TRAILER_MAGIC) return null;
  const name = bytes.toString('utf8', at + 8, at + 8 + NAME_BYTES).replace(/\0.*$/s, '');
  return name === '' ? null : name;
};
