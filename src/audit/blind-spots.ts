import type { Flow, HttpFlow, LoadedFlow } from '#model/flow';
import type { Content, DraftBlindSpot } from './flow-audit.ts';
import type { Layer } from './layer.ts';
import { sourceSpan } from './decode/route/source-span.ts';

const REFUSED_DETAIL = {
  'tls-refused': 'the handset refused our certificate; nothing of the connection could be read',
  pinned: 'the sender trusts our certificate authority elsewhere and refused it here: it pins a certificate',
} as const;

const OPAQUE_DETAIL = {
  'not-http': 'bytes of a protocol that is not HTTP',
  'not-proxied': 'seen by the packet witness, not by the proxy',
  quic: 'QUIC, which cannot be intercepted, was blocked or seen',
  gap: 'bytes that the recorder lost',
  sms: 'a short message sent by the handset itself',
  cellular: 'traffic over the mobile network, which the proxy does not see',
} as const;

/** The blind spot that a flow is as a whole; null for an exchange. */
export const blindSpotOfFlow = (flow: Flow): DraftBlindSpot | null => {
  if (flow.kind === 'http') return null;
  const detail = flow.kind === 'refused' ? REFUSED_DETAIL[flow.reason] : OPAQUE_DETAIL[flow.reason];
  return { reason: flow.reason, bytesOut: flow.bytesOut, count: flow.count, detail };
};

const headBytes = ({ method, url, requestHeaders }: HttpFlow): number =>
  requestHeaders.reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    method.length + url.length + 12,
  );

/** Where a layer's bytes stand in its root, at most as many as the layer itself has. */
const rootSpan = (
  layer: Layer,
): { readonly root: Layer; readonly from: number; readonly byteLength: number } => {
  let root = layer;
  let span = { offset: 0, length: layer.bytes.length };
  for (; root.parent !== null; root = root.parent) span = sourceSpan(root, span.offset, span.length);
  return { root, from: span.offset, byteLength: Math.min(span.length, layer.bytes.length) };
};

const opaqueBytes = (layers: readonly Layer[]): number => {
  const ends = new Map<Layer, number>();
  let sum = 0;
  for (const span of layers.map(rootSpan).sort((a, b) => a.from - b.from)) {
    const from = Math.max(span.from, ends.get(span.root) ?? 0);
    const to = span.from + span.byteLength;
    sum += Math.max(0, to - from);
    ends.set(span.root, Math.max(to, from));
  }
  return sum;
};

const missingBytes = ({ flow, requestBody, messages }: LoadedFlow): number => {
  if (flow.kind !== 'http') return 0;
  const ofMessages = flow.messages.map(({ direction, body }, index) =>
    direction === 'out' ? Math.max(0, body.byteLength - (messages[index]?.length ?? 0)) : 0,
  );
  return ofMessages.reduce(
    (a, b) => a + b,
    Math.max(0, (flow.requestBody?.byteLength ?? 0) - requestBody.length),
  );
};

const bodyBytes = (flow: HttpFlow): number =>
  flow.messages
    .filter(({ direction }) => direction === 'out')
    .reduce((sum, { body }) => sum + body.byteLength, flow.requestBody?.byteLength ?? 0);

/** Outbound application bytes of an exchange, each in one class: read, encrypted once more, or not kept. */
export const contentOf = (loaded: LoadedFlow, opaque: readonly Layer[]): Content => {
  if (loaded.flow.kind !== 'http') return { total: 0, read: 0, encryptedPayload: 0, truncated: 0 };
  const total = headBytes(loaded.flow) + bodyBytes(loaded.flow);
  const truncated = Math.min(total, missingBytes(loaded));
  const encryptedPayload = Math.min(total - truncated, opaqueBytes(opaque));
  return { total, read: total - truncated - encryptedPayload, encryptedPayload, truncated };
};

/** What of an exchange could not be read, and why. */
export const blindSpotsInside = (
  content: Content,
  work: {
    readonly boundsHit: readonly string[];
    readonly opaque: readonly { readonly layer: Layer; readonly detail: string }[];
    readonly unexplainedDigests: number;
  },
): readonly DraftBlindSpot[] => {
  const spots: DraftBlindSpot[] = [];
  if (content.truncated > 0) {
    spots.push({
      reason: 'truncated',
      bytesOut: content.truncated,
      count: 1,
      detail: 'bytes that were sent and not kept',
    });
  }
  if (content.encryptedPayload > 0) {
    const detail = [...new Set(work.opaque.map((item) => item.detail))].slice(0, 5).join('; ');
    spots.push({
      reason: 'encrypted-payload',
      bytesOut: content.encryptedPayload,
      count: work.opaque.length,
      detail,
    });
  }
  if (work.boundsHit.length > 0) {
    const detail = `work limit reached (${work.boundsHit.join(', ')}): not all layers or findings were taken in`;
    spots.push({ reason: 'bound-hit', bytesOut: content.read, count: 1, detail });
  }
  if (work.unexplainedDigests > 0) {
    const detail = 'tokens of digest length that no recipe tried could explain';
    spots.push({ reason: 'digest-unexplained', bytesOut: 0, count: work.unexplainedDigests, detail });
  }
  return spots;
};
