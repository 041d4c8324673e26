import type { Direction } from '#model/flow';
import {
  type ByteQueue,
  dropBytes,
  pushBytes,
  queuedBytes,
  startByteQueue,
  viewQueue,
} from './byte-queue.ts';
import { type Dialogue, type Talk, takeRest } from './dialogue.ts';
import { type Requests, createRequests } from './http1-requests.ts';
import { type Responses, createResponses } from './http1-responses.ts';
import { createWebSocket } from './websocket.ts';

/** Bytes of the handset that wait for the answer that tells what they are. */
const WAITING_BYTES = 1 << 20;

/** Mutable; made by createHttp1. */
type Http1 = {
  readonly talk: Talk;
  readonly requests: Requests;
  readonly responses: Responses;
  /** What came behind a request to speak another protocol, until the answer is known. */
  readonly waiting: ByteQueue;
  /** What the connection speaks from here on. */
  next: Dialogue | null;
};

const takeOut = (http: Http1, bytes: Buffer): void => {
  if (http.next !== null) {
    http.next.take('out', bytes);
    return;
  }
  const read = http.requests.take(bytes);
  if (read < bytes.length) pushBytes(http.waiting, bytes.subarray(read));
  if (queuedBytes(http.waiting) > WAITING_BYTES) release(http);
  http.responses.retry();
};

/** Reads on with what waited. */
const release = (http: Http1): void => {
  const held = Buffer.from(viewQueue(http.waiting));
  dropBytes(http.waiting, held.length);
  http.requests.resume();
  if (held.length > 0) takeOut(http, held);
};

const takeIn = (http: Http1, bytes: Buffer): void => {
  if (http.next !== null) http.next.take('in', bytes);
  else http.responses.take(bytes);
};

/** The answer to a request to speak another protocol: yes changes the dialogue, no goes on with the next request. */
const answerUpgrade = (http: Http1, next: Dialogue | null): void => {
  http.next = next;
  release(http);
};

const lose = (http: Http1, direction: Direction, byteLength: number): void => {
  if (http.next !== null) http.next.lose(direction, byteLength);
  else if (direction === 'in') http.responses.lose(byteLength);
  else {
    if (queuedBytes(http.waiting) > 0) release(http);
    http.requests.lose(byteLength);
  }
};

const end = (http: Http1): void => {
  takeRest(http.talk, viewQueue(http.waiting));
  http.requests.end();
  http.responses.end();
  http.next?.end();
};

/**
 * HTTP/1 on one connection (RFC 9112): pipelined requests, chunks, answers, WebSockets, tunnels. A request that is cut off
 * is aborted; behind lost bytes it goes on at the next segment that begins a request, and what lies between is kept.
 */
export const createHttp1 = (talk: Talk): Dialogue => {
  const requests = createRequests(talk);
  const responses = createResponses(talk, requests, {
    refuse: () => answerUpgrade(http, null),
    accept: (exchange, headers, rest) => {
      answerUpgrade(
        http,
        exchange.upgrade === 'websocket' ? createWebSocket(talk, exchange.flow, headers) : talk.tunnel(),
      );
      if (rest.length > 0) takeIn(http, rest);
    },
  });
  const http: Http1 = { talk, requests, responses, waiting: startByteQueue(), next: null };
  return {
    take: (direction, bytes) => (direction === 'out' ? takeOut(http, bytes) : takeIn(http, bytes)),
    lose: (direction, byteLength) => lose(http, direction, byteLength),
    end: () => end(http),
  };
};
