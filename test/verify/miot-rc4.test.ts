import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LoadedFlow } from '#model/flow';
import type { SavedReport } from '#model/report';
import type { RouteLink } from '#model/route';
import { encrypt } from '#twin/firmware/ciphers';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoadedFlow } from '../support/make-loaded-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';
import { verifyFlows } from '../support/verify-flows.ts';

const CANARY = makeCanary();
const SSECURITY = Buffer.alloc(16, 7).toString('base64');
const NONCE = Buffer.alloc(12, 200).toString('base64');

const keyFrom = (ssecurity: string): Buffer =>
  createHash('sha256').update(Buffer.from(ssecurity, 'base64')).update(Buffer.from(NONCE, 'base64')).digest();

const rc4 = (text: string, key: Buffer): string =>
  encrypt(Buffer.from(text), { cipher: 'rc4', key, iv: null, drop: 1024 }).toString('base64');

type Values = readonly (readonly [name: string, value: string])[];

/** As generate_enc_signature of PiotrMachowski/Xiaomi-cloud-tokens-extractor: method, path, values and key. */
const signatureOf = (method: string, path: string, values: Values, key: Buffer): string => {
  const pairs = values.map((pair) => pair.join('='));
  return createHash('sha1')
    .update([method, path, ...pairs, key.toString('base64')].join('&'))
    .digest('base64');
};

type Sent = { readonly method?: string; readonly path?: string; readonly values?: Values };

/** What a client sends of some values: encrypted, their hash with them, and signed; the order of names is the client's. */
const sealed = ({ method = 'POST', path = '/home/device_list', values = DATA }: Sent): Values => {
  const key = keyFrom(SSECURITY);
  const hash = signatureOf(method, path, values, key);
  const secret = [...values, ['rc4_hash__', hash] as const].map(
    ([name, value]) => [name, rc4(value, key)] as const,
  );
  return [...secret, ['signature', signatureOf(method, path, secret, key)], ['_nonce', NONCE]];
};

const DATA: Values = [['data', JSON.stringify({ imei: CANARY.value, getVirtualModel: true })]];

const encoded = (values: Values): string =>
  values.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');

const withId = (id: string, loaded: LoadedFlow): LoadedFlow => ({ ...loaded, flow: { ...loaded.flow, id } });

const SIGN_IN = withId(
  'sign-in',
  makeLoadedFlow({
    url: 'https://account.xiaomi.com/pass/serviceLoginAuth2',
    responseBody: Buffer.from(`&&&START&&&{"ssecurity":"${SSECURITY}"}`),
  }),
);

const HOST = 'https://sg.api.io.mi.com';

const post = (values: Values, path = '/app/home/device_list'): LoadedFlow =>
  withId(
    'cloud',
    makeLoadedFlow({ url: `${HOST}${path}`, method: 'POST', body: Buffer.from(encoded(values)) }),
  );

const isSecret = ({ step }: RouteLink): boolean => step === 'xiaomi-miot-rc4';

const proofsIn = ({ findings }: SavedReport): readonly (string | undefined)[] =>
  findings.flatMap(({ route }) => route.filter(isSecret).map(({ path }) => path));

const outcomesOf = async (report: SavedReport, flows: readonly LoadedFlow[]) =>
  (await verifyFlows(flows, report, [CANARY])).findings.map(({ outcome }) => outcome);

/** What is proven of a request behind a sign-in: by what, and how it ends. */
const proven = async (flow: LoadedFlow) => {
  const report = makeReportOf([SIGN_IN, flow], [CANARY]);
  return { by: proofsIn(report), outcomes: await outcomesOf(report, [SIGN_IN, flow]) };
};

/** Another value of the same name. */
const changed = (values: Values, name: string, value: string): Values =>
  values.map((pair) => (pair[0] === name ? [name, value] : pair));

const SIGNED = { by: ['signature'], outcomes: ['proven'] };
const UNSIGNED = { by: [undefined], outcomes: ['proven'] };

describe('what shows that a key of the device cloud is right', () => {
  it('is the request’s signature, over the path without the gateway’s prefix', async () => {
    expect(await proven(post(sealed({})))).toEqual(SIGNED);
  });

  it('is the signature over the path as it was sent', async () => {
    const path = '/app/v1/data/get_fitness_data';
    expect(await proven(post(sealed({ path }), path))).toEqual(SIGNED);
  });

  it('is the signature over names in the order of the form, or sorted', async () => {
    const values: Values = [...DATA, ['a', '1'], ['a1', '2']];
    expect(await proven(post(sealed({ values })))).toEqual(SIGNED);
    const sorted = sealed({ values: values.toSorted(([a], [b]) => (a < b ? -1 : 1)) });
    expect(await proven(post(sorted.toReversed()))).toEqual(SIGNED);
  });

  it('is the signature of a query that was asked for', async () => {
    const url = `${HOST}/app/home/device_list?${encoded(sealed({ method: 'GET' }))}`;
    expect(await proven(withId('cloud', makeLoadedFlow({ url })))).toEqual(SIGNED);
  });

  it('is only its plain text where the signature is over another path or value', async () => {
    expect(await proven(post(sealed({ path: '/home/other' })))).toEqual(UNSIGNED);
    expect(await proven(post(changed(sealed({}), 'rc4_hash__', rc4('-', keyFrom(SSECURITY)))))).toEqual(
      UNSIGNED,
    );
    expect(await proven(post(sealed({}).filter(([name]) => name !== 'signature')))).toEqual(UNSIGNED);
  });

  it('a signature that the request does not bear is not believed', async () => {
    const report = makeReportOf([SIGN_IN, post(sealed({}))], [CANARY]);
    const other = post(changed(sealed({}), 'signature', rc4('-', keyFrom(SSECURITY))));
    expect(await outcomesOf(report, [SIGN_IN, other])).toEqual(['not-proven']);
    const named = (path: string): SavedReport => ({
      ...report,
      findings: report.findings.map((finding) => ({
        ...finding,
        route: finding.route.map((link) => (isSecret(link) ? { ...link, path } : link)),
      })),
    });
    expect(await outcomesOf(named('padding'), [SIGN_IN, post(sealed({}))])).toEqual(['not-proven']);
  });
});

describe('the key that a request of the device cloud sends along', () => {
  it('opens it without any sign-in', async () => {
    const flow = post([...sealed({}), ['ssecurity', SSECURITY]]);
    const report = makeReportOf([flow], [CANARY]);
    expect(proofsIn(report)).toEqual(['signature']);
    expect(await outcomesOf(report, [flow])).toEqual(['proven']);
  });

  it('that does not fit opens nothing, and the one of the sign-in does', async () => {
    const wrong: Values = [...sealed({}), ['ssecurity', Buffer.alloc(16, 8).toString('base64')]];
    expect(makeReportOf([post(wrong)], [CANARY]).findings).toEqual([]);
    expect(await proven(post(wrong))).toEqual(SIGNED);
  });
});
