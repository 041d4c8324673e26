import type { Direction, HeaderPair } from '#model/flow';
import { type BodyWriter, createBodyWriter } from './body-writer.ts';
import type { Talk } from './dialogue.ts';
import { urlFrom } from './http-head.ts';

const OPEN_STREAMS = 10_000;

type Stream = {
  readonly flow: string;
  readonly out: BodyWriter;
  readonly in: BodyWriter;
  isAsked: boolean;
  isAnswered: boolean;
  hasHead: boolean;
};

/** The streams of one HTTP/2 connection, each an exchange. */
export type Streams = {
  readonly head: (direction: Direction, stream: number, headers: readonly HeaderPair[]) => void;
  readonly data: (direction: Direction, stream: number, bytes: Buffer) => void;
  readonly end: (direction: Direction, stream: number) => void;
  readonly reset: (direction: Direction, stream: number) => void;
};

const pseudo = (headers: readonly HeaderPair[], wanted: string): string =>
  headers.find(([name]) => name === wanted)?.[1] ?? '';

/** The fields that are no part of the first line. */
const ownFields = (headers: readonly HeaderPair[]): [string, string][] =>
  headers.flatMap(([name, value]): [string, string][] => (name.startsWith(':') ? [] : [[name, value]]));

const startStream = (talk: Talk, headers: readonly HeaderPair[]): Stream => {
  const flow = talk.nextFlowId();
  const method = pseudo(headers, ':method');
  const own = ownFields(headers);
  const head = { method, target: pseudo(headers, ':path'), version: 'HTTP/2.0', headers: own };
  const url = urlFrom(talk, head, pseudo(headers, ':authority') || pseudo(own, 'host'));
  const conn = talk.connectionId;
  talk.sink.event({
    type: 'http.req',
    flow,
    conn,
    method,
    url,
    httpVersion: 'HTTP/2.0',
    headers: own,
    app: talk.app(),
  });
  return {
    flow,
    out: createBodyWriter(talk.sink, flow, 'out'),
    in: createBodyWriter(talk.sink, flow, 'in'),
    isAsked: false,
    isAnswered: false,
    hasHead: false,
  };
};

const answer = ({ sink }: Talk, stream: Stream, headers: readonly HeaderPair[]): void => {
  const status = Number(pseudo(headers, ':status'));
  if (!Number.isInteger(status) || status < 200 || status > 999 || stream.hasHead) return;
  stream.hasHead = true;
  const own = ownFields(headers);
  sink.event({ type: 'http.res', flow: stream.flow, status, headers: own });
};

/** Keeps the streams of one connection. */
export const createStreams = (talk: Talk): Streams => {
  const open = new Map<number, Stream>();
  const begin = (id: number, headers: readonly HeaderPair[]): void => {
    for (const oldest of open.keys()) {
      if (open.size < OPEN_STREAMS) break;
      open.delete(oldest);
    }
    open.set(id, startStream(talk, headers));
  };
  return {
    head: (direction, id, headers) => {
      const stream = open.get(id);
      if (direction === 'in') {
        if (stream !== undefined) answer(talk, stream, headers);
      } else if (stream === undefined) begin(id, headers);
      else talk.sink.event({ type: 'http.trailer', flow: stream.flow, headers: ownFields(headers) });
    },
    data: (direction, id, bytes) => open.get(id)?.[direction].take(bytes),
    end: (direction, id) => {
      const stream = open.get(id);
      if (stream === undefined) return;
      stream[direction].end();
      if (direction === 'out') stream.isAsked = true;
      else stream.isAnswered = true;
      if (stream.isAsked && stream.isAnswered) open.delete(id);
    },
    reset: (_direction, id) => {
      const stream = open.get(id);
      open.delete(id);
      if (stream !== undefined && !stream.isAsked)
        talk.sink.event({ type: 'http.abort', flow: stream.flow, reason: 'its stream was reset' });
    },
  };
};
