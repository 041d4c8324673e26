import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createQuicHello } from '#capture/pcap/quic-hello';
import { readInitials } from '#capture/pcap/quic-initial';
import { lacks } from '../../support/lacks.ts';
import { datagram, pcap } from '../../support/make-pcap.ts';
import { cryptoFrame, initialPacket } from '../../support/make-quic.ts';
import { readInput } from '../../support/read-input.ts';
import { opaqueOf, readPcap } from '../../support/read-pcap.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

// RFC 9001 appendix A.2: the frame of the example, and what protects its header.
const RFC_FRAME = Buffer.from(
  '060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c00000413011302010000c0' +
    '00000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d0017001800100007000504616c706e0005000501' +
    '00000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce15d43e994ec74d748002b0003020304' +
    '000d0010000e0403050306030203080408050806002d00020101001c00024001003900320408ffffffffffffffff05048000ffff07' +
    '048000ffff0801100104800075300901100f088394c8f03e51570806048000ffff',
  'hex',
);
const RFC_HELLO = RFC_FRAME.subarray(4);
const HELLO = readFileSync(new URL('../../fixtures/pcap/client-hello.bin', import.meta.url)).subarray(5);
const OTHER = Buffer.from('f067a5502a4262b5', 'hex');
const TO = '192.0.2.7:443';

const pieces = (hello: Buffer, ...cuts: readonly number[]): Buffer[] => {
  const ends = [...cuts, hello.length];
  return ends.map((end, index) => {
    const start = ends[index - 1] ?? 0;
    return cryptoFrame(start, hello.subarray(start, end));
  });
};

const listen = (...datagrams: readonly Buffer[]): Buffer | 'none' | null => {
  const hello = createQuicHello();
  return datagrams.reduce<Buffer | 'none' | null>((heard, next) => heard ?? hello.take(next), null);
};

const send = (...payloads: readonly Buffer[]): Buffer[] =>
  payloads.map((payload) => datagram({ to: TO, payload }));

describe('a ClientHello over QUIC', () => {
  test('is read in the packet of RFC 9001', () => {
    const packet = initialPacket(RFC_FRAME);
    expect(packet).toHaveLength(1200);
    expect(packet.subarray(0, 38).toString('hex')).toBe(
      'c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9b',
    );
    expect(packet.subarray(-16).toString('hex')).toBe('e221af44860018ab0856972e194cd934');
    expect(readInitials(packet, null)?.pieces).toEqual([{ offset: 0, bytes: RFC_HELLO }]);
  });

  const [first, middle, last] = pieces(HELLO, 90, 150) as [Buffer, Buffer, Buffer];
  const ping = Buffer.of(1);
  const ack = Buffer.from('0205406401000203', 'hex');
  const record = Buffer.concat([Buffer.of(22, 3, 1, HELLO.length >> 8, HELLO.length & 255), HELLO]);

  test.each<readonly [what: string, datagrams: readonly Buffer[]]>([
    ['in pieces out of order', [initialPacket(Buffer.concat([last, ping, Buffer.alloc(3), first, middle]))]],
    ['behind an acknowledgement', [initialPacket(Buffer.concat([ack, first, middle, last]))]],
    ['in two datagrams', [initialPacket(last), initialPacket(Buffer.concat([middle, first]), { number: 3 })]],
    [
      'in two packets of one datagram',
      [
        Buffer.concat([
          initialPacket(middle, { byteLength: 200 }),
          initialPacket(Buffer.concat([first, last]), { number: 3 }),
        ]),
      ],
    ],
    [
      'that goes on under the name that the server chose',
      [
        initialPacket(first),
        initialPacket(Buffer.concat([middle, last]), {
          destination: OTHER,
          keyedBy: Buffer.from('8394c8f03e515708', 'hex'),
        }),
      ],
    ],
    [
      'that begins again behind a Retry',
      [
        initialPacket(first),
        initialPacket(Buffer.concat([first, middle, last]), {
          destination: OTHER,
          token: Buffer.from('token'),
        }),
      ],
    ],
    ['of version 2', [initialPacket(Buffer.concat([first, middle, last]), { version: 2 })]],
  ])('is read %s', (_what, datagrams) => {
    expect(listen(...datagrams)).toEqual(record);
  });

  test('is not waited for where none is to come, nor for ever', () => {
    const whole = initialPacket(Buffer.concat([first, middle, last]));
    const spoilt = Buffer.from(whole);
    spoilt[40]! ^= 1;
    expect(listen(Buffer.from('40aabbccdd', 'hex'))).toBe('none');
    expect(listen(whole.subarray(0, 600))).toBe('none');
    expect(listen(spoilt)).toBeNull();
    expect(listen(...Array.from({ length: 8 }, () => initialPacket(last)))).toBe('none');
  });

  test('never makes the reader throw, and is never more than a record holds', () => {
    const far = cryptoFrame(16_000, Buffer.alloc(1000, 1));
    const long = cryptoFrame(0, Buffer.from(`01ffffff${'00'.repeat(400)}`, 'hex'));
    expect(listen(initialPacket(Buffer.concat([far, long])))).toBeNull();
    const good = initialPacket(RFC_FRAME);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 1199 }), (noise, at) => {
        const bytes = Buffer.from(good);
        Buffer.from(noise).copy(bytes, at);
        const before = Buffer.from(bytes);
        listen(bytes, bytes.subarray(at), initialPacket(Buffer.from(noise)));
        expect(bytes).toEqual(before);
      }),
    );
  });
});

