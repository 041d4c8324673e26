const HEADER_BYTES = 12;
const ANSWERS = 500;
const NAME_BYTES = 255;
const JUMPS = 64;
const A = 1;
const AAAA = 28;

/** A message of DNS: what was asked, and where an answer says that it is. Addresses are 4 or 16 bytes. */
export type DnsMessage = {
  readonly isAnswer: boolean;
  readonly name: string;
  /** Number of the kind of record asked for. */
  readonly type: number;
  readonly addresses: readonly Buffer[];
};

type Name = { readonly text: string; readonly end: number };

/** A name, compressed or not (RFC 1035 4.1.4); null for bytes that are none. */
const readName = (bytes: Buffer, from: number): Name | null => {
  const labels: string[] = [];
  let length = 0;
  let end: number | null = null;
  let at = from;
  for (let jumps = 0; jumps <= JUMPS;) {
    const size = bytes[at];
    if (size === undefined) return null;
    if (size === 0) return { text: labels.join('.'), end: end ?? at + 1 };
    if ((size & 0xc0) === 0xc0) {
      if (at + 2 > bytes.length) return null;
      end ??= at + 2;
      at = bytes.readUInt16BE(at) & 0x3fff;
      jumps += 1;
      continue;
    }
    length += size + 1;
    if (size > 63 || at + 1 + size > bytes.length || length > NAME_BYTES) return null;
    labels.push(bytes.toString('latin1', at + 1, at + 1 + size));
    at += 1 + size;
  }
  return null;
};

/** Addresses of the answers, whatever aliases lead to them; as far as the message goes. */
const readAddresses = (bytes: Buffer, from: number, count: number): readonly Buffer[] => {
  const addresses: Buffer[] = [];
  let at = from;
  for (let index = 0; index < Math.min(count, ANSWERS); index += 1) {
    const name = readName(bytes, at);
    if (name === null || name.end + 10 > bytes.length) break;
    const type = bytes.readUInt16BE(name.end);
    const length = bytes.readUInt16BE(name.end + 8);
    at = name.end + 10 + length;
    const isAddress = (type === A && length === 4) || (type === AAAA && length === 16);
    if (isAddress && at <= bytes.length) addresses.push(bytes.subarray(at - length, at));
  }
  return addresses;
};

/** Reads a message of DNS with one question (RFC 1035); null for anything else. Never throws. */
export const readDns = (bytes: Buffer): DnsMessage | null => {
  if (bytes.length < HEADER_BYTES || bytes.readUInt16BE(4) !== 1) return null;
  const flags = bytes.readUInt16BE(2);
  const question = readName(bytes, HEADER_BYTES);
  if (question === null || question.end + 4 > bytes.length || (flags & 0x0040) !== 0) return null;
  const isAnswer = (flags & 0x8000) !== 0;
  const addresses = isAnswer ? readAddresses(bytes, question.end + 4, bytes.readUInt16BE(6)) : [];
  return { isAnswer, name: question.text, type: bytes.readUInt16BE(question.end), addresses };
};
