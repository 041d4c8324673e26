import { type BodyWriter, createBodyWriter } from './body-writer.ts';
import {
  type ByteQueue,
  dropBytes,
  pushBytes,
  queuedBytes,
  startByteQueue,
  viewQueue,
} from './byte-queue.ts';
import { type Talk, takeRest } from './dialogue.ts';
import { type BodyReader, requestBody } from './http-framing.ts';
import {
  HEAD_BYTES,
  type RequestHead,
  endOfHead,
  headerText,
  looksLikeRequest,
  readRequestHead,
  urlFrom,
} from './http-head.ts';

/** A request that waits for its answer. */
export type Asked = {
  readonly flow: string;
  readonly method: string;
  /** The protocol that it asks to change to. */
  readonly upgrade: 'websocket' | 'tunnel' | null;
};

const ASKED = 1000;

/** The requests of one connection. */
export type Requests = {
  /** Gives how many bytes were read: fewer than all behind a request to speak another protocol. */
  readonly take: (bytes: Buffer) => number;
  readonly lose: (byteLength: number) => void;
  /** Reads on behind such a request. */
  readonly resume: () => void;
  readonly end: () => void;
  /** Requests without an answer, oldest first. */
  readonly asked: Asked[];
};

type Body = { readonly flow: string; readonly reader: BodyReader; readonly writer: BodyWriter };

/** Mutable; made by createRequests. */
type Reading = {
  readonly talk: Talk;
  readonly asked: Asked[];
  readonly head: ByteQueue;
  body: Body | null;
  /** True behind lost bytes, until a request begins. */
  isLost: boolean;
  /** The request that lost bytes cut off: what is lost until the next begins was its own, as far as anyone can tell. */
  cut: BodyWriter | null;
  isWaiting: boolean;
};

const upgradeOf = ({ method, headers }: RequestHead): Asked['upgrade'] => {
  if (method === 'CONNECT') return 'tunnel';
  const wanted = headerText(headers, 'upgrade');
  if (wanted === 'websocket') return 'websocket';
  // Offers of h2c and TLS are refused as a rule: only the answer tells.
  return wanted === '' || !headerText(headers, 'connection').includes('upgrade') ? null : 'tunnel';
};

const endCut = (reading: Reading): void => {
  reading.cut?.end();
  reading.cut = null;
};

const begin = (reading: Reading, head: RequestHead): Asked => {
  const { talk, asked } = reading;
  const { method, version, headers } = head;
  const own: Asked = { flow: talk.nextFlowId(), method, upgrade: upgradeOf(head) };
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const url = urlFrom(talk, head, host);
  const { flow } = own;
  const conn = talk.connectionId;
  endCut(reading);
  talk.sink.event({
    type: 'http.req',
    flow,
    conn,
    method,
    url,
    httpVersion: version,
    headers,
    app: talk.app(),
  });
  if (asked.length >= ASKED) asked.shift();
  asked.push(own);
  return own;
};

const giveUp = (reading: Reading): void => {
  reading.isLost = true;
  takeRest(reading.talk, viewQueue(reading.head));
  dropBytes(reading.head, queuedBytes(reading.head));
};

/** Passes over empty lines before a request (RFC 9112 2.2). */
const blankBytes = (bytes: Buffer, at: number): number => {
  let end = at;
  while (bytes[end] === 13 || bytes[end] === 10) end += 1;
  return end - at;
};

/** The head that waits, taken off; null while it is not whole, or where there is none. */
const takeHead = (reading: Reading): { readonly head: RequestHead; readonly end: number } | null => {
  const all = viewQueue(reading.head);
  const end = endOfHead(all);
  if (looksLikeRequest(all) === 'no' || (end === -1 && all.length > HEAD_BYTES)) giveUp(reading);
  if (reading.isLost || end === -1) return null;
  const head = readRequestHead(all.subarray(0, end));
  dropBytes(reading.head, queuedBytes(reading.head));
  return { head, end };
};