describe('a conversation over QUIC', () => {
  test('has the name and the fingerprint of its ClientHello; its bytes stay unread', async () => {
    const [first, last] = pieces(HELLO, 120) as [Buffer, Buffer];
    const payloads = [initialPacket(last), initialPacket(first, { number: 3 }), Buffer.alloc(60, 0x41)];
    const file = pcap([
      ...send(...payloads),
      datagram({ from: TO, to: '192.168.7.5:40000', payload: 'answer' }),
    ]);
    const outcome = await readPcap(file);
    const bytesOut = payloads.reduce((sum, { length }) => sum + length, 0);
    expect(outcome.connections).toMatchObject([{ class: 'quic', host: 'vendor.example', bytesOut }]);
    const [flow] = opaqueOf(outcome);
    expect(flow).toMatchObject({ flow: { reason: 'quic', bytesOut } });
    expect(flow?.flow.destination).toMatchObject({
      host: 'vendor.example',
      ip: '192.0.2.7',
      sni: 'vendor.example',
    });
    expect(flow?.flow.destination.ja4).toMatch(/^q13d\d{4}/);
  });

  test.skipIf(lacks('tshark'))('has the name that tshark reads', async () => {
    await using folder = await makeTempFolder();
    const [first, last] = pieces(HELLO, 120) as [Buffer, Buffer];
    const path = await folder.write('quic.pcap', pcap(send(initialPacket(Buffer.concat([last, first])))));
    const fields = ['-T', 'fields', '-e', 'tls.handshake.extensions_server_name'];
    const shown = execFileSync('tshark', ['-r', path, ...fields], { encoding: 'utf8' });
    const outcome = await readInput(path);
    expect(outcome.connections.map(({ host }) => host)).toEqual([shown.trim()]);
    expect(shown.trim()).toBe('vendor.example');
  });

  test('of which too many are waited for is counted all the same', async () => {
    const [first, last] = pieces(RFC_HELLO, 120) as [Buffer, Buffer];
    const from = (index: number): string => `192.168.7.5:${String(10_000 + index)}`;
    const all = Array.from({ length: 1001 }, (_, index) => from(index));
    const frames = [first, last].flatMap((frame, number) =>
      all.map((own) =>
        datagram({ from: own, to: TO, payload: initialPacket(frame, { number, byteLength: 300 }) }),
      ),
    );
    const outcome = await readPcap(pcap(frames));
    const hosts = outcome.connections.map(({ host, class: wireClass }) => `${wireClass} ${host}`);
    expect(hosts.filter((row) => row === 'quic example.com')).toHaveLength(1000);
    expect(hosts.filter((row) => row === 'quic 192.0.2.7')).toHaveLength(1);
  });

  test('that ends before its ClientHello is whole has the name of its address', async () => {
    const [first] = pieces(HELLO, 120) as [Buffer];
    const outcome = await readPcap(pcap(send(initialPacket(first))));
    expect(outcome.connections).toMatchObject([{ class: 'quic', host: '192.0.2.7', bytesOut: 1200 }]);
  });
});
