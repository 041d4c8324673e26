import type { Layer } from '../../layer.ts';

/** Fields of binary messages, which carry numbers for names, and the names that public sources give them. */
type Documented = {
  readonly host: RegExp;
  readonly path: RegExp;
  /** By protobuf field path. */
  readonly names: Readonly<Record<string, string>>;
};

const DOCUMENTED: readonly Documented[] = [
  // microG GmsCore, checkin.proto, message CheckinRequest: imei 1, androidId 2, macAddress 9, meid 10, esn 17, serial 16.
  {
    host: /^(?:android\.clients\.google\.com|android\.googleapis\.com|checkin\.gstatic\.com)$/,
    path: /^\/checkin\/?$/,
    names: { '1': 'imei', '2': 'android_id', '9': 'mac', '10': 'imei', '16': 'serialno', '18': 'mac' },
  },
];

const rootText = (layers: readonly Layer[], step: 'host' | 'path'): string => {
  const root = layers.find(({ parent, link }) => parent === null && link.step === step);
  return root === undefined ? '' : Buffer.from(root.bytes.subarray(0, 300)).toString('latin1');
};

/**
 * The name of a field that a public source documents, for the recipient of one flow; null where none does, for a field
 * or for all of them.
 */
export const documentedNames = (layers: readonly Layer[]): ((fieldPath: string) => string | null) | null => {
  const host = rootText(layers, 'host').toLowerCase();
  const path = rootText(layers, 'path');
  const own = DOCUMENTED.find((row) => row.host.test(host) && row.path.test(path));
  if (own === undefined) return null;
  return (fieldPath) => (Object.hasOwn(own.names, fieldPath) ? (own.names[fieldPath] ?? null) : null);
};
