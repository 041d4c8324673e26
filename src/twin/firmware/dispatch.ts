import type { X509Certificate } from 'node:crypto';
import type { TwinFirmware, TwinFlow } from '#model/twin-firmware';
import type { HandsetEvent } from '../events.ts';
import type { Ledger } from '../ledger.ts';
import type { Carried } from './carried.ts';
import { distinct } from './carried.ts';
import { reasonAgainst } from './conditions.ts';
import { renderItems } from './gather.ts';
import type { Network } from './network/route.ts';
import { transmit } from './network/transmit.ts';
import { type OutgoingRequest, renderRequest, userAgent } from './render-request.ts';
import { renderTemplate, type Scope } from './template.ts';
import { type Happening, scopeOf, type Sources, withMade, withValues } from './values.ts';

/** What a firmware runs on. */
export type Running = {
  readonly firmware: TwinFirmware;
  readonly sources: Sources;
  readonly ledger: Ledger;
  readonly network: Network;
  readonly pinned: readonly X509Certificate[];
  readonly signal: AbortSignal;
};

/** One thing to send: the flow, the event that led to it, and what is sent together. */
export type Job = {
  readonly flow: TwinFlow;
  readonly event: Pick<HandsetEvent, 'name'> & Happening;
  readonly items: readonly Happening[];
};

const scopeFor = (sources: Sources, { flow, event, items }: Job): Scope => {
  const scope = scopeOf(sources, event);
  if (flow.batch === undefined) return withMade(scope, flow.values);
  const gathered = renderItems(items, flow.batch, sources);
  return withMade(withValues(scope, new Map([['items', gathered]])), flow.values);
};

type Head = Pick<
  Parameters<Ledger['write']>[0],
  'flow' | 'app' | 'trigger' | 'triggeredAtMs' | 'attempt' | 'consent' | 'purpose' | 'atMs' | 'carries'
>;

const headFor = ({ sources: { handset } }: Running, { flow, event }: Job, attempt: number): Head => ({
  flow: flow.id,
  app: flow.app,
  trigger: event.name,
  triggeredAtMs: event.atMs,
  attempt,
  atMs: handset.clock.nowMs(),
  consent: handset.consents.states(),
  ...(flow.consent === undefined ? {} : { purpose: flow.consent.purpose }),
  carries: [],
});

const suppress = (running: Running, job: Job, fault: string): void => {
  const { send } = job.flow;
  const { transport, host } =
    'request' in send ? send.request : { transport: 'sms' as const, host: send.sms.to };
  const channel = transport === 'sms' ? 'sms' : job.flow.honoursProxy ? 'proxy' : 'direct';
  const head = headFor(running, job, 1);
  running.ledger.write({ ...head, outcome: 'suppressed', fault, channel, transport, host, bytes: 0 });
};

/** No proxy sees a message; the owner's list of sent ones shows it where the firmware lets it. */
const sendSms = (
  running: Running,
  job: Job,
  sms: { readonly to: string; readonly text: string; readonly shown: boolean },
  scope: Scope,
): void => {
  const to = renderTemplate(sms.to, scope).bytes.toString();
  const text = renderTemplate(sms.text, scope);
  const { people, clock } = running.sources.handset;
  const body = text.bytes.toString();
  const row = { threadId: people.threadOf(to), address: to, body, dateMs: clock.nowMs(), type: 2 } as const;
  if (sms.shown) people.messages.add({ ...row, read: true, syncState: 0, mxStatus: 0 });
  const where = { outcome: 'sent', channel: 'sms', transport: 'sms', host: to } as const;
  const carries: Carried[] = distinct(text.carries);
  running.ledger.write({ ...headFor(running, job, 1), ...where, bytes: text.bytes.length, carries });
};

/** Sends a request once and writes its line. True when it need not be tried again. */
const sendOnce = async (
  running: Running,
  job: Job,
  request: OutgoingRequest,
  attempt: number,
): Promise<boolean> => {
  const { flow } = job;
  const { network, pinned, signal, firmware, sources } = running;
  const pin = flow.pin === 'none' ? (firmware.pins[flow.app] ?? 'none') : flow.pin;
  const { app, honoursProxy } = flow;
  const sender = { handset: sources.handset, network, app, pin, pinned, honoursProxy, signal };
  const { answered, ...sent } = await transmit(sender, request);
  const { transport, method, host, path } = request;
  const ip = network.addresses[host];
  running.ledger.write({
    ...headFor(running, job, attempt),
    ...sent,
    ...{ transport, method, host, path },
    ...(ip === undefined ? {} : { ip }),
    ...(answered === undefined ? {} : { status: answered.status }),
    carries: sent.outcome === 'sent' ? [...request.carries] : [],
  });
  if (answered !== undefined) sources.session.learn(answered.body, answered.headers);
  return answered !== undefined && answered.status < 500;
};

const sendWithRetries = async (
  running: Running,
  job: Job,
  request: OutgoingRequest,
  attempt = 1,
): Promise<void> => {
  const isDone = await sendOnce(running, job, request, attempt);
  const { retry } = job.flow;
  if (isDone || attempt > retry.times || running.signal.aborted) return;
  const { clock } = running.sources.handset;
  clock.schedule(clock.nowMs() + retry.afterMs, () => sendWithRetries(running, job, request, attempt + 1));
};

const needsSession = (flow: TwinFlow): boolean =>
  JSON.stringify([flow.values, flow.send]).includes('{login.');

const reasonNow = ({ sources }: Running, { flow }: Job): string | null => {
  const against = flow.consentAt === 'send' ? reasonAgainst(flow, sources.handset) : null;
  if (against !== null) return against;
  const lacksKey = needsSession(flow) && sources.session.get('ssecurity') === undefined;
  return lacksKey ? 'the vendor has given no session key' : null;
};

/** Sends what a flow has to send, now; where its conditions do not hold, or a key is missing, only a line says so. */
export const dispatch = async (running: Running, job: Job): Promise<void> => {
  const { send } = job.flow;
  const against = reasonNow(running, job);
  if (against !== null) {
    suppress(running, job, against);
    return;
  }
  const scope = scopeFor(running.sources, job);
  if ('sms' in send) {
    sendSms(running, job, send.sms, scope);
    return;
  }
  const request = renderRequest(send.request, scope, userAgent(running.sources.handset.profile));
  await sendWithRetries(running, job, request);
};