/** Reads towards the end of a head; gives the place behind what was read. */
const readHead = (reading: Reading, bytes: Buffer, at: number): number => {
  const before = queuedBytes(reading.head);
  const blank = before === 0 ? blankBytes(bytes, at) : 0;
  if (blank > 0) return at + blank;
  pushBytes(reading.head, bytes.subarray(at));
  const taken = takeHead(reading);
  if (taken === null) return bytes.length;
  const { flow, upgrade } = begin(reading, taken.head);
  const reader = requestBody(taken.head.headers);
  if (reader !== null)
    reading.body = { flow, reader, writer: createBodyWriter(reading.talk.sink, flow, 'out') };
  reading.isWaiting = upgrade !== null && reader === null;
  return at + taken.end - before;
};

const tellTrailers = ({ sink }: Talk, { flow, reader }: Body): void => {
  const headers = reader.trailers();
  if (headers.length > 0) sink.event({ type: 'http.trailer', flow, headers: [...headers] });
};

const readBody = (reading: Reading, bytes: Buffer, at: number): number => {
  if (reading.body === null) return at;
  const { reader, writer } = reading.body;
  const end = reader.read(bytes, at, writer.take);
  if (end === null || reader.isDone()) tellTrailers(reading.talk, reading.body);
  if (end === null) {
    reading.body = null;
    reading.isLost = true;
    takeRest(reading.talk, bytes.subarray(at));
    return bytes.length;
  }
  if (reader.isDone()) {
    writer.end();
    reading.body = null;
  }
  return end;
};

const take = (reading: Reading, bytes: Buffer): number => {
  if (reading.isLost && looksLikeRequest(bytes) === 'yes') reading.isLost = false;
  if (reading.isLost) {
    takeRest(reading.talk, bytes);
    return bytes.length;
  }
  let at = 0;
  while (at < bytes.length && !reading.isWaiting)
    at = reading.body === null ? readHead(reading, bytes, at) : readBody(reading, bytes, at);
  return at;
};

/** A head that will not be completed: a request all the same, cut off. Gives the id of its flow. */
const cutHead = (reading: Reading): string | null => {
  const all = viewQueue(reading.head);
  if (all.length === 0) return null;
  if (looksLikeRequest(all) !== 'yes') {
    giveUp(reading);
    return null;
  }
  const { flow } = begin(reading, readRequestHead(all));
  dropBytes(reading.head, all.length);
  return flow;
};

// Lost bytes belong to a flow while it is open: the request is given up only when it is known that no more are to come.
const loseHead = (reading: Reading, byteLength: number): void => {
  const { sink } = reading.talk;
  const flow = cutHead(reading);
  if (flow !== null) reading.cut = createBodyWriter(sink, flow, 'out');
  if (reading.cut !== null) reading.cut.lose(byteLength);
  else sink.event({ type: 'gap', why: 'not-captured', lost: byteLength, flow: null });
  reading.isLost = true;
};

const loseBody = (reading: Reading, { reader, writer }: Body, byteLength: number): void => {
  writer.lose(byteLength);
  const goesOn = reader.skip(byteLength);
  if (goesOn && !reader.isDone()) return;
  reading.body = null;
  reading.isLost = !goesOn;
  if (goesOn) writer.end();
  else reading.cut = writer;
};

const lose = (reading: Reading, byteLength: number): void => {
  if (reading.body === null) loseHead(reading, byteLength);
  else loseBody(reading, reading.body, byteLength);
};

const end = (reading: Reading): void => {
  const flow = cutHead(reading);
  if (flow !== null)
    reading.talk.sink.event({ type: 'http.abort', flow, reason: 'the capture ends inside its head' });
  if (reading.body !== null) tellTrailers(reading.talk, reading.body);
  endCut(reading);
};

/** Reads what the handset asks on one connection. */
export const createRequests = (talk: Talk): Requests => {
  const head = startByteQueue();
  const reading: Reading = { talk, asked: [], head, body: null, isLost: false, cut: null, isWaiting: false };
  return {
    asked: reading.asked,
    take: (bytes) => take(reading, bytes),
    lose: (byteLength) => lose(reading, byteLength),
    resume: () => {
      reading.isWaiting = false;
    },
    end: () => end(reading),
  };
};
