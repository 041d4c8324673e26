import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditFlow, compile } from '#audit/audit';
import { rootsFrom } from '#audit/decode/roots';
import { fieldPathOf } from '#audit/judge';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoaded } from '../support/make-flow.ts';
import { NO_SECRETS } from '#audit/decode/secrets';

const surround = { startedAtMs: null, secrets: NO_SECRETS };
const canaries = [
  makeCanary(),
  makeCanary({ id: 'contact-1', class: 'contact.number', value: '+447700900123' }),
];
const tables = compile(canaries);
const pathsIn = (loaded: Parameters<typeof auditFlow>[1]) =>
  auditFlow(tables, loaded, surround).drafts.map((draft) => [
    draft.canaryId,
    draft.part,
    fieldPathOf(draft.route),
  ]);

describe('auditFlow', () => {
  it('names the field by the deepest route, once', () => {
    const inner = Buffer.from(JSON.stringify({ a: 'x', i: '861234050123457' })).toString('base64');
    const body = gzipSync(JSON.stringify({ v: 4, d: inner }));
    expect(pathsIn(makeLoaded({}, body))).toEqual([
      ['imei-1', 'body', 'body › gzip › json $.d › base64 › json $.i'],
    ]);
  });

  it('finds values in the path, the query, headers and cookies', () => {
    const hashed = createHash('sha1').update('861234050123457').digest('base64url').slice(0, 16);
    const loaded = makeLoaded({
      url: `http://api.vendor.example/dev/${hashed}/go?externalId=%2B447700900123`,
      requestHeaders: [
        ['Cookie', 'a=1; deviceId=861234050123457'],
        ['X-Imei', '861234050123457'],
      ],
    });
    expect(pathsIn(loaded).map(([canary, part]) => `${canary ?? ''} ${part ?? ''}`)).toEqual(
      expect.arrayContaining(['imei-1 url', 'contact-1 query', 'imei-1 cookie', 'imei-1 header']),
    );
  });

  it('finds values in the name that a request asks for behind another host, and tells one host once', () => {
    const asking = (host: string) => makeLoaded({ requestHeaders: [['Host', host]] });
    const own = asking('861234050123457.track.example:8443');
    expect(pathsIn(own)).toEqual([['imei-1', 'header', 'header host']]);
    const said = { ...own, flow: { ...own.flow, destination: { ...own.flow.destination } } };
    Object.assign(said.flow.destination, { host: '861234050123457.track.example' });
    expect(pathsIn(said).map(([, part]) => part)).toEqual(['url']);
  });

  it.each([
    ['header-name', ['X-861234050123457', 'yes']],
    ['header-name', [`x-${Buffer.from('861234050123457').toString('base64url')}`, '']],
    ['cookie-name', ['Cookie', 'a=1; 861234050123457=1']],
    ['cookie-name', ['cookie', 'imei.861234050123457=; b']],
  ] as const)('searches what stands for a name: %s %j', (step, header) => {
    const { drafts } = auditFlow(tables, makeLoaded({ requestHeaders: [[...header]] }), surround);
    expect(drafts.map(({ class: what, level, route }) => [what, level, route[0]?.step])).toEqual([
      ['imei', 'A', step],
    ]);
  });

  it.each(['[2001:db8::1]:8443', '2001:DB8::1', '[2001:db8::1].'])(
    'reads no header that names the host itself: %s',
    (host) => {
      const loaded = makeLoaded({ requestHeaders: [['Host', host]] });
      Object.assign(loaded.flow.destination, { host: '2001:db8::1' });
      expect(rootsFrom(loaded).map(({ link }) => link.step)).not.toContain('header');
    },
  );

  it.each([1, 12, 40])(
    'tells a value in UTF-16 once, whose characters look like literals of snappy: %i',
    (many) => {
      const body = Buffer.from(JSON.stringify({ imei: '861234050123457', n: 'x'.repeat(many) }), 'utf16le');
      expect(pathsIn(makeLoaded({}, body))).toEqual([['imei-1', 'body', 'body › utf16le › json $.imei']]);
    },
  );

  it('shows no value of a finding, wherever it stood', () => {
    const loaded = makeLoaded(
      { url: 'http://api.vendor.example/861234050123457?861234050123457=1', app: 'app.861234050123457' },
      JSON.stringify({ '861234050123457': { x: '861234050123457', y: '+44 7700 900123' } }),
    );
    const shown = JSON.stringify(auditFlow(tables, loaded, surround));
    expect(shown).not.toMatch(/861234050123457|7700900123|7700 900123/u);
  });

  it('counts bytes that were not kept, and calls the flow truncated', () => {
    const loaded = makeLoaded({}, '{"imei":"861234050123457"}');
    const ref = { spans: [], byteLength: 1000, sha256: null, truncated: true };
    const audit = auditFlow(
      tables,
      { ...loaded, flow: { ...loaded.flow, requestBody: ref } as never },
      surround,
    );
    expect(audit.content.truncated).toBe(1000 - 26);
    expect(audit.blind.map(({ reason }) => reason)).toEqual(['truncated']);
    expect(audit.drafts).toHaveLength(1);
  });

  it('takes the name that TLS asked for, whatever the URL says', () => {
    const destination = {
      host: '192.0.2.1',
      port: 443,
      ip: '192.0.2.1',
      placeSource: null,
      sni: 'Real.Example',
      ja4: null,
    };
    const named = makeLoaded({ destination, url: 'https://lie.example/' });
    expect(auditFlow(tables, named, surround).host).toBe('real.example');
    const bare = makeLoaded({ destination: { ...destination, sni: null }, url: 'http://said.example:8080/' });
    expect(auditFlow(tables, bare, surround).host).toBe('said.example');
  });

  it('makes a refused connection a blind spot and nothing else', () => {
    const { flow, ...bytes } = makeLoaded();
    const { id, atMs, connectionId, destination, control } = flow;
    const refused = {
      kind: 'refused',
      id,
      atMs,
      connectionId,
      destination,
      control,
      reason: 'pinned',
      bytesOut: 5,
      count: 2,
    } as const;
    const audit = auditFlow(tables, { flow: refused, ...bytes }, surround);
    expect(audit.blind).toMatchObject([{ reason: 'pinned', bytesOut: 5, count: 2 }]);
    expect(audit.content.total).toBe(0);
  });
});
