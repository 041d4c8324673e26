import type { HeaderPair } from '#model/flow';
import { type BodyWriter, createBodyWriter } from './body-writer.ts';
import {
  type ByteQueue,
  dropBytes,
  pushBytes,
  queuedBytes,
  startByteQueue,
  viewQueue,
} from './byte-queue.ts';
import type { Talk } from './dialogue.ts';
import { type BodyReader, responseBody } from './http-framing.ts';
import { HEAD_BYTES, endOfHead, looksLikeResponse, readResponseHead } from './http-head.ts';
import type { Asked, Requests } from './http1-requests.ts';

/** The answers of one connection. */
export type Responses = {
  readonly take: (bytes: Buffer) => void;
  readonly lose: (byteLength: number) => void;
  /** Reads on with an answer that came before its request, as captures of several interfaces have it. */
  readonly retry: () => void;
  readonly end: () => void;
};

/** What becomes of a request to speak another protocol; `rest` is what the server said behind its answer. */
export type Upgrades = {
  readonly accept: (asked: Asked, headers: readonly HeaderPair[], rest: Buffer) => void;
  readonly refuse: () => void;
};

/** Mutable; made by createResponses. */
type Reading = {
  readonly talk: Talk;
  readonly requests: Requests;
  readonly upgrades: Upgrades;
  readonly head: ByteQueue;
  body: { readonly reader: BodyReader; readonly writer: BodyWriter } | null;
  isLost: boolean;
};

const NONE = Buffer.alloc(0);

const isAccepted = ({ upgrade, method }: Asked, status: number): boolean =>
  upgrade !== null && (status === 101 || (method === 'CONNECT' && status >= 200 && status < 300));

type Head = NonNullable<ReturnType<typeof readResponseHead>>;

/** Takes an answer's head; gives whether the connection goes on with HTTP. */
const answer = (reading: Reading, asked: Asked, { status, headers }: Head, rest: Buffer): boolean => {
  const { talk, requests, upgrades } = reading;
  requests.asked.shift();
  talk.sink.event({ type: 'http.res', flow: asked.flow, status, headers });
  if (isAccepted(asked, status)) {
    upgrades.accept(asked, headers, rest);
    return false;
  }
  const reader = responseBody(asked.method, status, headers);
  if (reader !== null) reading.body = { reader, writer: createBodyWriter(talk.sink, asked.flow, 'in') };
  if (asked.upgrade !== null) upgrades.refuse();
  return true;
};

const isNoAnswer = (all: Buffer, isReadable: boolean): boolean =>
  (all.length > HEAD_BYTES && !isReadable) || (all.length >= 12 && !looksLikeResponse(all));

/** Reads one head from what waits and gives what stands behind it; null while it is not whole, or nobody asked. */
const readHead = (reading: Reading): Buffer | null => {
  const all = viewQueue(reading.head);
  const end = endOfHead(all);
  const [asked] = reading.requests.asked;
  reading.isLost ||= isNoAnswer(all, end !== -1 && asked !== undefined);
  if (end === -1 || asked === undefined || reading.isLost) return null;
  const head = readResponseHead(all.subarray(0, end));
  const rest = Buffer.from(all.subarray(end));
  dropBytes(reading.head, all.length);
  if (head === null) return null;
  const isInterim = head.status < 200 && head.status !== 101;
  return isInterim || answer(reading, asked, head, rest) ? rest : null;
};

const readBody = (reading: Reading, bytes: Buffer): Buffer => {
  if (reading.body === null) return bytes;
  const { reader, writer } = reading.body;
  const end = reader.read(bytes, 0, writer.take);
  if (end === null) {
    reading.body = null;
    reading.isLost = true;
    return NONE;
  }
  if (reader.isDone()) {
    writer.end();
    reading.body = null;
  }
  return bytes.subarray(end);
};

/** Heads and bodies in turn, as far as they have come. */
const read = (reading: Reading, bytes: Buffer): void => {
  let rest: Buffer | null = bytes;
  while (rest !== null && (rest.length > 0 || queuedBytes(reading.head) > 0) && !reading.isLost) {
    if (reading.body !== null) {
      rest = readBody(reading, rest);
      if (rest.length === 0) return;
      continue;
    }
    pushBytes(reading.head, rest);
    rest = readHead(reading);
  }
  if (reading.isLost) dropBytes(reading.head, queuedBytes(reading.head));
};

/** Behind lost bytes an answer belongs to the latest request: without pipelining the earlier ones were over. */
const find = (reading: Reading, bytes: Buffer): void => {
  if (!reading.isLost || !looksLikeResponse(bytes)) return;
  reading.isLost = false;
  reading.requests.asked.splice(0, reading.requests.asked.length - 1);
};

/** Reads what the server answers on one connection. */
export const createResponses = (talk: Talk, requests: Requests, upgrades: Upgrades): Responses => {
  const head = startByteQueue();
  const reading: Reading = { talk, requests, upgrades, head, body: null, isLost: false };
  return {
    take: (bytes) => {
      find(reading, bytes);
      if (!reading.isLost) read(reading, bytes);
    },
    retry: () => {
      if (queuedBytes(head) > 0) read(reading, NONE);
    },
    lose: (byteLength) => {
      const { body } = reading;
      body?.writer.lose(byteLength);
      if (body !== null && body.reader.skip(byteLength)) return;
      reading.body = null;
      reading.isLost = true;
      dropBytes(head, queuedBytes(head));
    },
    end: () => {
      if (reading.body?.reader.isOpenEnded === true) reading.body.writer.end();
    },
  };
};
