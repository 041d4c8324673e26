import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { countedRun } from '#audit/decode/text/counted-run';
import { compileNeedles } from '#audit/match/compile';
import { makeCanary } from '../../../support/make-canary.ts';
import { makeLayer } from '../../../support/make-layer.ts';
import { routeTo } from '../../../support/show-route.ts';
import { scanLayers } from '../../../support/scan-layers.ts';

const IMEI = '861234050123457';
const needles = compileNeedles([makeCanary({ id: 'imei-1', value: IMEI })]);

/** A string as java.io.DataOutputStream.writeUTF writes it. */
const writeUtf = (text: string): Buffer =>
  Buffer.concat([Buffer.from([text.length >> 8, text.length & 255]), Buffer.from(text)]);

/** The end of a map that java.io.ObjectOutputStream writes: a string, and the tag of the end. */
const serialised = (text: string): Buffer =>
  Buffer.concat([
    Buffer.from('w\x08\0\0\0\x10\0\0\0\x01t'),
    writeUtf('id'),
    Buffer.from('t'),
    writeUtf(text),
    Buffer.from('x'),
  ]);

const recipes = (bytes: Buffer): readonly string[] =>
  scanLayers(needles, [makeLayer(bytes)], { wallMs: null }).matches.map(({ recipe }) => recipe);

const hash = (algorithm: string): Buffer => createHash(algorithm).update(IMEI).digest();

describe('a digest behind its length', () => {
  it.each([
    ['md5', hash('md5').toString('hex')],
    ['sha1', hash('sha1').toString('hex')],
    ['sha224', hash('sha224').toString('hex')],
    ['sha256', hash('sha256').toString('hex')],
    ['sha384', hash('sha384').toString('hex')],
    ['sha256', hash('sha256').toString('base64url')],
    ['sha512', hash('sha512').toString('base64')],
    ['sha256', hash('sha256').toString('base64')],
    ['sha1', hash('sha1').toString('base64url').slice(0, 16)],
    ['sha1', hash('sha1').toString('hex').slice(0, 24)],
  ])('%s %s', (algorithm, text) => {
    for (const bytes of [serialised(text), Buffer.concat([writeUtf(text), Buffer.from([1])])])
      expect(recipes(bytes)).toEqual([expect.stringMatching(new RegExp(`^(.* > )?${algorithm}/`))]);
  });

  it('is none where more letters follow than tags', () => {
    const text = hash('md5').toString('hex');
    expect(recipes(Buffer.concat([serialised(text), Buffer.from('xxx')]))).toEqual([]);
  });
});

describe('hexadecimal and base64 behind their length', () => {
  it.each([
    ['hex', Buffer.from('wilhelmina.coldstream93@example.net').toString('hex')],
    ['base64', Buffer.from('wilhelmina.coldstream93@example.net and some more of it').toString('base64')],
    ['hex', Buffer.from('a long line '.repeat(20) + 'wilhelmina').toString('hex')],
  ])('%s', (step, text) => {
    expect(text.length).toBeGreaterThan(0x40);
    for (const tail of ['\x01', 'x\0']) {
      const bytes = Buffer.concat([Buffer.from([0, 7]), writeUtf(text), Buffer.from(tail)]);
      expect(routeTo(makeLayer(bytes), 'wilhelmina')).toBe(`body › ${step}`);
    }
  });
});

describe('countedRun', () => {
  it('is null where nothing counts it', () => {
    const text = hash('sha256').toString('hex');
    for (const head of ['', 'x', '\0', '\0\0', '\0\x40', '\x01\x40'])
      expect(countedRun(Buffer.from(head + text), head.length, head.length + text.length)).toBeNull();
  });
});
