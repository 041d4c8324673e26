import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DraftFinding } from '#audit/flow-audit';
import { attribute } from '#audit/attribute/attribute';
import { compileHosts } from '#audit/attribute/compile-hosts';
import { compileNeedles } from '#audit/match/compile';
import { findingFrom, type Scene } from '#audit/finding-from';
import { makeCanary } from '../support/make-canary.ts';
import { makeFlowAudit } from '../support/make-flow-audit.ts';
import { recipientsFrom } from '#audit/recipients-from';
import { timelineFrom } from '#audit/timeline';

const draft = (overrides: Partial<DraftFinding>): DraftFinding => ({
  class: 'imei',
  canaryId: 'imei-1',
  masked: '86•••7',
  spelling: 'plain',
  level: 'A',
  part: 'body',
  route: [{ step: 'body' }, { step: 'json', path: '$.list[3].imei', offset: 1, length: 15 }],
  at: { offset: 0, length: 15 },
  recipe: 'plain',
  bits: 50,
  compared: null,
  share: 1,
  reasoning: '',
  inversionCandidates: null,
  layers: [],
  ...overrides,
});
const audit = makeFlowAudit({ host: 'api.vendor.example' });
const map = compileHosts({ hostsVersion: 1, owners: [], hosts: [] });
const handset = {};
const context = { map, handset, places: null, connections: [], scrub: (text: string) => text };
const scene = (overrides: Partial<Scene> = {}): Scene => ({
  canaryOf: new Map([['imei-1', makeCanary()]]),
  handset,
  map,
  needles: compileNeedles([makeCanary()]),
  policy: {
    policyVersion: 1,
    name: 'p',
    rules: [],
    limits: { unreadBytesShare: 1, unreadConnectionsShare: 1 },
    controls: { positive: 'optional', negative: 'optional' },
    purposes: [],
  },
  recipients: recipientsFrom([audit], context),
  review: null,
  searchedBytes: 1000,
  session: { startedAt: null },
  timeline: timelineFrom([]),
  tokens: new Map(),
  ...overrides,
});

describe('findingFrom', () => {
  it('expects accidents by the bytes searched, or by the tokens of the digest', () => {
    expect(findingFrom(draft({}), audit, scene()).proof.chance).toBeCloseTo(1000 / 2 ** 50, 20);
    const hashed = draft({ level: 'B', bits: 64, compared: { tokenKind: 'hex:16', rank: 'common' } });
    const few = findingFrom(hashed, audit, scene({ tokens: new Map([['hex:16', 1]]) }));
    expect(few.proof.chance).toBeLessThan(1e-9);
    expect(few.level).toBe('B');
  });

  it('calls a digest that the capture is full of a C', () => {
    const hashed = draft({ level: 'B', bits: 64, compared: { tokenKind: 'hex:16', rank: 'common' } });
    const many = findingFrom(hashed, audit, scene({ tokens: new Map([['hex:16', 1e12]]) }));
    expect(many.level).toBe('C');
  });

  it('groups the items of a list together and tells them apart', () => {
    const one = findingFrom(draft({}), audit, scene());
    const route = [{ step: 'body' as const }, { step: 'json' as const, path: '$.list[4].imei' }];
    const other = findingFrom(draft({ route }), audit, scene());
    expect(other.group).toBe(one.group);
    expect(other.id).not.toBe(one.id);
  });

  it('makes no id from a value', () => {
    const digest = createHash('sha256').update('861234050123457').digest('hex');
    const { id, group } = findingFrom(draft({}), audit, scene());
    expect(digest).not.toContain(id);
    const moved = scene({ canaryOf: new Map([['imei-1', makeCanary({ value: '352099001761481' })]]) });
    expect(findingFrom(draft({}), audit, moved)).toMatchObject({ id, group });
  });
});

describe('recipientsFrom', () => {
  it('counts connections once, those without a flow too, but not the harness', () => {
    const connection = { host: 'API.vendor.example', class: 'read', bytesOut: 1, control: false } as const;
    const connections = [
      { ...connection, id: 'c1' },
      { ...connection, id: 'c2' },
      { ...connection, id: 'c3', control: true },
    ];
    const { all } = recipientsFrom([audit, makeFlowAudit({ id: 'f2', bytesOut: 7 })], {
      ...context,
      connections,
    });
    expect(all).toMatchObject([
      { connections: 2, bytesOut: 7, owner: attribute(map, 'x.example', {}).owner },
    ]);
  });
});
