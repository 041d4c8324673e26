import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SCHEMAS } from '#model/schemas';
import { PROJECT } from '../rules/planted-tree.ts';
import { makeCanary } from '../support/make-canary.ts';
import { makeMark } from '../support/make-mark.ts';
import { makeReport } from '../support/make-report.ts';

type Document = Readonly<Record<string, unknown>>;

const stamp = { seq: 0, atMs: 1, wallMs: 2 };
const request = {
  ...stamp,
  type: 'http.req',
  flow: 'f1',
  conn: null,
  method: 'GET',
  url: 'https://a.example/',
  httpVersion: 'HTTP/1.1',
  headers: [['Host', 'a.example']],
  app: null,
};
const bodyEnd = {
  ...stamp,
  type: 'body.end',
  flow: 'f1',
  dir: 'out',
  bytes: 0,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  truncated: false,
  aborted: false,
};
const session = JSON.parse(
  readFileSync(join(PROJECT, 'devices/sample-capture/session.json'), 'utf8'),
) as Document;
const rule = { id: 'r', verdict: 'forbid', because: 'a reason' };
const policy = {
  policyVersion: 1,
  name: 'p',
  rules: [rule],
  limits: { unreadBytesShare: 0.05, unreadConnectionsShare: 0.05 },
  controls: { positive: 'optional', negative: 'required' },
  purposes: [],
};
const entry = { group: 'g', decision: 'accepted', by: 'me', because: 'a reason' };
const owner = { name: 'Xiaomi', kind: 'vendor', source: 'its site' };
const row = { domain: 'mi.com', owner: 'Xiaomi', source: 'its site' };
const hosts = { hostsVersion: 1, owners: [owner], hosts: [row] };
const handset = {
  handsetVersion: 1,
  codename: 'h',
  brand: 'Redmi',
  name: 'H',
  devices: ['h'],
  driver: 'uiautomator2',
  apiLevels: { from: 33, to: 33 },
  tested: false,
};
const step = (id: string, rest: Document): Document => ({ id, title: 'a step', ...rest });
const scenario = {
  scenarioVersion: 1,
  name: 's',
  title: 'a scenario',
  steps: [
    step('wizard', { stands: 'before-choice', choose: { all: 'declined' } }),
    step('idle', { stands: 'declined', idle: '10m' }),
  ],
};

const ledgerLine = {
  atMs: 1,
  flow: 'look-up',
  app: 'com.android.mms',
  trigger: 'contact.added',
  triggeredAtMs: 0,
  attempt: 1,
  outcome: 'sent',
  channel: 'proxy',
  transport: 'http',
  host: 'a.example',
  bytes: 120,
  carries: [{ class: 'contact.number', value: '+447700900461', encode: ['url'], enteredAtMs: 0 }],
  consent: { 'cloud-sync': 'declined' },
};
const yaml = (name: string): Document =>
  parse(readFileSync(join(PROJECT, 'devices/twins', name), 'utf8')) as Document;

/** For every file boundary one document that is right. */
const GOOD: Readonly<Record<string, unknown>> = {
  canaries: [makeCanary({ id: 'a' }), makeCanary({ id: 'b' })],
  event: request,
  handset,
  hosts,
  lab: { labVersion: 1, region: 'GB', peer: '+447700900214', numbers: ['+447700900461'] },
  ledger: ledgerLine,
  mark: makeMark({ consent: { 'cloud-sync': 'declined' } }),
  policy,
  report: makeReport(),
  review: { reviewVersion: 1, entries: [entry] },
  scenario,
  session,
  'twin-firmware': yaml('redmi-class-33@clean.yaml'),
  'twin-handset': yaml('redmi-class-33.yaml'),
};

const accepts = (name: string, document: unknown): boolean =>
  SCHEMAS[name]?.safeParse(document).success ?? false;
const goodObjects = Object.entries(GOOD).filter(([, document]) => !Array.isArray(document)) as [
  string,
  Document,
][];
const without = (document: Document, key: string): Document =>
  Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));

