import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TcpStream, endTcpStream, startTcpStream, takeAck, takeRun } from '#capture/pcap/tcp-stream';

const TEXT = Buffer.from(Array.from({ length: 300 }, (_, index) => index & 255));

type Heard = {
  readonly parts: (Buffer | number)[];
  readonly stream: TcpStream;
  readonly deliver: (bytes: Buffer | null, length: number) => void;
};

const listen = (seq: number): Heard => {
  const parts: (Buffer | number)[] = [];
  const stream = startTcpStream();
  stream.seq = seq;
  return {
    parts,
    stream,
    deliver: (bytes, length) => parts.push(bytes === null ? length : Buffer.from(bytes)),
  };
};

const send = ({ stream, deliver }: Heard, start: number, from: number, to: number): void =>
  takeRun(stream, (start + from) >>> 0, { payload: TEXT.subarray(from, to), byteLength: to - from }, deliver);

const bytesOf = ({ parts }: Heard): Buffer => Buffer.concat(parts.filter((part) => Buffer.isBuffer(part)));
const lostOf = ({ parts }: Heard): number =>
  parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : 0), 0);

describe('segments', () => {
  test('in any order, overlapping and repeated, give the bytes once, also across the wrap of numbers', () => {
    const run = fc.tuple(fc.nat(299), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 40 }),
        fc.constantFrom(0, 5, 0xffffff00, 0xffffffff),
        (runs, start) => {
          const heard = listen(start);
          const cover = Array.from({ length: 30 }, (_, index): [number, number] => [index * 10, 10]);
          for (const [from, length] of [...runs, ...cover])
            send(heard, start, from, Math.min(300, from + length));
          endTcpStream(heard.stream, heard.deliver);
          expect(bytesOf(heard)).toEqual(TEXT);
          expect(heard.stream.seen).toBe(300);
          expect(lostOf(heard)).toBe(0);
        },
      ),
    );
  });

  test('that never came are a hole of their size, at the end or once the peer has them', () => {
    const late = listen(100);
    send(late, 100, 0, 50);
    send(late, 100, 80, 90);
    expect(bytesOf(late)).toHaveLength(50);
    endTcpStream(late.stream, late.deliver);
    expect(late.parts).toEqual([TEXT.subarray(0, 50), 30, TEXT.subarray(80, 90)]);
    expect(late.stream.seen).toBe(60);

    const acked = listen(100);
    send(acked, 100, 20, 30);
    for (let count = 0; count < 15; count += 1) takeAck(acked.stream, 130, acked.deliver);
    expect(acked.parts).toEqual([]);
    takeAck(acked.stream, 130, acked.deliver);
    expect(acked.parts).toEqual([20, TEXT.subarray(20, 30)]);
  });

  test('far outside of any window are counted and not held', () => {
    const heard = listen(0);
    send(heard, 0x60000000, 0, 10);
    expect(heard.stream).toMatchObject({ strange: 10, held: 0, seen: 0 });
  });

  test('ahead of a hole are held up to a bound', () => {
    const heard = listen(0);
    const payload = Buffer.alloc(60_000);
    for (let count = 1; count <= 200; count += 1)
      takeRun(heard.stream, count * 60_000, { payload, byteLength: 60_000 }, heard.deliver);
    expect(heard.stream.held).toBeLessThanOrEqual(4 << 20);
    expect(lostOf(heard)).toBe(60_000);
    expect(heard.stream.seen).toBe(200 * 60_000);
  });
});
