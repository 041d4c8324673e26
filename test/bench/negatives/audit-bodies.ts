import { setImmediate } from 'node:timers/promises';
import { auditFlow, compile } from '#audit/audit';
import type { Canary } from '#model/canary';
import { makeLoadedFlow } from '../../support/make-loaded-flow.ts';
import { SENT_AT_MS } from '../recall/digests.ts';
import { drawIdentity } from '../recall/identity.ts';
import { seeded } from '../recall/random.ts';
import { KINDS } from './bodies.ts';

/** Findings by kind of body and level, and some of them for people to look at. */
export type Count = {
  readonly flows: Record<string, number>;
  readonly flowsAtLevel: Record<string, number>;
  readonly samples: string[];
  byteLength: number;
  cpuMs: number;
  peakMb: number;
};

/** Nothing counted yet. */
export const noCount = (): Count => ({
  flows: {},
  flowsAtLevel: {},
  samples: [],
  byteLength: 0,
  cpuMs: 0,
  peakMb: 0,
});

/** Which bodies a worker draws: those of so many from an index on, each from a seed of its own. */
export type Share = { readonly seed: number; readonly from: number; readonly to: number };

const CONTACTS = 100;
const MOST_SAMPLES = 40;
const BODIES_PER_REPORT = 10_000;
const BODIES_PER_TURN = 100;

const knownValues = (seed: number): readonly Canary[] => {
  const random = seeded(seed);
  const owner = drawIdentity(random).canaries;
  const contacts = Array.from({ length: CONTACTS }, () => drawIdentity(random).canaries)
    .flat()
    .filter(({ class: dataClass }) => dataClass.startsWith('contact.'));
  return [...owner, ...contacts].map((canary, index) => ({ ...canary, id: `${canary.class}-${index}` }));
};

const textOf = (value: string): string => Buffer.from(value).toString('latin1').toLowerCase();

/** A message was sent when a quarter of it was, in sequence, and 24 bytes at least. */
const holdsPart = (value: string, message: string): boolean => {
  const [sent, known] = [textOf(value), textOf(message)];
  const length = Math.max(24, Math.ceil(known.length / 4));
  for (let from = 0; from + length <= sent.length; from++)
    if (known.includes(sent.slice(from, from + length))) return true;
  return false;
};

/** Whether a value of somebody else is one of the handset's after all: messages are drawn from few words. */
const knownBy = (canaries: readonly Canary[]): ((value: string) => boolean) => {
  const messages = canaries.filter(({ class: dataClass }) => dataClass === 'sms.body');
  return (value) =>
    canaries.some((known) => value.includes(known.value)) ||
    messages.some((known) => holdsPart(value, known.value));
};

/**
 * Audits bodies one by one and keeps only counts: memory does not grow with their number. `onProgress` gets the
 * count as it stands every so many bodies, and at the end.
 */
export const auditBodies = async (
  { seed, from, to }: Share,
  onProgress: (count: Count) => void,
): Promise<void> => {
  const canaries = knownValues(seed);
  const isKnown = knownBy(canaries);
  const tables = compile(canaries);
  const count = noCount();
  const before = process.cpuUsage();
  const tell = (): void => {
    const { user, system } = process.cpuUsage(before);
    count.cpuMs = (user + system) / 1000;
    count.peakMb = process.resourceUsage().maxRSS / 1024;
    onProgress(count);
  };
  for (let index = from; index < to; index++) {
    if (index > from && (index - from) % BODIES_PER_REPORT === 0) tell();
    // A failed attempt of zlib is given back to memory in the next turn of the event loop.
    if (index % BODIES_PER_TURN === 0) await setImmediate();
    const random = seeded(seed + 7919 * (index + 1));
    const kind = KINDS[index % KINDS.length];
    if (kind === undefined) continue;
    const { bytes, mediaType } = kind.draw(random, isKnown);
    const loaded = makeLoadedFlow({
      method: 'POST',
      url: 'https://api.vendor.example/v1/send',
      headers: [['Content-Type', mediaType]],
      body: bytes,
    });
    const { drafts } = auditFlow(tables, loaded, { startedAtMs: SENT_AT_MS, secrets: { ssecurities: [] } });
    count.byteLength += bytes.length;
    count.flows[kind.name] = (count.flows[kind.name] ?? 0) + 1;
    for (const level of new Set(drafts.map((draft) => draft.level))) {
      const key = `${kind.name} ${level}`;
      count.flowsAtLevel[key] = (count.flowsAtLevel[key] ?? 0) + 1;
    }
    for (const { level, class: dataClass, spelling, masked, reasoning } of drafts.slice(0, 2))
      if ((level !== 'C' || !kind.holdsOthers) && count.samples.length < MOST_SAMPLES)
        count.samples.push(
          `#${index} ${kind.name}: ${level} ${dataClass} ${spelling} ${masked}, ${reasoning}`,
        );
  }
  tell();
};
