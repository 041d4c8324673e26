import { describe, expect, it } from 'vitest';
import { auditFlow, compile } from '#audit/audit';
import { resolveRoute } from '#audit/decode/route/resolve-route';
import { NO_SECRETS } from '#audit/decode/secrets';
import type { DraftFinding } from '#audit/flow-audit';
import { makeCanary } from '../../../support/make-canary.ts';
import { makeLayer } from '../../../support/make-layer.ts';
import { makeLoadedFlow } from '../../../support/make-loaded-flow.ts';

const SURROUND = { startedAtMs: null, secrets: NO_SECRETS };

const numbers = Array.from({ length: 1500 }, (_, index) => `+44770090${String(1000 + index)}`);
const canaries = numbers.map((value, index) =>
  makeCanary({ id: `number-${String(index)}`, class: 'contact.number', value }),
);
const tables = compile(canaries);

const draftsOf = (body: string, known = tables): readonly DraftFinding[] =>
  auditFlow(known, makeLoadedFlow({ method: 'POST', body: Buffer.from(body) }), SURROUND).drafts;

const pathOf = ({ route }: DraftFinding): string => route.map(({ path = '' }) => path).join(' › ');

describe('the way to a value', () => {
  const list = numbers.map((number, index) => ({ name: `“${String(index)}”\n"`, number }));
  const escaped = JSON.stringify({ v: 4, data: JSON.stringify({ list }) });

  it('is told to each of very many in one escaped text', () => {
    const drafts = draftsOf(escaped);
    const paths = new Map(drafts.map((draft) => [draft.canaryId, pathOf(draft)]));
    expect(drafts).toHaveLength(numbers.length);
    numbers.forEach((_, index) => {
      expect(paths.get(`number-${String(index)}`)).toMatch(
        new RegExp(`\\$\\.data › \\$\\.list\\[${String(index)}\\]\\.number$`),
      );
    });
  });

  it('ends before a record that a digest reads as, of which its first bytes are the tag', () => {
    // Field 1390 of protobuf with 45 bytes.
    const digest = Buffer.concat([
      Buffer.from([0xf2, 0x56, 0x2d]),
      Buffer.from('a digest of some other bytes, in all 45 of it'),
    ]);
    const { route, bytes } = resolveRoute(makeLayer(digest), 0, digest.length);
    expect(bytes).toEqual(digest);
    expect(route.map(({ step }) => step)).toEqual(['body']);
  });

  it('leads through the data URL that the value stands in, not through another one', () => {
    const urls = numbers.slice(0, 3).map((number) => `see data:text/plain,tel-${number.slice(1)} and`);
    const drafts = draftsOf(`${urls.join(' ')} nothing of ${numbers[9] ?? ''}`);
    const steps = new Map(drafts.map(({ canaryId, route }) => [canaryId, route.map(({ step }) => step)]));
    for (const index of [0, 1, 2])
      expect(steps.get(`number-${String(index)}`)?.includes('data-url')).toBe(true);
    expect(steps.get('number-9')?.includes('data-url')).toBe(false);
  });

  it.each([
    ['pairs that stand in each other', 'ssid="'],
    ['addresses without a name', 'ada@personal.example.org '],
    ['names before names', 'imei: imei='],
  ])('takes work in proportion where a body is full of %s', (_what, text) => {
    const drafts = draftsOf(
      `${text.repeat(Math.floor(1_000_000 / text.length))}imei=861234050123457`,
      compile([]),
    );
    expect(drafts.length).toBeLessThan(100);
  });
});
