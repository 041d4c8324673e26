import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Canary } from '#model/canary';
import type { HeaderPair } from '#model/flow';
import { auditFlow, compile } from '#audit/audit';
import { traceOf } from '#audit/barren';
import { NO_SECRETS } from '#audit/decode/secrets';
import { rootsFrom } from '#audit/decode/roots';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoaded } from '../support/make-flow.ts';

const CANARIES: readonly Canary[] = [
  makeCanary(),
  makeCanary({ id: 'place', class: 'location', value: '39.904211,-116.407422' }),
  makeCanary({ id: 'name', class: 'contact.name', value: 'Zoë Anna Quillfeather' }),
  makeCanary({ id: 'mac', class: 'mac', value: '7c:1d:d9:a1:b2:c3' }),
];
const surround = { startedAtMs: 1_772_359_200_000, secrets: NO_SECRETS };
const asking = (...headers: readonly HeaderPair[]) =>
  makeLoaded({ requestHeaders: headers.map(([a, b]) => [a, b]) });
const rootOf = (header: HeaderPair) => {
  const root = rootsFrom(asking(header)).find(({ part }) => part === 'header' || part === 'cookie');
  if (root === undefined) throw new RangeError('no such root');
  return root;
};

describe('a part of a request that holds nothing', () => {
  const { needles } = compile(CANARIES);
  const traces = (header: HeaderPair, secrets = NO_SECRETS) =>
    [1, 2, 3].map(() => traceOf(needles, rootOf(header), secrets) !== null);

  it.each<HeaderPair>([
    ['User-Agent', 'Dalvik/2.1.0 (Linux; U; Android 13; 22101316G Build/TP1A.220624.014)'],
    ['Accept-Language', 'en-US,en;q=0.9'],
    ['Cookie', '_ga=GA1.2.1234567890.1700000000'],
    // Its 28 bytes count as a token in the formula of chance.
    ['Origin', 'https://track.vendor.example'],
  ])('is searched once and not again: %s', (...header) => {
    expect(traces(header)).toEqual([false, true, true]);
  });

  it.each<HeaderPair>([
    ['X-Imei', '861234050123457'],
    ['X-Data', Buffer.from('861234050123457').toString('base64')],
    ['X-Request-Id', '0123af4599f1e2d3c4b5a6978899aabb'],
    ['X-Latitude', '39.904211'],
    ['X-Longitude', '48.137154'],
    ['X-Kept', 'Zo\u00eb'],
    ['X-Long', 'word '.repeat(100)],
  ])('is none of these: %s', (...header) => {
    expect(traces(header)).toEqual([false, false, false]);
  });

  it('is searched again where a key is known that may open it', () => {
    const secrets = { ssecurities: ['BwcHBwcHBwcHBwcHBwcHBw=='] };
    expect(traces(['Accept', 'application/json'], secrets)).toEqual([false, false, false]);
  });
});

const NAMES = ['X-Lat', 'X-Lon', 'X-Imei', 'User-Agent', 'Cookie', 'X-Mac', 'X-Carrier'] as const;
const VALUES: readonly string[] = [
  '39.904211',
  '-116.407422',
  '48.137154',
  '861234050123457',
  '861234050123456',
  '0123af4599f1e2d3c4b5a6978899aabb',
  '4f1c9a77b02e6d35',
  'Telekom.de',
  '7C1DD9A1B2C3',
  'Zoe Anna Quillfeather',
  'ada@personal.example.org',
  'sid=1; lang=en',
  'Dalvik/2.1.0 (Linux; U; Android 13)',
  'ODYxMjM0MDUwMTIzNDU3',
  '754321050432168',
];

describe('the audit of a flow', () => {
  it('does not depend on the flows before it', () => {
    const headers = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES)), {
      maxLength: 4,
    });
    const used = compile(CANARIES);
    fc.assert(
      fc.property(headers, (pairs) => {
        const loaded = asking(...pairs);
        const { needles, known } = used;
        const fresh = { needles: { ...needles }, known };
        expect(auditFlow(used, loaded, surround)).toEqual(auditFlow(fresh, loaded, surround));
      }),
      { numRuns: 400, seed: 20261127 },
    );
  });
});
