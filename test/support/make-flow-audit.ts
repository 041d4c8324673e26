import type { FlowAudit } from '#audit/flow-audit';

/** The audit of an exchange in which nothing was found. */
export const makeFlowAudit = (overrides: Partial<FlowAudit> = {}): FlowAudit => ({
  id: 'flow-1',
  atMs: 0,
  kind: 'http',
  control: false,
  host: 'api.vendor.example',
  hostMasked: overrides.host ?? 'api.vendor.example',
  ip: null,
  placeSource: null,
  connectionId: 'c1',
  method: 'GET',
  urlMasked: 'https://api.vendor.example/',
  pathTemplate: '/',
  transport: 'https',
  status: 200,
  bytesOut: 0,
  app: null,
  drafts: [],
  blind: [],
  content: { total: 0, read: 0, encryptedPayload: 0, truncated: 0 },
  tokens: [],
  ...overrides,
});
