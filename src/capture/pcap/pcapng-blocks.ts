import { RECORD_BYTES, SHORT, type Step, type StepReader } from './packet.ts';
import { type CaptureInterface, type Numbers, numbersOf, readInterface } from './pcapng-options.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const DECRYPTION_SECRETS = 10;
/** Journal, custom and sysdig blocks are no packets, but Wireshark numbers them with the packets. */
const NUMBERED: ReadonlySet<number> = new Set([
  9, 0x0bad, 0x40000bad, 0x204, 0x208, 0x216, 0x221, 0x222, 0x223,
]);
const BIG_ENDIAN_MAGIC = 0x1a2b3c4d;
const TLS_KEY_LOG = 0x544c534b;
const INTERFACES = 10_000;

/** Whether a file begins with a section of pcapng. */
export const isPcapng = (head: Buffer): boolean => head.readUInt32BE(0) === SECTION;

/** What a pcapng file tells besides packets. */
export type PcapngFacts = { holdsTlsKeys: boolean };

type Section = { numbers: Numbers; interfaces: CaptureInterface[]; frames: number };

type Found = { readonly index: number; readonly data: Buffer; readonly units: number | null };

const dataOf = (body: Buffer, from: number, captured: number): Buffer =>
  body.subarray(from, Math.min(from + captured, body.length));

/** The packet of a block; null for a block without one, or too short for what it is. */
const findPacket = (section: Section, type: number, body: Buffer): Found | null => {
  const { u16, u32 } = section.numbers;
  if (type === SIMPLE_PACKET) {
    if (body.length < 4) return null;
    const snapLength = section.interfaces[0]?.snapLength ?? 0;
    const length = snapLength === 0 ? u32(body, 0) : Math.min(u32(body, 0), snapLength);
    return { index: 0, data: dataOf(body, 4, length), units: null };
  }
  if ((type !== ENHANCED_PACKET && type !== OLD_PACKET) || body.length < 20) return null;
  const index = type === ENHANCED_PACKET ? u32(body, 0) : u16(body, 0);
  const units = u32(body, 4) * 2 ** 32 + u32(body, 8);
  return { index, data: dataOf(body, 20, u32(body, 12)), units };
};

const startSection = (section: Section, bytes: Buffer, at: number): string | null => {
  const isBig = bytes.readUInt32BE(at + 8) === BIG_ENDIAN_MAGIC;
  if (!isBig && bytes.readUInt32LE(at + 8) !== BIG_ENDIAN_MAGIC) return 'a section has no byte-order mark';
  section.numbers = numbersOf(isBig);
  section.interfaces = [];
  return null;
};

const lengthFault = (length: number): string | null => {
  if (length < 12 || length % 4 !== 0) return 'a block has a length that no block can have';
  return length > RECORD_BYTES ? 'a block says that it is larger than 16 MiB' : null;
};

const readBlock = (section: Section, facts: PcapngFacts, type: number, body: Buffer): Found | null => {
  if (type === INTERFACE && body.length >= 8 && section.interfaces.length < INTERFACES)
    section.interfaces.push(readInterface(body, section.numbers));
  if (NUMBERED.has(type)) section.frames += 1;
  if (type === DECRYPTION_SECRETS && body.length >= 8 && section.numbers.u32(body, 0) === TLS_KEY_LOG)
    facts.holdsTlsKeys = true;
  return findPacket(section, type, body);
};

const stepOf = (section: Section, found: Found | null, byteLength: number): Step => {
  if (found === null) return { kind: 'other', byteLength };
  section.frames += 1;
  const from = section.interfaces[found.index];
  const atMs = found.units === null || from === undefined ? null : found.units / from.perMs + from.offsetMs;
  const linkType = from?.linkType ?? -1;
  return {
    kind: 'packet',
    packet: { number: section.frames, atMs, linkType, bytes: found.data },
    byteLength,
  };
};

/** Reads pcapng (draft-ietf-opsawg-pcapng): sections in either byte order, interfaces, packets of all three kinds. */
export const createPcapngReader = (facts: PcapngFacts): StepReader => {
  const section: Section = { numbers: numbersOf(false), interfaces: [], frames: 0 };
  return (bytes, at) => {
    if (at + 12 > bytes.length) return SHORT;
    if (bytes.readUInt32BE(at) === SECTION) {
      const fault = startSection(section, bytes, at);
      if (fault !== null) return { kind: 'broken', why: fault };
    }
    const type = section.numbers.u32(bytes, at);
    const byteLength = section.numbers.u32(bytes, at + 4);
    const fault = lengthFault(byteLength);
    if (fault !== null) return { kind: 'broken', why: fault };
    if (at + byteLength > bytes.length) return SHORT;
    const body = bytes.subarray(at + 8, at + byteLength - 4);
    const found = type === SECTION ? null : readBlock(section, facts, type, body);
    return stepOf(section, found, byteLength);
  };
};
