import { describe, expect, it } from 'vitest';
import { CLASS_WORDS, DATA_CLASSES } from '#model/data-class';
import {
  brandedName,
  consentWords,
  hostWords,
  ruleWords,
  stepWords,
  valueWords,
  wireWords,
} from '../../src/report/words.ts';

describe('words', () => {
  it('name no two classes alike: three of them must never be merged', () => {
    expect(new Set(DATA_CLASSES.map((name) => CLASS_WORDS[name])).size).toBe(DATA_CLASSES.length);
  });

  it.each([
    ['none', null, 'no consent covers it'],
    ['sync', null, 'sync: state not known'],
    ['sync', 'withdrawn', 'sync: withdrawn'],
  ] as const)('consent %j %j is %j', (purpose, state, expected) => {
    expect(consentWords(purpose, state)).toBe(expected);
  });

  it.each([
    ['a-rule: since: so', { id: 'a-rule', because: 'since: so' }],
    ['no rule forbids it', { id: 'no rule forbids it', because: null }],
  ])('rule %j is %j', (rule, expected) => {
    expect(ruleWords(rule)).toEqual(expected);
  });

  it('tells values apart that are masked alike, by the id of the known value', () => {
    const masked = '+4•••3';
    expect(valueWords({ masked, canaryId: 'own-number' })).toBe('+4•••3 (own-number)');
    expect(valueWords({ masked, canaryId: 'peer' })).toBe('+4•••3 (peer)');
    expect(valueWords({ masked, canaryId: null })).toBe(masked);
  });

  it('gives one step, several, or none', () => {
    expect([stepWords('a', '-'), stepWords(['a', 'b'], '-'), stepWords(null, '-')]).toEqual([
      'a',
      'a, b',
      '-',
    ]);
  });

  it('gives an unknown class of the wire ledger as it stands', () => {
    expect([wireWords('quic'), wireWords('new-class')]).toEqual(['QUIC', 'new-class']);
  });

  it('names the brand once, and what has no host', () => {
    expect(brandedName('Redmi', 'Redmi Note 12')).toBe('Redmi Note 12');
    expect(brandedName('Redmi', 'redmi-class-33')).toBe('Redmi redmi-class-33');
    expect([brandedName('Redmi', undefined), brandedName(undefined, undefined)]).toEqual([
      'Redmi',
      undefined,
    ]);
    expect([hostWords('a.example'), hostWords('')]).toEqual(['a.example', '(no host)']);
  });
});
