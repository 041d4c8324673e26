import {
  type ByteQueue,
  dropBytes,
  pushBytes,
  queuedBytes,
  startByteQueue,
  viewQueue,
} from './byte-queue.ts';
import { isHelloWhole, looksLikeTls } from './client-hello.ts';
import type { Dialogue, Talk } from './dialogue.ts';
import { createHttp1 } from './http1.ts';
import { createHttp2, PREFACE } from './http2.ts';
import { looksLikeRequest } from './http-head.ts';
import { createRawTalk } from './raw-talk.ts';

/** What is spoken on a connection, told by the first bytes of the handset. */
export type Spoken = 'http1' | 'http2' | 'tls' | 'raw';

/** Bytes of the server that wait until it is known what is spoken. */
const EARLY_BYTES = 1 << 16;

/** Tells what is spoken; null while more bytes are needed. */
const spokenIn = (bytes: Buffer): Spoken | null => {
  if (looksLikeTls(bytes)) return isHelloWhole(bytes) ? 'tls' : null;
  if (bytes.length < 3 && (bytes[0] ?? 0) >= 20 && (bytes[0] ?? 0) <= 23) return null;
  const start = bytes.subarray(0, PREFACE.length);
  if (start.equals(PREFACE.subarray(0, start.length))) return start.length < PREFACE.length ? null : 'http2';
  const request = looksLikeRequest(bytes);
  if (request === 'maybe') return null;
  return request === 'yes' ? 'http1' : 'raw';
};

/** TLS: what can be read of it comes from elsewhere, or not at all. */
const SEALED: Dialogue = { take: () => undefined, lose: () => undefined, end: () => undefined };

const dialogueFor = (spoken: Spoken, talk: Talk): Dialogue => {
  switch (spoken) {
    case 'http1':
      return createHttp1(talk);
    case 'http2':
      return createHttp2(talk);
    case 'raw':
      return createRawTalk(talk);
    case 'tls':
      return SEALED;
  }
};

/** Mutable; made by createSniffTalk. */
type Sniffing = {
  readonly talk: Talk;
  readonly told: (spoken: Spoken, start: Buffer) => void;
  readonly out: ByteQueue;
  readonly early: ByteQueue;
  inner: Dialogue | null;
};

const settle = (sniffing: Sniffing, spoken: Spoken): Dialogue => {
  const start = Buffer.from(viewQueue(sniffing.out));
  const early = Buffer.from(viewQueue(sniffing.early));
  dropBytes(sniffing.out, start.length);
  dropBytes(sniffing.early, early.length);
  sniffing.told(spoken, start);
  const inner = dialogueFor(spoken, sniffing.talk);
  sniffing.inner = inner;
  if (start.length > 0) inner.take('out', start);
  if (early.length > 0) inner.take('in', early);
  return inner;
};

const take = (sniffing: Sniffing, direction: 'out' | 'in', bytes: Buffer): void => {
  if (sniffing.inner !== null) {
    sniffing.inner.take(direction, bytes);
    return;
  }
  if (direction === 'in') {
    if (queuedBytes(sniffing.early) < EARLY_BYTES) pushBytes(sniffing.early, bytes);
    return;
  }
  pushBytes(sniffing.out, bytes);
  const spoken = spokenIn(viewQueue(sniffing.out));
  if (spoken !== null) settle(sniffing, spoken);
};

/** Listens until it is clear what is spoken, says so, and goes on in that protocol. */
export const createSniffTalk = (talk: Talk, told: Sniffing['told']): Dialogue => {
  const sniffing: Sniffing = { talk, told, out: startByteQueue(), early: startByteQueue(), inner: null };
  const undecided = (): Dialogue => {
    const start = viewQueue(sniffing.out);
    return sniffing.inner ?? settle(sniffing, looksLikeTls(start) ? 'tls' : 'raw');
  };
  return {
    take: (direction, bytes) => take(sniffing, direction, bytes),
    lose: (direction, byteLength) => {
      if (direction === 'out' && queuedBytes(sniffing.out) > 0) undecided().lose(direction, byteLength);
      else sniffing.inner?.lose(direction, byteLength);
    },
    end: () => {
      if (queuedBytes(sniffing.out) > 0) undecided();
      sniffing.inner?.end();
    },
  };
};
