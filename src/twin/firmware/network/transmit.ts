import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerLine } from '#model/ledger';
import type { TwinPin } from '#model/twin-firmware';
import type { Handset } from '../../handset.ts';
import type { OutgoingRequest } from '../render-request.ts';
import { type Answered, exchangeHttp1, exchangeHttp2 } from './exchange.ts';
import { createGate } from './gate.ts';
import { judgeChain } from './judge-chain.ts';
import { type Network, openRoute, type Route } from './route.ts';
import { secureOver, type Secured, type Verdict } from './secure.ts';
import { rootsFor } from './trust.ts';

/** Who sends a request, and by which rules. */
export type Sender = {
  readonly handset: Handset;
  readonly network: Network;
  readonly app: string;
  readonly pin: TwinPin;
  /** The roots that a pinning app alone trusts. */
  readonly pinned: readonly X509Certificate[];
  readonly honoursProxy: boolean;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
};

/** How an attempt ended. `atMs`: when the last byte had left, or when it was clear that none would. */
export type Transmission = Pick<LedgerLine, 'atMs' | 'channel' | 'outcome' | 'bytes' | 'consent'> & {
  readonly fault?: string;
  readonly answered?: Answered;
};

const TIMEOUT_MS = 10_000;
const LINGER_MS = 1000;

const judgeFor =
  ({ handset, app, pin, pinned }: Sender, host: string) =>
  (chain: readonly X509Certificate[]): Verdict => {
    const nowMs = handset.clock.nowMs() + handset.traps.clockSkewMs;
    const distrust = judgeChain(chain, { host, roots: rootsFor(handset, app), nowMs });
    if (distrust !== null) return { kind: 'alert', why: distrust };
    if (pin === 'none' || judgeChain(chain, { host, roots: pinned, nowMs }) === null)
      return { kind: 'trusted' };
    return { kind: pin, why: 'the certificate is not the pinned one' };
  };

type Ended = Pick<Transmission, 'outcome' | 'fault' | 'answered'>;

const sentOr = (wasSent: boolean, fault: unknown): Ended => ({
  outcome: wasSent ? 'sent' : 'failed',
  fault: fault instanceof Error ? fault.message : String(fault),
});

const refused = (secured: Exclude<Secured, { kind: 'secure' }>, sender: Sender): Ended => {
  const { kind, why: fault } = secured;
  if (kind === 'failed') return { outcome: 'failed', fault };
  const isPin = kind === 'close' || (sender.pin === 'alert' && fault.includes('pinned'));
  return { outcome: isPin ? 'pinned' : 'tls-refused', fault };
};

/** One attempt under way: what went onto the wire, and what is noted as the last byte leaves. */
type Attempt = {
  readonly sender: Sender;
  readonly request: OutgoingRequest;
  sentBytes: () => number;
  leftAt: Pick<Transmission, 'atMs' | 'consent'> | null;
};

const noteLeaving = (attempt: Attempt): void => {
  const { clock, consents } = attempt.sender.handset;
  attempt.leftAt ??= { atMs: clock.nowMs(), consent: consents.states() };
};

const exchanged = async (attempt: Attempt, exchange: Promise<Answered>): Promise<Ended> => {
  try {
    return { outcome: 'sent', answered: await exchange };
  } catch (fault) {
    return sentOr(attempt.leftAt !== null, fault);
  }
};

const plainExchange = (
  attempt: Attempt,
  { wire, channel }: Extract<Route, { kind: 'open' }>,
): Promise<Ended> => {
  const gate = createGate(wire, () => undefined);
  gate.release();
  attempt.sentBytes = gate.sentBytes;
  const { request } = attempt;
  const target = channel === 'proxy' ? `http://${request.host}:${request.port}${request.path}` : request.path;
  const onSent = (): void => {
    noteLeaving(attempt);
  };
  return exchanged(attempt, exchangeHttp1(gate.stream, request, target.replace(':80/', '/'), onSent));
};

const secureExchange = async (attempt: Attempt, wire: Duplex): Promise<Ended> => {
  const { sender, request } = attempt;
  const secured = await secureOver(wire, {
    host: request.host,
    protocols: request.http2 ? ['h2', 'http/1.1'] : ['http/1.1'],
    apiLevel: sender.handset.profile.apiLevel,
    judge: judgeFor(sender, request.host),
    onGate: (gate) => {
      attempt.sentBytes = gate.sentBytes;
    },
  });
  if (secured.kind !== 'secure') return refused(secured, sender);
  const onSent = (): void => {
    noteLeaving(attempt);
  };
  const { socket, protocol } = secured;
  return exchanged(
    attempt,
    protocol === 'h2'
      ? exchangeHttp2(socket, request, onSent)
      : exchangeHttp1(socket, request, request.path, onSent),
  );
};

const closed = async (wire: Duplex): Promise<void> => {
  if (!wire.closed) await once(wire, 'close').catch(() => undefined);
};

const attemptOver = async (
  attempt: Attempt,
  route: Extract<Route, { kind: 'open' }>,
  signal: AbortSignal,
): Promise<Ended> => {
  const { wire } = route;
  const abort = (): void => {
    wire.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const isPlain = attempt.request.transport === 'http';
    return await (isPlain ? plainExchange(attempt, route) : secureExchange(attempt, wire));
  } finally {
    // An alert or a goodbye may still be on its way, and the other side is to have seen it before the next attempt.
    await Promise.race([closed(wire), sleep(LINGER_MS, undefined, { ref: false })]);
    signal.removeEventListener('abort', abort);
    abort();
  }
};

/** Sends one request along the handset's route, once. Never rejects: the outcome tells. */
export const transmit = async (sender: Sender, request: OutgoingRequest): Promise<Transmission> => {
  const { handset, network, honoursProxy } = sender;
  const signal = AbortSignal.any([sender.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const route = await openRoute(handset, network, { ...request, honoursProxy }, signal);
  const attempt: Attempt = { sender, request, sentBytes: () => 0, leftAt: null };
  const ended: Ended =
    route.kind === 'none'
      ? { outcome: route.outcome, fault: `net::${route.fault}` }
      : await attemptOver(attempt, route, signal);
  noteLeaving(attempt);
  const bytes = attempt.sentBytes();
  const uid = handset.packages.get(sender.app)?.uid ?? 0;
  handset.sentBytes.set(uid, (handset.sentBytes.get(uid) ?? 0) + bytes);
  const { atMs, consent } = attempt.leftAt ?? {
    atMs: handset.clock.nowMs(),
    consent: handset.consents.states(),
  };
  return { ...ended, channel: route.channel, bytes, atMs, consent };
};
