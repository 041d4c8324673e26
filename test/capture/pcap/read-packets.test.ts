import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '#model/failure';
import { conversation, pcap, pcapng } from '../../support/make-pcap.ts';
import { exchangesOf, readPcap, textOf } from '../../support/read-pcap.ts';

const SAYS = [
  'POST /a?x=1 HTTP/1.1\r\nHost: v.example\r\nContent-Length: 5\r\n\r\nhello',
  '<HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
];
const FRAMES = conversation(SAYS);
const HALF_SECOND = Buffer.from('0900010000000000', 'hex');

/** if_tsresol, in the byte order of the section. */
const resolution = (value: number, isBig: boolean): Buffer =>
  Buffer.from(`${isBig ? '00090001' : '09000100'}${value.toString(16).padStart(2, '0')}000000`, 'hex');

describe('a file', () => {
  test.each([
    ['pcap, little-endian', pcap(FRAMES)],
    ['pcap, big-endian', pcap(FRAMES, { isBig: true })],
    ['pcap with nanoseconds', pcap(FRAMES, { isNano: true })],
    ['pcap with nanoseconds, big-endian', pcap(FRAMES, { isNano: true, isBig: true })],
    ['pcapng, little-endian', pcapng(FRAMES)],
    ['pcapng, big-endian', pcapng(FRAMES, { isBig: true })],
    ['pcapng with packet blocks of the old kind', pcapng(FRAMES, { kind: 'old' })],
    ['pcapng in ns', pcapng(FRAMES, { options: resolution(9, false), perSecond: 1e9 })],
    [
      'pcapng in 1/1024 s, big-endian',
      pcapng(FRAMES, { options: resolution(0x8a, true), perSecond: 1024, isBig: true }),
    ],
  ])('of %s gives the exchange with its time', async (_name, bytes) => {
    const read = await readPcap(bytes);
    expect(read.input.startedAtMs()).toBe(1_772_359_200_000);
    expect(exchangesOf(read).map(({ flow }) => [flow.atMs, flow.method, flow.url, flow.status])).toEqual([
      [2, 'POST', 'http://v.example/a?x=1', 200],
    ]);
    expect(textOf(read.flows[0]?.requestBody)).toBe('hello');
    expect(textOf(read.flows[0]?.responseBody)).toBe('ok');
    expect(read.connections).toMatchObject([{ class: 'plain', bytesOut: SAYS[0]!.length }]);
  });

  test('of pcapng with simple packet blocks has no times and is read all the same', async () => {
    const read = await readPcap(pcapng(FRAMES, { kind: 'simple' }));
    expect(read.input.startedAtMs()).toBeNull();
    expect(exchangesOf(read)).toHaveLength(1);
  });

  test('of two sections in different byte orders is one', async () => {
    const [first, second] = [FRAMES.slice(0, 3), FRAMES.slice(3)];
    const read = await readPcap(Buffer.concat([pcapng(first), pcapng(second, { isBig: true })]));
    expect(exchangesOf(read)).toMatchObject([{ flow: { status: 200, aborted: false } }]);
  });

  test('comes in chunks of any size', async () => {
    const bytes = pcapng(FRAMES, { options: HALF_SECOND });
    const whole = await readPcap(bytes);
    for (const chunkBytes of [1, 7, 64])
      expect((await readPcap(bytes, chunkBytes)).flows).toEqual(whole.flows);
  });

  test('without a packet is refused', async () => {
    await expect(readPcap(pcap([]))).rejects.toMatchObject({ code: 'empty-input' });
    await expect(readPcap(pcap(FRAMES).subarray(0, 30))).rejects.toMatchObject({ code: 'not-parsable' });
  });

  test('with an impossible length is read up to there', async () => {
    const bytes = Buffer.concat([pcap(FRAMES), Buffer.from('00000000000000000000ff7f0000ff7f', 'hex')]);
    const { losses, connections, flows } = await readPcap(bytes);
    expect(losses.at(-1)?.what).toContain('larger than 16 MiB');
    expect(connections.map((row) => row.class)).toEqual(['plain', 'gap']);
    expect(flows.at(-1)?.flow).toMatchObject({ kind: 'opaque', reason: 'gap' });
  });
});

describe.each([
  ['pcap', pcap(FRAMES)],
  ['pcapng', pcapng(FRAMES)],
])('a cut-off %s', (_name, whole) => {
  test('is read up to its last whole packet, at every byte, and says so', async () => {
    for (let end = 1; end < whole.length; end += 1) {
      const outcome = await readPcap(whole.subarray(0, end)).catch((error: unknown) => error);
      if (outcome instanceof Failure) continue;
      if (outcome instanceof Error) throw outcome;
      const { losses, flows } = outcome as Awaited<ReturnType<typeof readPcap>>;
      const isBoundary = !losses.some(({ what }) => what.includes('ends inside a packet'));
      expect(flows.some(({ flow }) => flow.id === 'cut-off')).toBe(!isBoundary);
    }
  }, 60_000);

  test('has its request, aborted where it is not whole', async () => {
    const cut = (frames: number): Buffer =>
      pcap([...FRAMES.slice(0, frames), Buffer.alloc(200)]).subarray(0, -100);
    const exchange = exchangesOf(await readPcap(cut(3)))[0];
    expect(exchange?.flow).toMatchObject({ method: 'POST', status: null });
    expect(textOf(exchange?.requestBody)).toBe('hello');
  });
});

test('random and damaged files give flows or a Failure, never anything else', async () => {
  const whole = [pcap(FRAMES), pcapng(FRAMES), pcap(FRAMES, { link: 1 })];
  const damaged = fc
    .tuple(fc.constantFrom(...whole), fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 12 }))
    .map(([bytes, changes]) => {
      const copy = Buffer.from(bytes);
      for (const [at, value] of changes) copy[24 + (at % (copy.length - 24))] = value;
      return copy;
    });
  const random = fc
    .tuple(fc.constantFrom('a1b2c3d4', '0a0d0d0a', '4d3cb2a1'), fc.uint8Array({ maxLength: 400 }))
    .map(([magic, rest]) => Buffer.concat([Buffer.from(magic, 'hex'), rest]));
  await fc.assert(
    fc.asyncProperty(fc.oneof(damaged, random), async (bytes) => {
      try {
        await readPcap(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }),
    { numRuns: 400 },
  );
}, 120_000);
