import type { CaptureSink, EventInput } from '#model/capture-sink';

/** A sink that keeps everything in memory, for tests: events in order, and the blob. */
export type ListSink = CaptureSink & {
  readonly events: EventInput[];
  of<Type extends EventInput['type']>(type: Type): Extract<EventInput, { type: Type }>[];
  bytesAt(span: { readonly off: number; readonly len: number }): Buffer;
  /** All bytes of one body, in order. */
  body(flow: string, dir: 'out' | 'in'): Buffer;
};

/** Makes a sink whose disk never falls behind, unless `pending` says so. */
export const makeListSink = (pending: () => number = () => 0): ListSink => {
  const events: EventInput[] = [];
  const chunks: Uint8Array[] = [];
  let size = 0;
  const bytesAt = ({ off, len }: { readonly off: number; readonly len: number }): Buffer =>
    Buffer.concat(chunks).subarray(off, off + len);
  const of: ListSink['of'] = (type) =>
    events.filter((event): event is Extract<EventInput, { type: typeof type }> => event.type === type);
  return {
    events,
    of,
    bytesAt,
    event: (event) => void events.push(event),
    bytes: (chunk) => {
      const off = size;
      chunks.push(chunk);
      size += chunk.length;
      return { off, len: chunk.length };
    },
    pendingBytes: pending,
    body: (flow, dir) =>
      Buffer.concat(
        of('body')
          .filter((event) => event.flow === flow && event.dir === dir)
          .map(bytesAt),
      ),
  };
};