/** What may be missing; all else is required. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  lab: ['region', 'identifiers', 'account', 'peer', 'numbers'],
  mark: ['title', 'readBack', 'canaries'],
  session: ['scenarioSha256', 'engine', 'route', 'controls', 'leftChanged'],
  'twin-firmware': ['addresses'],
};

describe('every file boundary', () => {
  it('has a document in this test', () => {
    expect(Object.keys(SCHEMAS).sort()).toEqual(Object.keys(GOOD).sort());
  });

  it.each(Object.entries(GOOD))('%s: takes a good document, also from disk', (name, document) => {
    expect(SCHEMAS[name]?.safeParse(JSON.parse(JSON.stringify(document))).error?.issues ?? []).toEqual([]);
  });

  it.each(goodObjects)('%s: refuses a key that it does not know', (name, document) => {
    expect(accepts(name, { ...document, unheardOf: 1 })).toBe(false);
  });

  it.each(goodObjects)(
    '%s: refuses a document that lacks a key, or holds nonsense under it',
    (name, document) => {
      const keys = Object.keys(document);
      const missing = keys.filter((key) => accepts(name, without(document, key)));
      expect(missing.filter((key) => !(OPTIONAL[name] ?? []).includes(key))).toEqual([]);
      expect(keys.filter((key) => accepts(name, { ...document, [key]: { unheardOf: [1] } }))).toEqual([]);
    },
  );

  it.each(Object.keys(SCHEMAS))('%s: can be printed as a JSON Schema', (name) => {
    const printed = z.toJSONSchema(SCHEMAS[name]!, { unrepresentable: 'any', io: 'input' });
    expect(printed.$schema).toMatch(/json-schema\.org/);
  });
});

describe('what is refused, and the near miss that is not', () => {
  it.each<[name: string, why: string, bad: unknown, good: unknown]>([
    [
      'canaries',
      'one id twice',
      [makeCanary({ id: 'a' }), makeCanary({ id: 'a' })],
      [makeCanary({ id: 'a' })],
    ],
    [
      'canaries',
      'an id that is its value',
      [{ ...makeCanary(), id: 'n-86-1234050123457', value: '861234050123457' }],
      [{ ...makeCanary(), id: 'n-86', value: '861234050123457' }],
    ],
    ['canaries', 'an empty value', [{ ...makeCanary(), value: '' }], [{ ...makeCanary(), value: '0' }]],
    [
      'canaries',
      'a region in small letters',
      [{ ...makeCanary(), region: 'in' }],
      [{ ...makeCanary(), region: 'IN' }],
    ],
    [
      'canaries',
      'a class of no list',
      [{ ...makeCanary(), class: 'shoe_size' }],
      [{ ...makeCanary(), class: 'imsi' }],
    ],
    [
      'lab',
      'a national number',
      { labVersion: 1, peer: '07700900214' },
      { labVersion: 1, peer: '+447700900214' },
    ],
    ['event', 'a negative time', { ...request, atMs: -1 }, { ...request, atMs: 0 }],
    ['event', 'a type of no list', { ...request, type: 'http.push' }, request],
    [
      'event',
      'a header without a value',
      { ...request, headers: [['Host']] },
      { ...request, headers: [['Host', '']] },
    ],
    ['event', 'half a hash', { ...bodyEnd, sha256: bodyEnd.sha256.slice(32) }, bodyEnd],
    ['event', 'a hash in capitals', { ...bodyEnd, sha256: bodyEnd.sha256.toUpperCase() }, bodyEnd],
    ['event', 'a fraction of a byte', { ...bodyEnd, bytes: 0.5 }, { ...bodyEnd, bytes: 1 }],
    [
      'mark',
      'a state of no list',
      makeMark({ consent: { a: 'perhaps' as 'declined' } }),
      makeMark({ consent: { a: 'withdrawn' } }),
    ],
    [
      'mark',
      'a purpose with a space',
      makeMark({ consent: { 'a b': 'declined' } }),
      makeMark({ consent: { 'a-b': 'declined' } }),
    ],
    [
      'policy',
      'a share above 1',
      { ...policy, limits: { ...policy.limits, unreadBytesShare: 1.1 } },
      { ...policy, limits: { ...policy.limits, unreadBytesShare: 1 } },
    ],
    [
      'policy',
      'a rule without a reason',
      { ...policy, rules: [{ ...rule, because: '' }] },
      { ...policy, rules: [] },
    ],
    [
      'policy',
      'a condition that nothing can meet',
      { ...policy, rules: [{ ...rule, classes: [] }] },
      { ...policy, rules: [{ ...rule, classes: ['imei'] }] },
    ],
    [
      'review',
      'a day that does not exist',
      { reviewVersion: 1, entries: [{ ...entry, until: '2026-02-30' }] },
      { reviewVersion: 1, entries: [{ ...entry, until: '2026-02-28' }] },
    ],
    [
      'review',
      'a version from the future',
      { reviewVersion: 2, entries: [] },
      { reviewVersion: 1, entries: [] },
    ],
    [
      'hosts',
      'a row whose owner is not listed',
      { ...hosts, hosts: [{ ...row, owner: 'Mi' }] },
      { ...hosts, hosts: [{ ...row, owner: 'unknown' }] },
    ],
    [
      'hosts',
      'a domain in capitals',
      { ...hosts, hosts: [{ ...row, domain: 'MI.com' }] },
      { ...hosts, hosts: [{ ...row, domain: 'm-i.com' }] },
    ],
    [
      'hosts',
      'a domain twice',
      { ...hosts, hosts: [row, row] },
      { ...hosts, hosts: [row, { ...row, match: 'exact' }] },
    ],
    [
      'hosts',
      'a set of purposes that is not there',
      { ...hosts, hosts: [{ ...row, purposes: 'ads' }] },
      { ...hosts, purposeSets: { ads: [{ purpose: 'ads' }] }, hosts: [{ ...row, purposes: 'ads' }] },
    ],
    [
      'scenario',
      'a step that stands elsewhere than the choices lead',
      { ...scenario, steps: [scenario.steps[0], step('idle', { stands: 'accepted', idle: '10m' })] },
      scenario,
    ],
    [
      'scenario',
      'one step id twice',
      { ...scenario, steps: [step('a', { idle: '1s' }), step('a', { idle: '1s' })] },
      { ...scenario, steps: [step('a', { idle: '1s' }), step('b', { idle: '1s' })] },
    ],
    [
      'scenario',
      'an idle of no unit',
      { ...scenario, steps: [step('a', { idle: '10' })] },
      { ...scenario, steps: [step('a', { idle: '10h' })] },
    ],
    ['session', 'an id that leaves the folder', { ...session, id: '../x' }, { ...session, id: 'x..' }],
    ['session', 'a version from the future', { ...session, captureVersion: 2 }, session],
    ['report', 'a version from the future', { ...makeReport(), reportVersion: 2 }, makeReport()],
    ['report', 'a verdict of no list', { ...makeReport(), verdict: 'fine' }, makeReport()],
  ])('%s: %s', (name, _, bad, good) => {
    expect([accepts(name, bad), accepts(name, good)]).toEqual([false, true]);
  });
});
