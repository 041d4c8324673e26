import type { EventOf } from '#model/event';
import { type BodyState, addBytes, addSpan, bodyRefFrom, startBody } from './body-state.ts';
import { type Exchange, flowFromExchange, isOver, startExchange } from './exchange.ts';
import { flowFromOrphan } from './opaque.ts';
import { type Fold, LATE_EVENTS, give } from './state.ts';

const OPEN_EXCHANGES = 10_000;
const TRAILERS = 10_000;
const ORPHANS = 10_000;
/** Messages of one WebSocket that are told apart; those behind them are read as one for either direction. */
const MESSAGES = 50_000;

const emit = (fold: Fold, key: string, exchange: Exchange): void => {
  if (exchange.isGone) return;
  exchange.isGone = true;
  if (fold.exchanges.get(key) === exchange) fold.exchanges.delete(key);
  exchange.connection?.exchanges.delete(key);
  fold.done.push(flowFromExchange(exchange));
};

/** Lets an exchange go after some more events. */
export const leave = (fold: Fold, key: string, exchange: Exchange): void => {
  if (exchange.isLeaving) return;
  exchange.isLeaving = true;
  fold.leaving.push({ key, exchange, dueAt: fold.events + LATE_EVENTS });
};

/** Hands out what left so many events ago. */
export const emitLeft = (fold: Fold, now: number): void => {
  for (let next = fold.leaving[0]; next !== undefined && next.dueAt <= now; next = fold.leaving[0]) {
    fold.leaving.shift();
    if ('flow' in next) fold.done.push(next.flow);
    else emit(fold, next.key, next.exchange);
  }
};

const emitOldest = (fold: Fold): void => {
  for (const [key, exchange] of fold.exchanges) {
    if (exchange.isLeaving) continue;
    fold.losses.add(`flow ${exchange.id}`, 'too many exchanges were open at once: it was taken as ended');
    emit(fold, key, exchange);
    return;
  }
};

/** Lets everything that is still open leave, in the order of the requests, and hands out all that left. */
export const emitAll = (fold: Fold): void => {
  emitLeft(fold, Infinity);
  for (const [key, exchange] of fold.exchanges) emit(fold, key, exchange);
  for (const [id, { atMs, body }] of fold.orphans) {
    const ref = bodyRefFrom(body);
    if (ref !== null) give(fold, flowFromOrphan(`orphan-${id}`, atMs, ref));
  }
};

/** Takes the beginning of an exchange. */
export const takeRequest = (fold: Fold, event: EventOf<'http.req'>): void => {
  const before = fold.exchanges.get(event.flow);
  if (before !== undefined) emit(fold, event.flow, before);
  if (fold.exchanges.size >= OPEN_EXCHANGES) emitOldest(fold);
  const connection = event.conn === null ? undefined : fold.open.get(event.conn);
  const exchange = startExchange(fold.uniqueId(event.flow, event.seq), event, connection ?? null);
  fold.exchanges.set(event.flow, exchange);
  if (connection === undefined) return;
  connection.requests += 1;
  connection.isPlain ||= event.url.startsWith('http:') || event.url.startsWith('ws:');
  connection.exchanges.add(event.flow);
  const ja4 = connection.open?.ja4 ?? null;
  if (ja4 !== null && !connection.isPlain) fold.refusals.trusting.add(ja4);
};

const leaveIfOver = (fold: Fold, exchange: Exchange): void => {
  if (isOver(exchange)) leave(fold, exchange.request.flow, exchange);
};

/** Takes the fields behind a request's body. */
export const takeTrailer = (fold: Fold, event: EventOf<'http.trailer'>): void => {
  const exchange = fold.exchanges.get(event.flow);
  if (exchange === undefined) return;
  const { trailers } = exchange;
  const kept = event.headers.slice(0, TRAILERS - trailers.length);
  trailers.push(...kept);
  if (kept.length < event.headers.length)
    fold.losses.add(`flow ${exchange.id}`, `of the fields behind its body only ${TRAILERS} were kept`);
};

/** Takes the head of an answer. */
export const takeResponse = (fold: Fold, event: EventOf<'http.res'>): void => {
  const exchange = fold.exchanges.get(event.flow);
  if (exchange === undefined) return;
  exchange.response = event;
  leaveIfOver(fold, exchange);
};

/** Takes the word that an exchange was broken off. */
export const takeAbort = (fold: Fold, event: EventOf<'http.abort'>): void => {
  const exchange = fold.exchanges.get(event.flow);
  if (exchange === undefined) return;
  exchange.aborted = true;
  leaveIfOver(fold, exchange);
};

const orphanOf = (fold: Fold, flow: string, atMs: number): BodyState => {
  const key = fold.orphans.size < ORPHANS ? flow : 'others';
  const known = fold.orphans.get(key);
  if (known !== undefined) return known.body;
  const body = startBody();
  fold.orphans.set(key, { atMs, body });
  fold.losses.add(`flow ${flow}`, 'its request is not in the capture; its bytes are searched on their own');
  return body;
};

/** Takes a run of body bytes. */
export const takeBytes = (fold: Fold, event: EventOf<'body'>): void => {
  const exchange = fold.exchanges.get(event.flow);
  if (exchange !== undefined) addBytes(exchange[event.dir], event);
  else if (event.dir === 'out') addBytes(orphanOf(fold, event.flow, event.atMs), event);
  const { connection } = exchange ?? { connection: null };
  if (connection !== null && event.dir === 'out') connection.requestBytes += event.len;
};

/** Takes the end of a body. */
export const takeBodyEnd = (fold: Fold, event: EventOf<'body.end'>): void => {
  const exchange = fold.exchanges.get(event.flow);
  if (exchange === undefined) return;
  exchange[event.dir].end = event;
  leaveIfOver(fold, exchange);
};

const addToLast = (fold: Fold, exchange: Exchange, { dir, off, len, truncated }: EventOf<'ws.msg'>): void => {
  const { rest } = exchange;
  if (rest.out === null && rest.in === null)
    fold.losses.add(
      `flow ${exchange.id}`,
      `messages of its WebSocket behind the ${MESSAGES}th are read as one`,
    );
  const body = (rest[dir] ??= startBody());
  addBytes(body, { off, len });
  rest.isTruncated ||= truncated;
};

/** Takes a WebSocket message. */
export const takeMessage = (fold: Fold, event: EventOf<'ws.msg'>): void => {
  const exchange = fold.exchanges.get(event.flow);
  const { atMs, dir, opcode, off, len, truncated } = event;
  if (exchange === undefined) {
    if (dir === 'out') addBytes(orphanOf(fold, event.flow, atMs), event);
    return;
  }
  if (exchange.messages.length >= MESSAGES) addToLast(fold, exchange, event);
  else {
    const body = startBody();
    addSpan(body.spans, off, len);
    const ref = { spans: body.spans, byteLength: len, sha256: null, truncated };
    exchange.messages.push({ atMs, direction: dir, opcode, body: ref });
  }
  if (exchange.connection !== null && dir === 'out') exchange.connection.requestBytes += len;
};
