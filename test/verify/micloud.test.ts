import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LoadedFlow } from '#model/flow';
import type { SavedReport } from '#model/report';
import type { RouteLink } from '#model/route';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoadedFlow } from '../support/make-loaded-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';
import { verifyFlows } from '../support/verify-flows.ts';

const CANARY = makeCanary();
const KEY = Buffer.alloc(16, 7);
const SSECURITY = KEY.toString('base64');
const PATH = '/mic/pim/v3/contact';

const aes = (text: string, iv: Buffer): string => {
  const cipher = createCipheriv('aes-128-cbc', KEY, iv);
  return Buffer.concat([cipher.update(text), cipher.final()]).toString('base64');
};

const withId = (id: string, loaded: LoadedFlow): LoadedFlow => ({ ...loaded, flow: { ...loaded.flow, id } });

const signIn = (host: string): LoadedFlow =>
  withId(
    'sign-in',
    makeLoadedFlow({
      url: `https://${host}/pass/serviceLoginAuth2`,
      responseBody: Buffer.from(`&&&START&&&{"ssecurity":"${SSECURITY}"}`),
    }),
  );

const post = (body: string): LoadedFlow =>
  withId(
    'cloud',
    makeLoadedFlow({
      url: `https://contactapi.micloud.xiaomi.net${PATH}?ts=5`,
      method: 'POST',
      body: Buffer.from(body),
    }),
  );

const DATA = aes(JSON.stringify({ imei: CANARY.value }), Buffer.from('0102030405060708'));

const signedForm = (ts: string): string => {
  const signed = ['POST', PATH, `data=${DATA}`, `ts=${ts}`, SSECURITY].join('&');
  const signature = createHash('sha1').update(signed).digest('base64');
  return `data=${encodeURIComponent(DATA)}&signature=${encodeURIComponent(signature)}`;
};

const IV = Buffer.alloc(16, 9);
const SEALED = `1:${IV.toString('base64url')}:${aes(JSON.stringify({ imei: CANARY.value }), IV)}`;

const sealedJson = (x: string): string => {
  const mac = createHmac('sha1', KEY).update(`x1:${SEALED}`).digest('base64url');
  return JSON.stringify({ D: SEALED, S: `${x}:${mac}` });
};

const reportOf = (flow: LoadedFlow): SavedReport =>
  makeReportOf([signIn('account.xiaomi.com'), flow], [CANARY]);

const isCloud = ({ step }: RouteLink): boolean => step === 'xiaomi-micloud';

const proofsIn = ({ findings }: SavedReport): readonly (string | undefined)[] =>
  findings.flatMap(({ route }) => route.filter(isCloud).map(({ path }) => path));

const outcomesOf = async (report: SavedReport, flow: LoadedFlow, host = 'account.xiaomi.com') =>
  (await verifyFlows([signIn(host), flow], report, [CANARY])).findings.map(({ outcome }) => outcome);

/** The report, with something else said to show that the key is right. */
const claiming = (report: SavedReport, path: string): SavedReport => ({
  ...report,
  findings: report.findings.map((finding) => ({
    ...finding,
    route: finding.route.map((link) => (isCloud(link) ? { ...link, path } : link)),
  })),
});

describe('what shows that a learnt key is right', () => {
  it('a signature is made again with the key', async () => {
    const flow = post(signedForm('5'));
    const report = reportOf(flow);
    expect(proofsIn(report)).toEqual(['signature']);
    expect(await outcomesOf(report, flow)).toEqual(['proven']);
  });

  it('a signature over another value is none', async () => {
    const other = post(signedForm('6'));
    expect(proofsIn(reportOf(other))).toEqual(['padding']);
    expect(await outcomesOf(reportOf(other), other)).toEqual(['proven']);
    expect(await outcomesOf(reportOf(post(signedForm('5'))), other)).toEqual(['not-proven']);
  });

  // Three bytes of each character, so that blocks end inside one; cut at each place of a block and of base64.
  it.each(Array.from({ length: 24 }, (_, cut) => cut + 1))(
    'text is, %i characters before the end',
    async (cut) => {
      const long = { imei: CANARY.value, contacts: '欧阳娜娜'.repeat(9) };
      const data = aes(JSON.stringify(long), Buffer.from('0102030405060708')).replace(/=+$/, '');
      const flow = post(`data=${encodeURIComponent(data.slice(0, -cut))}`);
      const report = reportOf(flow);
      expect(proofsIn(report)).toEqual(['text']);
      expect(await outcomesOf(report, flow)).toEqual(['proven']);
      expect(await outcomesOf(claiming(report, 'signature'), flow)).toEqual(['not-proven']);
    },
  );

  it('a MAC is made again with the key', async () => {
    const flow = post(sealedJson('x1'));
    const report = reportOf(flow);
    expect(proofsIn(report)).toEqual(['hmac']);
    expect(await outcomesOf(report, flow)).toEqual(['proven']);
  });

  it('a MAC over another text is none', async () => {
    const other = post(sealedJson('x2'));
    expect(proofsIn(reportOf(other))).toEqual(['padding']);
    expect(await outcomesOf(reportOf(other), other)).toEqual(['proven']);
    expect(await outcomesOf(reportOf(post(sealedJson('x1'))), other)).toEqual(['not-proven']);
  });

  it.each(['signature', 'hmac', 'anything else'])('%s is not believed of a request without', async (path) => {
    const flow = post(`data=${encodeURIComponent(DATA)}`);
    const report = reportOf(flow);
    expect(proofsIn(report)).toEqual(['padding']);
    expect(await outcomesOf(claiming(report, path), flow)).toEqual(['not-proven']);
  });

  it('no key is learnt from the answer of anybody else', async () => {
    const flow = post(signedForm('5'));
    expect(await outcomesOf(reportOf(flow), flow, 'elsewhere.example')).toEqual(['not-proven']);
  });
});
