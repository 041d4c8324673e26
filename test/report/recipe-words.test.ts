import { describe, expect, it } from 'vitest';
import { ROOT_STEPS, STEP_NAMES } from '#model/route';
import { recipeWords, toleranceOf } from '#report/recipe-words';
import { STEP_WORDS } from '#report/step-words';

describe('recipeWords', () => {
  it.each([
    ['plain', ['plain = the value as it is known']],
    ['hex:', ['hex: = its hexadecimal digits, ":" after every two']],
    [
      'sha1/base64url[0:16]',
      [
        'sha1/base64url[0:16] = the SHA1 of what stands before it, else of the value, in base64url, the first 16 characters',
      ],
    ],
    [
      'value of salt + (hex > upper) > sha256[0:8]/hex',
      [
        'value of salt = the bytes of the field salt, which is named under Besides',
        'hex = its hexadecimal digits',
        'upper = in capitals',
        'sha256[0:8]/hex = the SHA256 of what stands before it, else of the value, the first 8 bytes, in hexadecimal',
      ],
    ],
    [
      'hmac(time[hour-1,seconds], plain) > md5/HEX',
      [
        'hmac(time[hour-1,seconds], plain) = a keyed hash (RFC 2104) of a key and a text',
        'time[hour-1,seconds] = when the flow was sent, down to the hour, the one before, in UTC, as seconds',
        'plain = the value as it is known',
        'md5/HEX = the MD5 of what stands before it, else of the value, in hexadecimal with capitals',
      ],
    ],
    [
      'together(imei-1, serial) > sha1/hex[-8:]',
      [
        'together(imei-1, serial) = the known values imei-1, serial as one text',
        'sha1/hex[-8:] = the SHA1 of what stands before it, else of the value, in hexadecimal, the last 8 characters',
      ],
    ],
    ['a recipe of tomorrow', []],
  ])('%s', (recipe, words) => {
    expect(recipeWords(recipe)).toEqual(words);
  });

  it('is bounded for what no audit writes', () => {
    expect(recipeWords('plain > '.repeat(100_000)).length).toBe(1);
    expect(recipeWords('('.repeat(100_000))).toEqual([]);
  });
});

describe('toleranceOf', () => {
  it.each([
    ['plain', true],
    ['national', true],
    ['sha1/hex', false],
    ['plain + value of ts > md5/raw', false],
    ['varint', false],
    ['shape', false],
  ])('%s: %s', (recipe, isTold) => {
    expect(toleranceOf(recipe) !== null).toBe(isTold);
  });
});

describe('STEP_WORDS', () => {
  it('has words for every step that is undone', () => {
    const roots: readonly string[] = ROOT_STEPS;
    const undone = STEP_NAMES.filter((step) => !roots.includes(step));
    expect(undone.filter((step) => STEP_WORDS[step] === undefined)).toEqual([]);
  });
});
