import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditFlow, compile } from '#audit/audit';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { makeCanary } from '../../../support/make-canary.ts';
import { makeLayer } from '../../../support/make-layer.ts';
import { makeLoadedFlow } from '../../../support/make-loaded-flow.ts';

const NUMBER = '+447700900123';

const stepsIn = (text: string): readonly string[] =>
  peel([makeLayer(text)], DEFAULT_LIMITS).layers.map(({ link }) => link.step);

describe('base64 of a few drawn bytes', () => {
  it('is told from a word by its padding, where letters change as seldom as in one', () => {
    expect(stepsIn('{"externalId":"HDIP3PVMSNyizjJAMVFarw=="}')).toContain('base64');
    expect(stepsIn('HDIP3PVMSNyizjJAMVFarw==')).toContain('base64');
    expect(stepsIn('{"externalId":"HDIP3PVMSNyizjJAMVFarw"}')).not.toContain('base64');
  });

  it('is opened with the key of the session, whatever the key made of it', () => {
    const tables = compile([makeCanary({ id: 'peer-1', class: 'sms.peer_number', value: NUMBER })]);
    const found = Array.from({ length: 400 }, (_, index) => {
      const key = createHash('md5')
        .update(`k${String(index)}`)
        .digest();
      const cipher = createCipheriv('aes-128-cbc', key, '0102030405060708');
      const id = Buffer.concat([cipher.update(NUMBER), cipher.final()]).toString('base64');
      const ssecurity = key.toString('base64');
      const toSign = `POST&/pass/v3/user@id&externalId=${id}&type=MXPH&${ssecurity}`;
      const signature = createHash('sha1').update(toSign).digest('base64');
      const url = 'https://api.account.xiaomi.com/pass/v3/user@id';
      const body = Buffer.from(new URLSearchParams({ externalId: id, type: 'MXPH', signature }).toString());
      const flow = makeLoadedFlow({ method: 'POST', url, body });
      const { drafts } = auditFlow(tables, flow, {
        startedAtMs: null,
        secrets: { ssecurities: [ssecurity] },
      });
      return drafts.some(({ level }) => level === 'A');
    });
    expect(found.filter((isFound) => !isFound)).toEqual([]);
  });
});
