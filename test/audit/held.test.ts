import { describe, expect, it } from 'vitest';
import { auditFlow, compile } from '#audit/audit';
import { NO_SECRETS } from '#audit/decode/secrets';
import { createHash } from 'node:crypto';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoaded } from '../support/make-flow.ts';

const IMEI = '861234050123457';
const surround = { startedAtMs: null, secrets: NO_SECRETS };
const auditOf = (url: string, body = '') =>
  auditFlow(compile([makeCanary()]), makeLoaded({ url, method: 'POST' }, Buffer.from(body)), surround);

const hex = Buffer.from(IMEI).toString('hex');
const digest = createHash('sha1').update(IMEI).digest('base64url').slice(0, 16);

describe('what was found to hold a value is not shown', () => {
  it.each([
    ['a digest in the path', `https://a.example/dev/${digest}/go`, 'https://a.example/dev/{…}/go'],
    ['hexadecimal in the query', `https://a.example/x?${hex}=1`, 'https://a.example/x?{…}=…'],
    ['a value in the path', `https://a.example/dev/${IMEI}/go`, 'https://a.example/dev/{…}/go'],
  ])('%s', (_, url, shown) => {
    const audit = auditOf(url);
    expect(audit.drafts.map(({ canaryId }) => canaryId)).toContain('imei-1');
    expect(audit.urlMasked).toBe(shown);
  });

  it('nor in the names of a body', () => {
    const key = Buffer.from(IMEI).toString('base64');
    const audit = auditOf('https://a.example/x', JSON.stringify({ [key]: { again: IMEI } }));
    expect(audit.drafts.length).toBeGreaterThan(0);
    expect(JSON.stringify(audit)).not.toContain(key);
  });

  it('while names that hold nothing stay', () => {
    const audit = auditOf('https://a.example/dev/settings', JSON.stringify({ telephony: { imei: IMEI } }));
    expect(audit.urlMasked).toBe('https://a.example/dev/settings');
    expect(audit.drafts[0]?.route.at(-1)?.path).toBe('$.telephony.imei');
  });
});
