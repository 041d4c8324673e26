import type { LoadedFlow } from '#model/flow';
import { NOWHERE } from '../destination.ts';
import { createFieldReader, isObject } from './json-field.ts';

const NONE = new Uint8Array(0);

/**
 * A handshake that the handset refused, out of `log._tlsErrors` as HTTP Toolkit writes it:
 * `{startedDateTime, hostname?, cause, tlsMetadata?: {sniHostname?, ja4Fingerprint?}}`. Null for other shapes.
 */
export const refusedFlowFrom = (
  value: unknown,
  id: string,
  toAtMs: (epochMs: number | null) => number,
): LoadedFlow | null => {
  if (!isObject(value)) return null;
  const fields = createFieldReader(() => undefined);
  const metadata = fields.object(value, 'tlsMetadata') ?? {};
  const sni = fields.text(metadata, 'sniHostname')?.slice(0, 300) ?? null;
  const host = (fields.text(value, 'hostname') ?? sni ?? '').slice(0, 300).toLowerCase();
  const startedMs = Date.parse(fields.text(value, 'startedDateTime')?.slice(0, 60) ?? '');
  return {
    flow: {
      kind: 'refused',
      id,
      atMs: toAtMs(Number.isFinite(startedMs) ? startedMs : null),
      connectionId: id,
      destination: {
        ...NOWHERE,
        host,
        port: 443,
        sni,
        ja4: fields.text(metadata, 'ja4Fingerprint')?.slice(0, 120) ?? null,
      },
      control: false,
      reason: 'tls-refused',
      bytesOut: 0,
      count: 1,
    },
    requestBody: NONE,
    responseBody: NONE,
    messages: [],
    opaque: NONE,
  };
};
