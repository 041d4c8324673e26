import { execFileSync } from 'node:child_process';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TwinChain, TwinEncoding } from '#model/twin-firmware';
import { renderBody, renderChain } from '#twin/firmware/body';
import type { Rendered } from '#twin/firmware/carried';
import { renderTemplate, type Scope } from '#twin/firmware/template';
import { lacks } from '../../support/lacks.ts';

const scopeWith =
  (bytes: Uint8Array): Scope =>
  (name) => {
    if (name === 'v')
      return { bytes: Buffer.from(bytes), carries: [{ class: 'imei', value: 'v', encode: [] }] };
    throw new Error(`unknown value: ${name}`);
  };

const through = (bytes: Uint8Array, chain: TwinChain): Rendered =>
  renderChain(renderTemplate('{v}', scopeWith(bytes)), chain, scopeWith(bytes));

const openssl = (args: readonly string[], input: Uint8Array): Buffer =>
  execFileSync('openssl', [...args], { input, maxBuffer: 1 << 22 });

const sample = Buffer.from('+44 7700 900123 Ottilie “Marlow” 王小明\n');
const undo: Partial<Record<TwinEncoding, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  brotli: brotliDecompressSync,
  base64: (bytes) => Buffer.from(bytes.toString('latin1'), 'base64'),
  base64url: (bytes) => Buffer.from(bytes.toString('latin1'), 'base64url'),
  hex: (bytes) => Buffer.from(bytes.toString('latin1'), 'hex'),
  url: (bytes) =>
    Buffer.from(
      bytes
        .toString('latin1')
        .replaceAll(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ),
};

describe('steps that can be undone', () => {
  it.each(Object.keys(undo) as TwinEncoding[])('%s, on any bytes, without altering them', (step) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const before = Buffer.from(bytes);
        const made = through(bytes, [step]);
        expect(undo[step]?.(made.bytes)).toEqual(before);
        expect(Buffer.from(bytes)).toEqual(before);
        expect(made.carries).toEqual([{ class: 'imei', value: 'v', encode: [step] }]);
      }),
    );
  });

  it.each([
    ['base64', 'unbase64'],
    ['hex', 'unhex'],
  ] as const)('%s then %s', (there, back) => {
    expect(through(sample, [there, back]).bytes).toEqual(sample);
  });

  it('writes url as RFC 3986 has it, and a JSON string as JSON', () => {
    expect(through(Buffer.from('a-b.c_d~e f+&'), ['url']).bytes.toString()).toBe('a-b.c_d~e%20f%2B%26');
    const text = sample.toString();
    expect(JSON.parse(`"${through(sample, ['json-string']).bytes.toString()}"`)).toBe(text);
    expect(through(sample, ['digits']).bytes.toString()).toBe('447700900123');
    expect(through(Buffer.from('aÉ'), ['upper']).bytes.toString()).toBe('AÉ');
    expect(through(Buffer.from('aÉ'), ['lower']).bytes.toString()).toBe('aé');
  });
});

describe.skipIf(lacks('openssl'))('what openssl makes of the same bytes', () => {
  it.each(['sha1', 'sha256', 'md5'] as const)('%s', (step) => {
    expect(through(sample, [step]).bytes).toEqual(openssl(['dgst', `-${step}`, '-binary'], sample));
  });

  const key = '00112233445566778899aabbccddeeff';
  const iv = Buffer.from('0102030405060708').toString('hex');
  it.each([
    ['aes-128-cbc', key, iv],
    ['aes-256-cbc', key + key, iv],
    ['aes-128-ecb', key, null],
  ] as const)('%s', (cipher, keyHex, ivHex) => {
    const values: Scope = (name) => ({ bytes: Buffer.from(name === 'k' ? keyHex : iv), carries: [] });
    const step = { cipher, key: '{k|unhex}', ...(ivHex === null ? {} : { iv: '{i|unhex}' }) };
    const made = renderChain(renderTemplate('{v}', scopeWith(sample)), [step], values);
    const args = ['enc', '-d', `-${cipher}`, '-K', keyHex, ...(ivHex === null ? [] : ['-iv', ivHex])];
    expect(openssl(args, made.bytes)).toEqual(sample);
    expect(made.carries[0]?.encode).toEqual([cipher]);
  });

  it('rc4, also with the beginning of the key stream thrown away', () => {
    const legacy = ['-provider', 'legacy', '-provider', 'default'];
    const zeros = Buffer.alloc(1024 + sample.length);
    const stream = openssl(['enc', '-rc4', ...legacy, '-K', key], zeros);
    const plain: Scope = () => ({ bytes: Buffer.from(key, 'hex'), carries: [] });
    for (const drop of [0, 1024]) {
      const rendered = { bytes: sample, carries: [] };
      const made = renderChain(rendered, [{ cipher: 'rc4', key: '{k}', drop }], plain).bytes;
      const own = Buffer.from(made.map((byte, at) => byte ^ (sample[at] ?? 0)));
      expect(own).toEqual(stream.subarray(drop, drop + sample.length));
    }
  });

  it("the vendor's short hash of 2014", () => {
    const hash = openssl(['dgst', '-sha1', '-binary'], Buffer.from('860000033000018'));
    const made = renderTemplate('{v|sha1|base64url|take:16}', scopeWith(Buffer.from('860000033000018')));
    expect(made.bytes.toString()).toBe(hash.toString('base64url').slice(0, 16));
  });

  it('a key that does not fit its cipher is refused', () => {
    expect(() =>
      through(sample, [{ cipher: 'aes-128-cbc', key: 'short', iv: '0102030405060708' }]),
    ).toThrow();
  });
});

describe('templates and bodies', () => {
  const scope = scopeWith(Buffer.from('8600\n"'));
  const text = (template: string): string => renderTemplate(template, scope).bytes.toString();

  it('replaces expressions and leaves other braces alone', () => {
    expect(text('a{v}b{v|digits}c')).toBe('a8600\n"b8600c');
    expect(text('{"d":{v|digits},"e":{}}')).toBe('{"d":8600,"e":{}}');
    expect(text('')).toBe('');
  });

  it('puts any text into JSON unharmed, and a number without quotes where told', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        const made = renderBody(
          { json: { a: ['{v}', null, 1.5, true], 'b"c': 'x{v}' } },
          scopeWith(Buffer.from(any)),
        );
        const kept = Buffer.from(any).toString();
        expect(JSON.parse(made.bytes.toString())).toEqual({ a: [kept, null, 1.5, true], 'b"c': `x${kept}` });
      }),
    );
    const number = renderBody({ json: { n: '{v|digits|number}' } }, scope);
    expect(JSON.parse(number.bytes.toString())).toEqual({ n: 8600 });
  });

  it('puts any text into a form unharmed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        const made = renderBody({ form: { a: '{v}', b: '2' } }, scopeWith(Buffer.from(any)));
        expect(new URLSearchParams(made.bytes.toString()).get('a')).toBe(Buffer.from(any).toString());
      }),
    );
  });

  it('wraps bytes into a field, others beside it', () => {
    const made = through(Buffer.from('a b'), ['base64', { form: 'data', with: { t: '{v}', s: '1' } }]);
    expect(made.bytes.toString()).toBe('data=YSBi&t=a%20b&s=1');
    expect(made.carries.map(({ encode }) => encode)).toEqual([['base64'], ['url']]);
  });
});
