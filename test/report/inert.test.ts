import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, inert, inertDocument, inertJson } from '../../src/report/inert.ts';

const ACTIVE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

describe('inert', () => {
  it.each([
    ['\u001b[31m', '⟨U+001B⟩[31m'],
    ['\u009b31m', '⟨U+009B⟩31m'],
    ['a\u202eb', 'a⟨U+202E⟩b'],
    ['a\ud800', 'a⟨U+D800⟩'],
    ['\u{e0041}', '⟨U+E0041⟩'],
    ['one\r\ntwo\tthree', 'one ↵two three'],
    ['ordinary text, Grüße, 小米, 😀, क्ष', 'ordinary text, Grüße, 小米, 😀, क्ष'],
  ])('gives %j as %j', (text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  it('leaves no active character in any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !ACTIVE.test(inert(text))));
  });

  it('keeps the line ends of a document, and nothing else', () => {
    expect(inertDocument('a\nb\u0000')).toBe('a\nb⟨U+0000⟩');
  });
});

describe('inertJson', () => {
  it('changes no value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = inertJson(JSON.stringify({ text }));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(ACTIVE);
      }),
    );
  });
});

describe('cut', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc… (1 more characters)'],
    ['ab😀d', 3, 'ab… (2 more characters)'],
  ])('gives %j at %i as %j', (text, limit, expected) => {
    expect(cut(text, limit)).toBe(expected);
  });
});
