import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditFlow, compile } from '#audit/audit';
import { NO_SECRETS } from '#audit/decode/secrets';
import { compileNeedles } from '#audit/match/compile';
import { keep, makeKept, MOST_MATCHES } from '#audit/match/kept';
import { makeCanary } from '../../support/make-canary.ts';
import { makeLayer } from '../../support/make-layer.ts';
import { makeLoadedFlow } from '../../support/make-loaded-flow.ts';
import { scanLayers } from '../../support/scan-layers.ts';

const IMEI = '861234050123457';
const MESSAGE = 'the red lantern hangs by the old mill';
const canaries = [
  makeCanary({ id: 'imei-1', value: IMEI }),
  makeCanary({ id: 'mac-1', class: 'mac', value: '7c:1d:d9:a1:b2:c3' }),
  makeCanary({ id: 'text-1', class: 'sms.body', value: MESSAGE }),
  makeCanary({ id: 'place-1', class: 'location', value: '60.16987,24.93841' }),
];
const scan = (body: string) => scanLayers(compileNeedles(canaries), [makeLayer(body)], { wallMs: null });
const many = (text: string, count = MOST_MATCHES + 50): string => `${text}\n`.repeat(count);

describe('what is kept of a flow that is full of known values', () => {
  it.each<[string, string, string]>([
    ['a part of a message', MESSAGE.slice(0, 30), 'text-1'],
    ['a digest', createHash('md5').update(IMEI).digest('hex'), 'imei-1'],
  ])('%s over and over: so many matches, and the first of another value behind them', (_, text, id) => {
    const { matches, isCut } = scan(`${many(text)}7c:1d:d9:a1:b2:c3\n60.16987,24.93841`);
    expect(isCut).toBe(true);
    expect(matches.length).toBeGreaterThanOrEqual(MOST_MATCHES);
    expect(matches.length).toBeLessThanOrEqual(MOST_MATCHES + 2);
    const others = matches.filter(({ canaryId }) => canaryId !== id).map(({ canaryId }) => canaryId);
    expect(others).toEqual(['mac-1', 'place-1']);
  });

  it('as many as are kept are not cut, and one more is', () => {
    const [number, mac] = scan(`${IMEI}\n7c:1d:d9:a1:b2:c3`).matches.toReversed();
    if (number === undefined || mac === undefined) throw new Error('one of two values was not found');
    const kept = makeKept();
    for (let index = 0; index < MOST_MATCHES; index++) keep(kept, number);
    expect([kept.matches.length, kept.isCut]).toEqual([MOST_MATCHES, false]);
    for (const match of [mac, mac, number]) keep(kept, match);
    expect([kept.matches.length, kept.matches.at(-1), kept.isCut]).toEqual([MOST_MATCHES + 1, mac, true]);
  });

  it('shapes of unknown values, and tokens that may be digests, are bounded alike', () => {
    const shapes = scan(`${many('ada@personal.example.org')}imei=358911070000003`);
    expect(shapes.isCut).toBe(true);
    expect(shapes.matches.length).toBeGreaterThanOrEqual(MOST_MATCHES);
    expect(shapes.matches.length).toBeLessThanOrEqual(MOST_MATCHES + 2);
    const tokens = Array.from({ length: MOST_MATCHES + 50 }, (_, index) =>
      createHash('md5').update(String(index)).digest('hex'),
    );
    expect(scan(tokens.join('\n')).isCut).toBe(true);
  });

  it('an audit says so, and finds every value in fields beyond the bound of findings', () => {
    const lines = Array.from({ length: 50_100 }, () => `{"imei":"${IMEI}"}`).join('\n');
    const body = Buffer.from(`${lines}\n{"mac":"7c:1d:d9:a1:b2:c3","place":"60.16987,24.93841"}`);
    const { drafts, blind } = auditFlow(compile(canaries), makeLoadedFlow({ method: 'POST', body }), {
      startedAtMs: null,
      secrets: NO_SECRETS,
    });
    expect(drafts.length).toBe(50_001);
    expect(new Set(drafts.map(({ canaryId }) => canaryId))).toEqual(new Set(['imei-1', 'mac-1', 'place-1']));
    expect(blind.map(({ reason, detail }) => `${reason}: ${detail}`)).toEqual([
      'bound-hit: work limit reached (findings): not all layers or findings were taken in',
    ]);
  });
});
