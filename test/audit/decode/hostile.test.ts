import { constants, gzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { auditFlow, compile } from '#audit/audit';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { FLOOD_PARTS, floodOf } from '../../support/floods.ts';
import { makeCanary } from '../../support/make-canary.ts';
import { makeLayer } from '../../support/make-layer.ts';
import { makeLoadedFlow } from '../../support/make-loaded-flow.ts';

const tables = compile([makeCanary()]);
const IMEI = makeCanary().value;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Work is what is bounded; a machine may be slow. */
const TIMEOUT_MS = 180_000;

const nestedJson = (depth: number): string => {
  let text = `"${IMEI}"`;
  for (let level = 0; level < depth; level++) text = JSON.stringify({ a: text });
  return text;
};

const varint = (value: number): readonly number[] =>
  value < 128 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];

// A message in a message, each of which could be read as text, too.
const nestedProtobuf = (depth: number): Buffer => {
  let content: Buffer = Buffer.from([8, 0x80, 0x80, 0x80, 0x01]);
  for (let level = 0; level < depth; level++)
    content = Buffer.concat([Buffer.from([0x0a, ...varint(content.length)]), content]);
  return content;
};

/** Work: layers and bytes counted, never time. A last attempt may look at what one layer holds beyond the account. */
const expectWithinBudget = (body: Uint8Array): ReadonlySet<string> => {
  const { layers, bytesDecoded, hit } = peel([makeLayer(body)], DEFAULT_LIMITS);
  expect(layers.length).toBeLessThanOrEqual(DEFAULT_LIMITS.layers + 1);
  expect(bytesDecoded).toBeLessThanOrEqual(DEFAULT_LIMITS.bytes);
  expect(Math.max(...layers.map(({ depth }) => depth))).toBeLessThanOrEqual(DEFAULT_LIMITS.depth);
  return hit;
};

const audit = (body: Uint8Array) =>
  auditFlow(tables, makeLoadedFlow({ method: 'POST', body }), {
    startedAtMs: 0,
    secrets: { ssecurities: [] },
  });
const blindOf = (body: Uint8Array): readonly string[] => audit(body).blind.map(({ reason }) => reason);

describe('hostile bodies that are opened whole', () => {
  it(
    'a million words joined by pluses',
    () => {
      const body = Buffer.from(`${'a+b '.repeat(1_000_000)}${IMEI}`);
      expect(expectWithinBudget(body)).toEqual(new Set());
      expect(audit(body).drafts.map(({ canaryId }) => canaryId)).toEqual([makeCanary().id]);
    },
    TIMEOUT_MS,
  );
});

describe('a batch of ten thousand events', () => {
  it('each of which is base64, is read to the last', { timeout: TIMEOUT_MS }, () => {
    const events = Array.from(
      { length: 10_000 },
      (_, index) => `{"event":"opened","seq":"${String(index)}"}`,
    );
    const body = Buffer.from(
      [...events, `{"i":"${IMEI}"}`].map((event) => Buffer.from(event).toString('base64')).join('\n'),
    );
    const { drafts, blind } = audit(body);
    expect(blind).toEqual([]);
    expect(drafts.map(({ level }) => level)).toEqual(['A']);
  });
});

describe('hostile bodies end within their budget and say so', () => {
  it.each<[string, () => Buffer, string]>([
    ['a bomb of gzip', () => gzipSync(Buffer.alloc(200_000_000)), 'bytes'],
    ['a bomb within a bomb', () => gzipSync(gzipSync(Buffer.alloc(150_000_000))), 'bytes'],
    ['JSON in JSON in JSON', () => Buffer.from(nestedJson(18)), 'depth'],
    [
      'ten megabytes of a percent sign encoded again and again',
      () => Buffer.from(`%${'25'.repeat(5_000_000)}`),
      'bytes',
    ],
    ['messages of varints in messages', () => nestedProtobuf(2000), 'depth'],
    [
      'runs of quoted bytes, each by itself in a text',
      () => Buffer.from(`${'=FF'.repeat(24)}x`.repeat(140_000)),
      'layers',
    ],
    [
      'MessagePack of lists in lists',
      () => Buffer.concat([Buffer.alloc(70, 0x91), Buffer.from([0xcc, 200])]),
      'layers',
    ],
    [
      'CBOR of lists without a length in each other',
      () => Buffer.concat([Buffer.alloc(70, 0x9f), Buffer.from([0x19, 0xaa, 0xaa]), Buffer.alloc(70, 0xff)]),
      'layers',
    ],
    ['fifty megabytes of the base64 alphabet', () => Buffer.from(ALPHABET.repeat(781_250)), 'bytes'],
  ])('%s', { timeout: TIMEOUT_MS }, (_, make, bound) => {
    const body = make();
    expect([...expectWithinBudget(body)]).toContain(bound);
    expect(blindOf(body)).toContain('bound-hit');
  });
});

