import type { Layer } from './layer.ts';
import { DEFAULT_LIMITS, peel } from './decode/peel.ts';
import { NO_SECRETS, type Secrets } from './decode/secrets.ts';
import { toBuffer } from './decode/buffer.ts';
import type { Needles } from './match/compile.ts';
import { makeScanner, type Trace } from './match/scan.ts';

/** A longer value is seldom sent twice. */
const MOST_BYTES = 300;
/** Roots that are remembered, 5 MB at most; beyond, all are forgotten. */
const MOST_KNOWN = 8192;
/** Parts of a request that are the same in many. */
const STEPS: ReadonlySet<string> = new Set([
  'host',
  'path',
  'header',
  'header-name',
  'cookie',
  'cookie-name',
]);

/** What is known of a root: that it was met once, then what searching it comes to, or null where it has to be each time. */
type Known = 'met' | Trace | null;

const knownWith = new WeakMap<Needles, Map<string, Known>>();

const knownOf = (needles: Needles): Map<string, Known> => {
  const known = knownWith.get(needles) ?? new Map<string, Known>();
  knownWith.set(needles, known);
  return known;
};

// The text of a root that says the same in every flow: nothing in printable ASCII depends on what is declared elsewhere.
const plainText = ({ bytes, link }: Layer): string | null => {
  if (bytes.length > MOST_BYTES || !STEPS.has(link.step)) return null;
  const text = toBuffer(bytes).toString('latin1');
  return /^[ -~]*$/.test(text) ? text : null;
};

const searchAlone = (needles: Needles, root: Layer): Trace | null => {
  const { take, trace } = makeScanner(needles, [root]);
  const search = { letters: needles.letters, take, pass: () => false };
  const { layers, opaque, bytesDecoded } = peel([root], DEFAULT_LIMITS, NO_SECRETS, search);
  const isClosed = layers.length === 1 && opaque.length === 0 && bytesDecoded === 0;
  return isClosed ? trace() : null;
};

const remember = (known: Map<string, Known>, key: string, value: Known): void => {
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, value);
};

/**
 * What searching a root comes to, where that is nothing; null where it has to be searched. Most headers and cookies of a
 * capture are sent again and again: one that is met a second time is searched by itself, and what came of it holds for
 * all that follow. The answer depends on the root alone, not on the flows before.
 */
export const traceOf = (needles: Needles, root: Layer, { ssecurities }: Secrets): Trace | null => {
  // A learnt key may open what did not open before.
  const text = ssecurities.length > 0 ? null : plainText(root);
  if (text === null) return null;
  const known = knownOf(needles);
  const key = `${root.link.step} ${root.link.path ?? ''} ${text}`;
  const before = known.get(key);
  if (before !== undefined && before !== 'met') return before;
  const found = before === undefined ? 'met' : searchAlone(needles, root);
  remember(known, key, found);
  return found === 'met' ? null : found;
};
