/** One frame to be written: what is not given is plain. */
export type FrameOver = {
  readonly from?: string;
  readonly to?: string;
  readonly payload?: Uint8Array | string;
};

/** A TCP segment to be written. */
export type SegmentOver = FrameOver & {
  readonly seq?: number;
  readonly ack?: number | null;
  /** Letters of S, A, F, R, P. */
  readonly flags?: string;
};

const FLAGS: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, A: 16 };

/** `192.0.2.1:80` or `[2001:db8::1]:80`, apart. */
const place = (text: string): { readonly ip: Buffer; readonly port: number } => {
  const [, host = '', port = '0'] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(text) ?? [];
  if (!host.includes(':')) return { ip: Buffer.from(host.split('.').map(Number)), port: Number(port) };
  const [head = '', tail = ''] = host.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  const all = host.includes('::') ? [...first, ...zeros, ...last] : first;
  return { ip: Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex'), port: Number(port) };
};

const PHONE = '192.168.7.5:40000';
const SERVER = '192.0.2.7:80';

/** An IP packet around a payload: IPv4 or IPv6 by its addresses. */
export const ipPacket = (from: string, to: string, protocol: number, payload: Uint8Array): Buffer => {
  const [source, target] = [place(from).ip, place(to).ip];
  if (source.length === 16) {
    const header = Buffer.alloc(8);
    header[0] = 0x60;
    header.writeUInt16BE(payload.length, 4);
    header[6] = protocol;
    header[7] = 64;
    return Buffer.concat([header, source, target, payload]);
  }
  const header = Buffer.alloc(12);
  header[0] = 0x45;
  header.writeUInt16BE(20 + payload.length, 2);
  header[8] = 64;
  header[9] = protocol;
  return Buffer.concat([header, source, target, payload]);
};

/** A TCP segment in its IP packet. */
export const segment = (over: SegmentOver = {}): Buffer => {
  const { from = PHONE, to = SERVER, seq = 1, ack = 1, flags = 'PA', payload = '' } = over;
  const header = Buffer.alloc(20);
  header.writeUInt16BE(place(from).port, 0);
  header.writeUInt16BE(place(to).port, 2);
  header.writeUInt32BE(seq >>> 0, 4);
  header.writeUInt32BE((ack ?? 0) >>> 0, 8);
  header[12] = 0x50;
  header[13] = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0) & (ack === null ? ~16 : 255);
  return ipPacket(from, to, 6, Buffer.concat([header, Buffer.from(payload)]));
};

/** A UDP datagram in its IP packet. */
export const datagram = ({ from = PHONE, to = '192.0.2.53:53', payload = '' }: FrameOver = {}): Buffer => {
  const body = Buffer.from(payload);
  const header = Buffer.alloc(8);
  header.writeUInt16BE(place(from).port, 0);
  header.writeUInt16BE(place(to).port, 2);
  header.writeUInt16BE(8 + body.length, 4);
  return ipPacket(from, to, 17, Buffer.concat([header, body]));
};

/** An Ethernet frame around an IP packet, with VLAN tags where wanted; the sender's address ends in `sender`. */
export const ethernet = (packet: Buffer, sender = 1, vlans: readonly number[] = []): Buffer => {
  const type = packet[0]! >> 4 === 6 ? '86dd' : '0800';
  const tags = vlans.map((id) => `8100${id.toString(16).padStart(4, '0')}`).join('');
  return Buffer.concat([
    Buffer.from(`02000000ff0002000000${sender.toString(16).padStart(4, '0')}${tags}${type}`, 'hex'),
    packet,
  ]);
};

/** What makes one file differ from another. */
export type PcapOver = { readonly link?: number; readonly isBig?: boolean; readonly isNano?: boolean };

/** Frame times: 2026-03-01 and one ms per frame. */
const SECONDS = 1_772_359_200;

/** A libpcap file of these frames; link 101 is raw IP. */
export const pcap = (frames: readonly Buffer[], over: PcapOver = {}): Buffer => {
  const { link = 101, isBig = false, isNano = false } = over;
  const words = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, index) =>
      isBig ? bytes.writeUInt32BE(value, 4 * index) : bytes.writeUInt32LE(value, 4 * index),
    );
    return bytes;
  };
  const version = Buffer.from(isBig ? '00020004' : '02000400', 'hex');
  const header = [words(isNano ? 0xa1b23c4d : 0xa1b2c3d4), version, words(0, 0, 262_144, link)];
  const records = frames.flatMap((frame, index) => [
    words(SECONDS, index * (isNano ? 1e6 : 1e3), frame.length, frame.length),
    frame,
  ]);
  return Buffer.concat([...header, ...records]);
};

/** A whole connection: SYN, what either side says in turn, FIN. Chunks that begin with `<` come from the server. */
export const conversation = (
  says: readonly string[],
  ends: { readonly from?: string; readonly to?: string } = {},
): Buffer[] => {
  const { from = PHONE, to = SERVER } = ends;
  const next = { out: 1000, in: 5000 };
  const frames = [
    segment({ from, to, seq: 999, ack: null, flags: 'S' }),
    segment({ from: to, to: from, seq: 4999, ack: 1000, flags: 'SA' }),
  ];
  for (const said of says) {
    const isIn = said.startsWith('<');
    const payload = isIn ? said.slice(1) : said;
    const [a, b] = isIn ? [to, from] : [from, to];
    frames.push(
      segment({ from: a, to: b, seq: next[isIn ? 'in' : 'out'], ack: next[isIn ? 'out' : 'in'], payload }),
    );
    next[isIn ? 'in' : 'out'] += Buffer.byteLength(payload);
  }
  frames.push(segment({ from, to, seq: next.out, ack: next.in, flags: 'FA' }));
  frames.push(segment({ from: to, to: from, seq: next.in, ack: next.out + 1, flags: 'FA' }));
  return frames;
};
