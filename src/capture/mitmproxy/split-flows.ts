import { readLength } from './tnetstring.ts';

const FLOW_BYTES = 512 << 20;

/** One flow of the file as bytes, or why there is none. */
export type FlowBytes =
  | { readonly kind: 'flow'; readonly bytes: Buffer; readonly offset: number }
  | { readonly kind: 'too-large' | 'cut-off' | 'broken'; readonly offset: number };

/** Mutable state of cutting a file into flows; made by startFlowSplit. */
type FlowSplit = {
  parts: Buffer[];
  held: number;
  /** Byte of the file at which the flow at hand begins. */
  offset: number;
  /** Bytes of the flow at hand, its length and type included; null until its length is known. */
  wanted: number | null;
  broken: boolean;
};

const take = (split: FlowSplit, byteLength: number): Buffer => {
  const all = split.parts.length === 1 ? (split.parts[0] ?? Buffer.alloc(0)) : Buffer.concat(split.parts);
  const taken = all.subarray(0, byteLength);
  const rest = all.subarray(byteLength);
  split.parts = rest.length === 0 ? [] : [rest];
  split.held = rest.length;
  split.offset += byteLength;
  split.wanted = null;
  return taken;
};

/** Finds out how long the flow at hand is; false while its length has not come yet. */
const findLength = (split: FlowSplit): boolean => {
  if (split.wanted !== null) return true;
  const head = split.parts.length === 1 ? (split.parts[0] ?? Buffer.alloc(0)) : Buffer.concat(split.parts);
  split.parts = head.length === 0 ? [] : [head];
  const length = readLength(head, 0);
  if (length === 'broken') split.broken = true;
  if (typeof length === 'string') return false;
  split.wanted = length.from + length.byteLength + 1;
  return true;
};

/** Passes over a flow that is too large, without holding it; gives the bytes that follow it. */
const skipLarge = (split: FlowSplit, chunk: Buffer, left: number): number => {
  const skipped = Math.min(left, chunk.length);
  const rest = chunk.subarray(skipped);
  if (rest.length > 0) split.parts = [Buffer.from(rest)];
  split.held = rest.length;
  return left - skipped;
};

/** Gives flow after flow of a mitmproxy file: typed netstrings one behind the other. */
export async function* splitFlows(chunks: AsyncIterable<Buffer>): AsyncGenerator<FlowBytes> {
  const split: FlowSplit = { parts: [], held: 0, offset: 0, wanted: null, broken: false };
  let skipping = 0;
  for await (const chunk of chunks) {
    if (skipping > 0) skipping = skipLarge(split, chunk, skipping);
    else {
      split.parts.push(Buffer.from(chunk));
      split.held += chunk.length;
    }
    while (skipping === 0 && split.held > 0 && findLength(split)) {
      const wanted = split.wanted ?? 0;
      const { offset } = split;
      if (wanted > FLOW_BYTES) {
        yield { kind: 'too-large', offset };
        skipping = Math.max(0, wanted - split.held);
        take(split, Math.min(wanted, split.held));
        split.offset = offset + wanted;
      } else if (split.held < wanted) break;
      else yield { kind: 'flow', bytes: take(split, wanted), offset };
    }
    if (split.broken) {
      yield { kind: 'broken', offset: split.offset };
      return;
    }
  }
  if (split.held > 0 || skipping > 0) yield { kind: 'cut-off', offset: split.offset };
}
