import type { Canary } from '#model/canary';
import type { Flow, HttpFlow, LoadedFlow } from '#model/flow';
import type { FlowAudit } from './flow-audit.ts';
import type { Layer } from './layer.ts';
import type { KnownValues } from './judge.ts';
import type { Needles } from './match/compile.ts';
import type { Secrets } from './decode/secrets.ts';
import { blindSpotOfFlow, blindSpotsInside, contentOf } from './blind-spots.ts';
import { compileNeedles } from './match/compile.ts';
import { compileCut, compileScrub, type Scrub } from './mask.ts';
import { DEFAULT_LIMITS, peel } from './decode/peel.ts';
import { judgeMatches } from './judge.ts';
import { heldTexts } from './held.ts';
import {
  isAddress,
  maskFieldPath,
  maskHost,
  maskMethod,
  maskUrl,
  partsOfUrl,
  templateOf,
} from './mask-url.ts';
import { traceOf } from './barren.ts';
import { rootsFrom } from './decode/roots.ts';
import { makeScanner } from './match/scan.ts';

/** Everything that searching a flow needs; made once, shared by all workers. */
export type Tables = { readonly needles: Needles; readonly known: KnownValues };

/** What a flow's surroundings tell: when the session began, and keys learnt from earlier flows of it. */
export type Surround = { readonly startedAtMs: number | null; readonly secrets: Secrets };

/** The tables of a search whose needles are already compiled, as a worker gets them. */
export const tablesFrom = (needles: Needles, canaries: readonly Canary[]): Tables => ({
  needles,
  known: { scrub: compileScrub(canaries), valueOf: new Map(canaries.map(({ id, value }) => [id, value])) },
});

/** Prepares the search for these known values. */
export const compile = (canaries: readonly Canary[]): Tables =>
  tablesFrom(compileNeedles(canaries), canaries);

/** The name the handset asked for: what TLS said, else the proxy's destination, else the URL's. */
const hostOf = (flow: Flow): string => {
  const { sni, host } = flow.destination;
  const named = (sni ?? host).toLowerCase();
  if (flow.kind !== 'http' || (named !== '' && !isAddress(named))) return named;
  const ofUrl = partsOfUrl(flow.url).host.replace(/:\d+$/u, '').toLowerCase();
  return ofUrl === '' ? named : ofUrl;
};

/** What is blanked in all that is shown of a flow: known values, and the texts that were found to hold any. */
type Hide = { readonly scrub: Scrub; readonly cut: Scrub };

const facts = (flow: Flow, { scrub, cut }: Hide) => {
  const host = hostOf(flow);
  return {
    id: flow.id,
    atMs: flow.atMs,
    kind: flow.kind,
    control: flow.control,
    host,
    hostMasked: scrub(maskHost(cut(host))),
    ip: flow.destination.ip,
    placeSource: flow.destination.placeSource,
    connectionId: flow.connectionId,
  };
};

const unreadFlow = (flow: Exclude<Flow, HttpFlow>, hide: Hide): FlowAudit => {
  const spot = blindSpotOfFlow(flow);
  return {
    method: '',
    urlMasked: '',
    pathTemplate: '',
    transport: 'https',
    status: null,
    bytesOut: flow.bytesOut,
    app: null,
    drafts: [],
    blind: spot === null ? [] : [spot],
    content: { total: 0, read: 0, encryptedPayload: 0, truncated: 0 },
    tokens: [],
    ...facts(flow, hide),
  };
};

/**
 * Audits one flow: undo every encoding, search every layer, judge what was found and say what stayed unread.
 * Depends on nothing but its arguments, so that flows can be spread over workers.
 */
export const auditFlow = (tables: Tables, loaded: LoadedFlow, surround: Surround): FlowAudit => {
  const { flow } = loaded;
  const { scrub } = tables.known;
  const roots = rootsFrom(loaded);
  const scanner = makeScanner(tables.needles, roots);
  const { letters } = tables.needles;
  const pass = (root: Layer): boolean => {
    const trace = traceOf(tables.needles, root, surround.secrets);
    if (trace !== null) scanner.follow(trace);
    return trace !== null;
  };
  const peeled = peel(roots, DEFAULT_LIMITS, surround.secrets, { letters, take: scanner.take, pass });
  const wallMs = surround.startedAtMs === null ? null : surround.startedAtMs + flow.atMs;
  const scan = scanner.finish(peeled.layers, { wallMs });
  const cut = compileCut(heldTexts(scan.matches));
  const hide = { scrub, cut };
  const known = { ...tables.known, scrub: (text: string) => scrub(cut(text)) };
  const { drafts, isCut } = judgeMatches(scan.matches, known);
  const tokens = [...scan.tokens];
  if (flow.kind !== 'http') return { ...unreadFlow(flow, hide), drafts, tokens };
  const content = contentOf(
    loaded,
    peeled.opaque.map(({ layer }) => layer),
  );
  const work = {
    boundsHit: [...peeled.hit, ...(isCut || scan.isCut ? ['findings'] : [])],
    opaque: peeled.opaque,
    unexplainedDigests: scan.unexplainedDigests,
  };
  const { scheme, path } = partsOfUrl(flow.url);
  return {
    method: scrub(maskMethod(flow.method)),
    urlMasked: scrub(maskUrl(cut(flow.url))),
    pathTemplate: scrub(templateOf(cut(path))),
    transport: scheme === 'http' || scheme === 'ws' ? 'http' : 'https',
    status: flow.status,
    bytesOut: content.total,
    app: flow.app === null ? null : scrub(maskFieldPath(flow.app)),
    drafts,
    blind: blindSpotsInside(content, work),
    content,
    tokens,
    ...facts(flow, hide),
  };
};
