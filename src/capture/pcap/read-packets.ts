import type { FileSource } from '../file-source.ts';
import type { Packet, StepReader } from './packet.ts';
import { createPcapReader, isPcap } from './pcap-records.ts';
import { type PcapngFacts, createPcapngReader, isPcapng } from './pcapng-blocks.ts';

/** How a reading of a capture file ended, and what the file told; complete at its end. Mutable. */
export type PacketFacts = PcapngFacts & {
  packets: number;
  /** Null when the file ended where a packet ended. */
  fault: { readonly offset: number; readonly why: string } | null;
};

/** A reading that has not begun. */
export const startPacketFacts = (): PacketFacts => ({ holdsTlsKeys: false, packets: 0, fault: null });

const MAGIC_BYTES = 4;
const EMPTY = Buffer.alloc(0);

const readerFor = (head: Buffer, facts: PacketFacts): StepReader | null => {
  if (isPcapng(head)) return createPcapngReader(facts);
  return isPcap(head) ? createPcapReader() : null;
};

type Batch = { readonly packets: readonly Packet[]; readonly end: number };

/** Reads everything that is whole in the bytes at hand. */
const readBatch = (read: StepReader, bytes: Buffer, facts: PacketFacts, offset: number): Batch => {
  const packets: Packet[] = [];
  let at = 0;
  for (;;) {
    const step = read(bytes, at);
    if (step.kind === 'broken')
      facts.fault = { offset: offset + at, why: `${step.why}; the rest is not read` };
    if (step.kind === 'broken' || step.kind === 'short') return { packets, end: at };
    if (step.kind === 'packet') packets.push(step.packet);
    at += step.byteLength;
  }
};

/**
 * Gives the packets of a pcap or pcapng file in batches, in bounded memory. A file that is cut off or broken is read up to
 * its last whole packet; `facts` then says where and why. Never throws but for what the source throws.
 */
export async function* readPackets(file: FileSource, facts: PacketFacts): AsyncGenerator<readonly Packet[]> {
  let read: StepReader | null = null;
  let rest: Buffer = EMPTY;
  let offset = 0;
  for await (const chunk of file.chunks()) {
    // Read on for the file's hash.
    if (facts.fault !== null) continue;
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (read === null && bytes.length >= MAGIC_BYTES) read = readerFor(bytes, facts);
    if (read === null) {
      rest = Buffer.from(bytes);
      if (bytes.length >= MAGIC_BYTES) break;
      continue;
    }
    const { packets, end } = readBatch(read, bytes, facts, offset);
    facts.packets += packets.length;
    if (packets.length > 0) yield packets;
    rest = Buffer.from(bytes.subarray(end));
    offset += end;
  }
  if (rest.length > 0 && facts.fault === null)
    facts.fault = { offset, why: 'the file ends inside a packet; it and what followed is lost' };
}
