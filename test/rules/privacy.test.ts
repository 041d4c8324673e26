import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Canary } from '#model/canary';
import { PUBLIC_CLASSES } from '#model/data-class';
import { explainFinding } from '#report/explain';
import { FORMATS, RENDERERS } from '#report/render';
import { makeLoaded } from '../support/make-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';

/** One value of every class that may never be shown; synthetic, telephone numbers from Ofcom's range for drama. */
const CANARIES: readonly Canary[] = [
  { id: 'imei-1', class: 'imei', value: '861234050123457' },
  { id: 'imsi-1', class: 'imsi', value: '460011234567890' },
  { id: 'iccid-1', class: 'iccid', value: '89860123456789012345' },
  { id: 'serial-1', class: 'serial', value: '5a17c0de' },
  { id: 'android-1', class: 'android_id', value: '4f1c9a77b02e6d35' },
  { id: 'gaid-1', class: 'gaid', value: '6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1' },
  { id: 'mac-1', class: 'mac', value: '7c:1d:d9:a1:b2:c3' },
  { id: 'own-1', class: 'phone.own', value: '+447700900111' },
  { id: 'number-1', class: 'contact.number', value: '+447700900222' },
  { id: 'name-1', class: 'contact.name', value: 'Zoë Quillfeather' },
  { id: 'mail-1', class: 'contact.email', value: 'zoe.quill@example.org' },
  {
    id: 'text-1',
    class: 'sms.body',
    value: 'Meet me by the old lighthouse at seven, bring the blue notebook',
  },
  { id: 'peer-1', class: 'sms.peer_number', value: '+447700900333' },
  { id: 'call-1', class: 'call.peer_number', value: '+447700900444' },
  { id: 'place-1', class: 'location', value: '39.904211,116.407422' },
  { id: 'ssid-1', class: 'ssid', value: 'Quillfeather-Home' },
  { id: 'bssid-1', class: 'bssid', value: '88:89:6d:11:fd:b2' },
  { id: 'account-1', class: 'account', value: '1234567891' },
  { id: 'device-1', class: 'device_id', value: 'b2f7c0ffee114477' },
];

/** The value as it might slip through: as it is, in other letters, without separators, its digits, its end. */
const tracesOf = ({ value, class: dataClass }: Canary): readonly string[] => {
  const bare = value.replace(/[^\p{L}\p{N}]/gu, '');
  const digits = value.replace(/\D/gu, '');
  const numbers = digits.length >= 10 && dataClass !== 'location' ? [digits, digits.slice(-9)] : [];
  const encoded = (['base64', 'base64url', 'hex'] as const).map((encoding) =>
    Buffer.from(value).toString(encoding).replace(/=+$/u, ''),
  );
  const hash = createHash('sha256').update(value).digest('hex');
  const label = value.replace(/[^\p{L}\p{N}]/gu, '-');
  const forms = [value, bare, encodeURIComponent(value), label, hash, ...encoded, ...numbers];
  return [...forms, ...value.split(',')].filter((trace) => trace.length >= 5);
};

const everywhere = ({ id, value }: Canary, index: number) => {
  const path = encodeURIComponent(value);
  const nested = Buffer.from(JSON.stringify({ [value]: { v: value } })).toString('base64');
  const hash = createHash('sha256').update(value).digest('hex');
  const label = value.replace(/[^\p{L}\p{N}]/gu, '-');
  const inHex = Buffer.from(value).toString('hex');
  const inBase64 = Buffer.from(value).toString('base64');
  const host = `${label}.${id}.vendor.example`;
  return makeLoaded(
    {
      destination: { host, port: 80, ip: null, placeSource: null, sni: null, ja4: null },
      id: `flow-${String(index)}`,
      url: `http://${host}/${path}/${inHex}/${encodeURIComponent(inBase64)}/${hash}/x?${path}=${path}&${inHex}=1&${encodeURIComponent(inBase64)}=2&h=${hash}&n=${nested}`,
      method: 'POST',
      app: `app.${value.replace(/\W/gu, '')}`,
      requestHeaders: [
        ['Cookie', `id=${path}; ${path}=1`],
        [`X-${value.replace(/\W/gu, '')}`, Buffer.from(value, 'utf8').toString('latin1')],
      ],
    },
    gzipSync(
      JSON.stringify({
        [inBase64]: { [inHex]: value },
        first: inBase64,
        plain: value,
        [value]: [value, { deep: nested, note: `before ${value} after` }],
      }),
    ),
  );
};

const report = makeReportOf(CANARIES.map(everywhere), CANARIES);

describe('no raw canary in any output', () => {
  it('is put to a test that can fail: every class is found', () => {
    const found = new Set(report.findings.map(({ canaryId }) => canaryId));
    expect(CANARIES.filter(({ id }) => !found.has(id)).map(({ id }) => id)).toEqual([]);
    expect(CANARIES.some(({ class: dataClass }) => PUBLIC_CLASSES.has(dataClass))).toBe(false);
  });

  it.each(FORMATS)('%s', (format) => {
    const output = [...RENDERERS[format](report)].join('').toLowerCase();
    const seen = CANARIES.flatMap((canary) =>
      tracesOf(canary)
        .filter((trace) => output.includes(trace.toLowerCase()))
        .map((trace) => `${canary.id}: ${trace}`),
    );
    expect(seen).toEqual([]);
  });

  it('explain', () => {
    const output = report.findings
      .map((finding) => explainFinding(report, finding))
      .join('')
      .toLowerCase();
    const seen = CANARIES.flatMap(tracesOf).filter((trace) => output.includes(trace.toLowerCase()));
    expect(seen).toEqual([]);
  });
});
