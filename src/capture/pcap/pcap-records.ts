import { RECORD_BYTES, SHORT, type Step, type StepReader } from './packet.ts';

const HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const NANOSECONDS = 0xa1b23c4d;
const MAGICS: ReadonlySet<number> = new Set([0xa1b2c3d4, NANOSECONDS]);

/** Whether a file begins as libpcap writes it, in either byte order. */
export const isPcap = (head: Buffer): boolean =>
  MAGICS.has(head.readUInt32BE(0)) || MAGICS.has(head.readUInt32LE(0));

type Header = { readonly isBig: boolean; readonly perMs: number; readonly linkType: number };

const readHeader = (bytes: Buffer): Header => {
  const isBig = MAGICS.has(bytes.readUInt32BE(0));
  const magic = isBig ? bytes.readUInt32BE(0) : bytes.readUInt32LE(0);
  const network = isBig ? bytes.readUInt32BE(20) : bytes.readUInt32LE(20);
  return { isBig, perMs: magic === NANOSECONDS ? 1e6 : 1e3, linkType: network & 0xffff };
};

/** Reads libpcap's format: one header, then records (pcap-savefile(5)). */
export const createPcapReader = (): StepReader => {
  let header: Header | null = null;
  let number = 0;
  const readRecord = ({ isBig, perMs, linkType }: Header, bytes: Buffer, at: number): Step => {
    if (at + RECORD_HEADER_BYTES > bytes.length) return SHORT;
    const word = (index: number): number =>
      isBig ? bytes.readUInt32BE(at + 4 * index) : bytes.readUInt32LE(at + 4 * index);
    const captured = word(2);
    if (captured > RECORD_BYTES)
      return { kind: 'broken', why: 'a packet says that it is larger than 16 MiB' };
    const end = at + RECORD_HEADER_BYTES + captured;
    if (end > bytes.length) return SHORT;
    number += 1;
    const atMs = word(0) * 1000 + word(1) / perMs;
    const packet = { number, atMs, linkType, bytes: bytes.subarray(at + RECORD_HEADER_BYTES, end) };
    return { kind: 'packet', packet, byteLength: end - at };
  };
  return (bytes, at) => {
    if (header !== null) return readRecord(header, bytes, at);
    if (at + HEADER_BYTES > bytes.length) return SHORT;
    header = readHeader(bytes);
    return { kind: 'other', byteLength: HEADER_BYTES };
  };
};
