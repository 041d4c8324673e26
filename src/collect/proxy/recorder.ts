import { createHash, type Hash } from 'node:crypto';
import type { CaptureSink, EventInput, SunkBytes } from '#model/capture-sink';
import type { Direction } from '#model/flow';

type Body = {
  readonly hash: Hash;
  bytes: number;
  lost: number;
  /** The sink dropped some of it, and has said so. */
  cut: boolean;
  /** Declared length of a request or response, null where none was. */
  readonly declared: number | null;
};

/** Writes bodies and raw bytes to the sink, with their hashes; drops bytes rather than memory when the disk is slow. */
export type Recorder = {
  event(event: EventInput): void;
  beginBody(flow: string, dir: Direction, declared: number | null): void;
  bodyBytes(flow: string, dir: Direction, chunk: Uint8Array): void;
  /** True when more was declared than came. */
  isShort(flow: string, dir: Direction): boolean;
  /** True for bytes of a body whose length was not declared: its end and its being cut off look alike. */
  isOpenEnded(flow: string, dir: Direction): boolean;
  /** Ends a body once; later calls do nothing. */
  endBody(flow: string, dir: Direction, aborted: boolean): void;
  message(flow: string, dir: Direction, opcode: 'text' | 'binary', content: Uint8Array): void;
  raw(conn: string, dir: Direction, chunk: Uint8Array, keep: boolean): void;
  /** Flows whose body has begun and not ended. */
  openFlows(): readonly string[];
};

const place = (flow: string, dir: Direction): string => `${dir} ${flow}`;

/** Queues a chunk; null when the queue is full. A sink that drops it itself keeps no byte and writes its own gap. */
type Keep = (chunk: Uint8Array) => SunkBytes | null;

const recordSingles = (sink: CaptureSink, keep: Keep): Pick<Recorder, 'message' | 'raw'> => {
  const gap = (lost: number, flow: string | null): void => {
    sink.event({ type: 'gap', why: 'queue-full', lost, flow });
  };
  return {
    message: (flow, dir, opcode, content) => {
      const kept = keep(content);
      if (kept === null) gap(content.length, flow);
      const span = kept ?? { off: 0, len: 0 };
      sink.event({ type: 'ws.msg', flow, dir, opcode, ...span, truncated: span.len < content.length });
    },
    raw: (conn, dir, chunk, wanted) => {
      const kept = wanted ? keep(chunk) : null;
      if (wanted && kept === null) gap(chunk.length, null);
      const span = kept ?? { off: 0, len: 0 };
      sink.event({ type: 'raw.data', conn, dir, ...span, truncated: span.len < chunk.length });
    },
  };
};

/** A recorder over `sink` that holds at most `queueLimit` bytes unwritten. */
export const makeRecorder = (sink: CaptureSink, queueLimit: number): Recorder => {
  const bodies = new Map<string, Body>();
  const keep: Keep = (chunk) => (sink.pendingBytes() + chunk.length > queueLimit ? null : sink.bytes(chunk));
  const bodyOf = (flow: string, dir: Direction): Body => {
    const known = bodies.get(place(flow, dir));
    if (known !== undefined) return known;
    const fresh: Body = { hash: createHash('sha256'), bytes: 0, lost: 0, cut: false, declared: null };
    bodies.set(place(flow, dir), fresh);
    return fresh;
  };
  return {
    ...recordSingles(sink, keep),
    event: (event) => {
      sink.event(event);
    },
    beginBody: (flow, dir, declared) => {
      bodies.set(place(flow, dir), { hash: createHash('sha256'), bytes: 0, lost: 0, cut: false, declared });
    },
    bodyBytes: (flow, dir, chunk) => {
      if (chunk.length === 0) return;
      const body = bodyOf(flow, dir);
      body.hash.update(chunk);
      body.bytes += chunk.length;
      const kept = keep(chunk);
      if (kept === null) body.lost += chunk.length;
      else if (kept.len < chunk.length) body.cut = true;
      else sink.event({ type: 'body', flow, dir, ...kept });
    },
    isShort: (flow, dir) => {
      const body = bodies.get(place(flow, dir));
      return body !== undefined && body.declared !== null && body.bytes < body.declared;
    },
    isOpenEnded: (flow, dir) => {
      const body = bodies.get(place(flow, dir));
      return body?.declared === null && body.bytes > 0;
    },
    endBody: (flow, dir, aborted) => {
      const body = bodies.get(place(flow, dir));
      if (body === undefined) return;
      bodies.delete(place(flow, dir));
      const { bytes, lost } = body;
      if (bytes === 0 && !aborted) return;
      if (lost > 0) sink.event({ type: 'gap', why: 'queue-full', lost, flow });
      const sha256 = body.hash.digest('hex');
      sink.event({ type: 'body.end', flow, dir, bytes, sha256, truncated: lost > 0 || body.cut, aborted });
    },
    openFlows: () => [...new Set([...bodies.keys()].map((key) => key.slice(key.indexOf(' ') + 1)))],
  };
};
