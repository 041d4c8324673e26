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
export type PcapOver = {
  readonly link?: number;
  readonly isBig?: boolean;
  readonly isNano?: boolean;
  /** Bytes of each frame that the file keeps. */
  readonly kept?: number;
};

/** Frame times: 2026-03-01 and one ms per frame. */
const SECONDS = 1_772_359_200;

/** A libpcap file of these frames; link 101 is raw IP. */
export const pcap = (frames: readonly Buffer[], over: PcapOver = {}): Buffer => {
  const { link = 101, isBig = false, isNano = false, kept = Infinity } = over;
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
    words(SECONDS, index * (isNano ? 1e6 : 1e3), Math.min(kept, frame.length), frame.length),
    frame.subarray(0, kept),
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

/** What makes one pcapng file differ from another. */
export type PcapngOver = {
  readonly link?: number;
  readonly isBig?: boolean;
  /** Options of the interface, as they stand in the file. */
  readonly options?: Buffer;
  /** Units of time stamps per second. */
  readonly perSecond?: number;
  readonly kind?: 'enhanced' | 'simple' | 'old';
  readonly secrets?: string;
};

/** A pcapng section of these frames; sections may stand one behind the other. */
export const pcapng = (frames: readonly Buffer[], over: PcapngOver = {}): Buffer => {
  const {
    link = 101,
    isBig = false,
    options = Buffer.alloc(0),
    perSecond = 1e6,
    kind = 'enhanced',
    secrets,
  } = over;
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (isBig) bytes.writeUInt32BE(value >>> 0);
    else bytes.writeUInt32LE(value >>> 0);
    return bytes;
  };
  const halves = (first: number, second: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes[isBig ? 'writeUInt16BE' : 'writeUInt16LE'](first, 0);
    bytes[isBig ? 'writeUInt16BE' : 'writeUInt16LE'](second, 2);
    return bytes;
  };
  const padded = (bytes: Buffer): Buffer =>
    Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const block = (type: number, ...parts: Buffer[]): Buffer => {
    const body = padded(Buffer.concat(parts));
    return Buffer.concat([word(type), word(body.length + 12), body, word(body.length + 12)]);
  };
  const packet = (frame: Buffer, index: number): Buffer => {
    if (kind === 'simple') return block(3, word(frame.length), frame);
    const units = (SECONDS + index / 1000) * perSecond;
    const stamp = [
      word(Math.floor(units / 2 ** 32)),
      word(units % 2 ** 32),
      word(frame.length),
      word(frame.length),
    ];
    return kind === 'enhanced'
      ? block(6, word(0), ...stamp, frame)
      : block(2, halves(0, 0xffff), ...stamp, frame);
  };
  return Buffer.concat([
    block(0x0a0d0d0a, word(0x1a2b3c4d), halves(1, 0), word(0xffffffff), word(0xffffffff)),
    block(1, halves(link, 0), word(262_144), options),
    ...(secrets === undefined
      ? []
      : [block(10, word(0x544c534b), word(secrets.length), Buffer.from(secrets))]),
    block(0xbad, Buffer.from('a block of a kind that nobody knows')),
    ...frames.map(packet),
  ]);
};
