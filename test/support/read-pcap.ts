import { openPcap } from '#capture/pcap/open-pcap';
import type { HttpFlow, LoadedFlow, OpaqueFlow } from '#model/flow';
import { memorySource } from './memory-source.ts';
import { type ReadInput, readAll } from './read-input.ts';

/** Reads a capture file that stands in memory. */
export const readPcap = async (content: Uint8Array, chunkBytes?: number): Promise<ReadInput> =>
  readAll(await openPcap(memorySource(content, chunkBytes)));

/** The exchanges among flows. */
export const exchangesOf = ({ flows }: ReadInput): readonly (LoadedFlow & { readonly flow: HttpFlow })[] =>
  flows.filter((loaded): loaded is LoadedFlow & { readonly flow: HttpFlow } => loaded.flow.kind === 'http');

/** The flows that are no exchanges. */
export const opaqueOf = ({ flows }: ReadInput): readonly (LoadedFlow & { readonly flow: OpaqueFlow })[] =>
  flows.filter(
    (loaded): loaded is LoadedFlow & { readonly flow: OpaqueFlow } => loaded.flow.kind === 'opaque',
  );

/** Bytes as text. */
export const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
