import { encode as msgpack } from '@msgpack/msgpack';
import { encode as cbor } from 'cborg';
import fc from 'fast-check';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeBudget } from '#audit/decode/budget';
import { contextOf } from '#audit/decode/context';
import type { View } from '#audit/decode/decoder';
import {
  BINARY_DECODERS,
  LAST_BINARY_DECODERS,
  TEXT_DECODERS,
  VENDOR_DECODERS,
} from '#audit/decode/decoders';
import { peel } from '#audit/decode/peel';
import { resolveRoute } from '#audit/decode/route/resolve-route';
import { REVERSE } from '#audit/decode/text/reverse';
import { traitsOf } from '#audit/decode/traits';
import { makeLayer } from '../../support/make-layer.ts';

const LIMITS = { depth: 16, layers: 2000, bytes: 2_000_000, rereads: 12 };
/** What one flow's last attempt may make beyond the account: every attempt is bounded by what is left of it. */
const MOST_BYTES = 2 * LIMITS.bytes;

const document = JSON.stringify({
  v: 4,
  name: 'Ada "L" Łukasz 欧阳',
  list: [1, 2.5, null],
  at: 1_764_150_000_123,
});
const bytes = Buffer.from(document);
const base64 = bytes.toString('base64');

// Python: zipfile, compression.zstd's frame of one raw block, and snappy's literal, of the text "hello hello hello".
const ZIP = Buffer.from('504b03041400000000000000000000000000110000001100000005000000612e747874', 'hex');
const ZSTD = Buffer.from('28b52ffd2011890000', 'hex');

const VALID: readonly Uint8Array[] = [
  bytes,
  gzipSync(bytes),
  Buffer.concat([gzipSync('a first member'), gzipSync(bytes)]),
  deflateSync(bytes),
  deflateRawSync(bytes),
  brotliCompressSync(bytes),
  Buffer.concat([ZIP, Buffer.from('hello hello hello')]),
  Buffer.concat([ZSTD, Buffer.from('hello hello hello')]),
  Buffer.from('\x11\x40hello hello hello', 'latin1'),
  msgpack({ v: 4, data: Uint8Array.from(bytes), list: [1, -7, 1e300, 'x'] }),
  cbor({ v: 4, data: Uint8Array.from(bytes), list: [1, -7, 1e300, 'x'] }),
  Buffer.from('0804121268656c6c6f2068656c6c6f2068656c6c6f211a04080110021d00000000', 'hex'),
  Buffer.concat([Buffer.from([0, 0, 0, 0, bytes.length]), bytes]),
  Buffer.from(document, 'utf16le'),
  Buffer.from('c5b7d1f4c3f7d4c2b5c4cad6bbfa', 'hex'),
  Buffer.from(Buffer.from('Łukasz Großmann').toString('latin1')),
  Buffer.from('e8329bfd4697d9ec37', 'hex'),
  Buffer.from(`a=1&q=${encodeURIComponent(document)}&b=${encodeURIComponent(encodeURIComponent(document))}`),
  Buffer.from(JSON.stringify(document)),
  Buffer.from('{"n":"\\u0041\\ud83d\\ude00\\x41\\u{1F600}"}'),
  Buffer.from('<r a="1">Ada &amp; &#x41;&#66; <![CDATA[x]]></r>'),
  Buffer.from(`x=3D1=\r\ny ${base64}`),
  Buffer.from(`{"d":"${base64}","h":"${bytes.toString('hex')}"}`),
  Buffer.from(base64.replace(/.{76}/g, '$&\r\n')),
  Buffer.from((bytes.toString('hex').match(/../g) ?? []).join(':')),
  Buffer.from(
    `--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n${document}\r\n--b--\r\n`,
  ),
  Buffer.from(`eyJhbGciOiJIUzI1NiJ9.${bytes.toString('base64url')}.c2ln data:text/plain;base64,${base64}`),
  Buffer.from(document).reverse(),
];

type Change = {
  readonly at: number;
  readonly kind: 'flip' | 'cut' | 'repeat' | 'insert';
  readonly bytes: Uint8Array;
};

const changed = (source: Uint8Array, changes: readonly Change[]): Buffer => {
  let made = Buffer.from(source);
  for (const { at, kind, bytes: extra } of changes) {
    const place = made.length === 0 ? 0 : at % made.length;
    const [before, after] = [made.subarray(0, place), made.subarray(place)];
    if (kind === 'cut') made = Buffer.from(before);
    else if (kind === 'repeat') made = Buffer.concat([made, after]);
    else if (kind === 'insert') made = Buffer.concat([before, extra, after]);
    else made = Buffer.concat([before, extra.subarray(0, 1), after.subarray(1)]);
  }
  return made;
};

const change = fc.record<Change>({
  at: fc.nat(4000),
  kind: fc.constantFrom('flip', 'cut', 'repeat', 'insert'),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
});
const mutated = fc
  .tuple(fc.constantFrom(...VALID), fc.array(change, { maxLength: 4 }))
  .map(([source, changes]) => changed(source, changes));
const input = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((made) => Buffer.from(made)),
  mutated,
  mutated,
);

const STEPS = ['body', 'query', 'path', 'reverse'] as const;

const viewOf = (source: Buffer, step: (typeof STEPS)[number]): View => {
  const root = makeLayer(source, { link: { step: step === 'reverse' ? 'body' : step } });
  const layer =
    step === 'reverse'
      ? { ...root, parent: root, link: { step, offset: 0, length: source.length }, depth: 1 }
      : root;
  return {
    layer,
    bytes: source,
    traits: traitsOf(source),
    budget: makeBudget(LIMITS),
    context: contextOf([root], {
      secrets: { ssecurities: ['BwcHBwcHBwcHBwcHBwcHBw=='] },
      letters: null,
      isSealedHex: () => true,
    }),
  };
};

describe('every decoder, on bytes of any kind', () => {
  it.each(
    [...BINARY_DECODERS, ...LAST_BINARY_DECODERS, ...TEXT_DECODERS, ...VENDOR_DECODERS, REVERSE].map(
      (decoder) => [decoder.name, decoder] as const,
    ),
  )('%s neither throws, nor alters its input, nor makes more than its account allows', (_, decoder) => {
    fc.assert(
      fc.property(input, fc.constantFrom(...STEPS), (source, step) => {
        const before = Buffer.from(source);
        const view = viewOf(source, step);
        const children = decoder.decode(view);
        expect(source.equals(before)).toBe(true);
        expect(children.reduce((sum, child) => sum + child.bytes.length, 0)).toBeLessThanOrEqual(MOST_BYTES);
        for (const { link } of children) {
          expect(link.offset).toBeGreaterThanOrEqual(0);
          expect((link.offset ?? 0) + (link.length ?? 0)).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('peeling and resolving, on bytes of any kind', () => {
  it('ends within its limits, and every byte of every layer has a route', () => {
    fc.assert(
      fc.property(input, fc.nat(), (source, seed) => {
        const before = Buffer.from(source);
        const { layers, bytesDecoded } = peel([makeLayer(source)], LIMITS);
        expect(source.equals(before)).toBe(true);
        expect(layers.length).toBeLessThanOrEqual(LIMITS.layers + 1);
        expect(bytesDecoded).toBeLessThanOrEqual(MOST_BYTES);
        const layer = layers[seed % layers.length];
        if (layer === undefined || layer.bytes.length === 0) return;
        const offset = seed % layer.bytes.length;
        expect(resolveRoute(layer, offset, 1).route[0]?.step).toBe('body');
      }),
      { numRuns: 1500 },
    );
  });
});