describe('drawn bytes that begin like lists in lists', () => {
  it.each([
    ['CBOR', '8686848e'.repeat(25)],
    ['MessagePack', '9392969195'.repeat(30)],
    ['lists that another byte ends', `${'9f'.repeat(70)}0102ff`],
    ['lists longer than what is left', `${'81'.repeat(70)}9903`],
  ])('are no document that was not read whole: %s', (_, hex) => {
    expect(expectWithinBudget(Buffer.from(hex, 'hex'))).toEqual(new Set());
  });
});

describe('escapes, percent signs, charsets and reversal that lead from each into each other', () => {
  it('are read in so many ways as many times what was sent, which is said', { timeout: TIMEOUT_MS }, () => {
    const body = Buffer.concat([
      Buffer.from(`{"i":"${IMEI}"} `),
      Buffer.alloc(400_000, '\\\\u005cc5x\\\\xc3\\xa9%5C9e00u\\ '),
    ]);
    expect([...expectWithinBudget(body)]).toContain('bytes');
    const { layers } = peel([makeLayer(body)], DEFAULT_LIMITS);
    const made = layers.slice(1).reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(made).toBeLessThan(12 * body.length);
    const { drafts, blind } = audit(body);
    expect(drafts.map(({ level }) => level)).toContain('A');
    expect(blind.map(({ reason }) => reason)).toContain('bound-hit');
  });

  it(
    'leave what comes out of a compression to be read as if it had been sent',
    { timeout: TIMEOUT_MS },
    () => {
      const inner = JSON.stringify({ a: Buffer.from(`{"i":"${IMEI}"}`.repeat(40_000)).toString('base64') });
      const text = JSON.stringify({
        b: JSON.stringify({ c: JSON.stringify({ d: JSON.stringify({ e: inner }) }) }),
      });
      expect(expectWithinBudget(gzipSync(text))).toEqual(new Set());
      expect(audit(gzipSync(text)).drafts.map(({ level }) => level)).toContain('A');
    },
  );
});

describe('text that ends in a NUL', () => {
  it('is no compressed stream, though its letters go on as one to the end', () => {
    const body = Buffer.concat([Buffer.alloc(99_000, '::Casa Mart'), Buffer.from([0])]);
    // Undone by zlib it gives ten times as many bytes.
    expect(inflateRawSync(body, { finishFlush: constants.Z_SYNC_FLUSH }).length).toBeGreaterThan(
      10 * body.length,
    );
    const { layers, bytesDecoded } = peel([makeLayer(body)], DEFAULT_LIMITS);
    expect(layers.map(({ link }) => link.step)).not.toContain('deflate');
    expect(bytesDecoded).toBeLessThan(2 * body.length);
  });
});

// What it takes, `npm run bench` measures.
describe('two megabytes of one thing over and over, whose way each match asks for', () => {
  it.each(FLOOD_PARTS)('%s', { timeout: TIMEOUT_MS }, (part) => {
    const found = audit(floodOf(part, 2_000_000)).drafts.map(({ canaryId }) => canaryId);
    expect(found).toContain(makeCanary().id);
  });
});

describe('hostile bodies that can be read are read whole', () => {
  it.each<[string, () => Buffer]>([
    ['a million lists in lists', () => Buffer.from(`${'['.repeat(1_000_000)}"${IMEI}"`)],
    ['objects in objects', () => Buffer.from(`${'{"a":'.repeat(300_000)}"${IMEI}"`)],
    ['three million percent signs', () => Buffer.from(`${'%25'.repeat(3_000_000)}&i=${IMEI}`)],
    [
      'varints without an end',
      () => Buffer.concat([Buffer.alloc(2_000_000, 0x80), Buffer.from(`\n\x0f${IMEI}`)]),
    ],
  ])('%s', { timeout: TIMEOUT_MS }, (_, make) => {
    const body = make();
    expectWithinBudget(body);
    expect(audit(body).drafts.map(({ level }) => level)).toContain('A');
  });
});
