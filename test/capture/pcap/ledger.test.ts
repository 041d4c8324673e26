import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Connection } from '#model/flow';
import { lacks } from '../../support/lacks.ts';
import { conversation, datagram, pcap } from '../../support/make-pcap.ts';
import { exchangesOf, textOf } from '../../support/read-pcap.ts';
import { readInput } from '../../support/read-input.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const PHONE = '192.168.7.5';
const tshark = (...args: string[]): string =>
  execFileSync('tshark', ['-n', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

const up = (connections: readonly Connection[]): number =>
  connections.reduce((sum, { bytesOut }) => sum + bytesOut, 0);

/** What tshark counts from an address: payload of TCP but for what it says was sent again, and of UDP. */
const payloadFrom = (file: string, ip: string): number =>
  tshark(
    ...[
      '-r',
      file,
      '-Y',
      `ip.src == ${ip} && !tcp.analysis.retransmission && !tcp.analysis.spurious_retransmission`,
    ],
    ...['-T', 'fields', '-e', 'tcp.len', '-e', 'udp.length'],
  )
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .reduce(
      (sum, [tcp, udp]) => sum + Number(tcp ?? 0) + (udp === undefined || udp === '' ? 0 : Number(udp) - 8),
      0,
    );

/** Payload bytes of TCP, each once, by the numbers that tshark gives: Linux sends some again even on loopback. */
const uniqueBytes = (file: string, filter: string): number => {
  const ends = new Map<string, number>();
  return tshark(
    '-r',
    file,
    '-Y',
    filter,
    '-T',
    'fields',
    '-e',
    'tcp.stream',
    '-e',
    'tcp.seq',
    '-e',
    'tcp.len',
  )
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .reduce((sum, [stream = '', seq, length]) => {
      const from = Math.max(Number(seq), ends.get(stream) ?? 0);
      const to = Number(seq) + Number(length);
      ends.set(stream, Math.max(to, ends.get(stream) ?? 0));
      return sum + Math.max(0, to - from);
    }, 0);
};

const talk = (port: number, size: number): Buffer[] =>
  conversation(
    [
      `POST /a HTTP/1.1\r\nHost: v.example\r\nContent-Length: ${size}\r\n\r\n`,
      ...Array.from({ length: size / 100 }, (_, index) => String(index % 10).repeat(100)),
      '<HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    ],
    { from: `${PHONE}:${port}` },
  );

describe.skipIf(lacks('tshark'))('the bytes of the wire ledger', () => {
  test('are the payload that tshark counts per conversation', async () => {
    await using folder = await makeTempFolder();
    const frames = [...talk(40_001, 300), ...talk(40_002, 500)];
    const file = await folder.write('t.pcap', pcap(frames));
    const { connections } = await readInput(file);
    const rows = tshark('-q', '-r', file, '-z', 'conv,tcp').matchAll(
      /192\.168\.7\.5:(\d+)\s+<-> \S+\s+\d+ \d+ bytes\s+(\d+) (\d+) bytes/g,
    );
    // Frames are raw IP: 40 bytes of headers each.
    const expected = [...rows].map(([, port, count, bytes]) => [
      Number(port),
      Number(bytes) - 40 * Number(count),
    ]);
    expect(expected).toHaveLength(2);
    expect(connections.map((row) => row.bytesOut)).toEqual(expected.sort().map(([, bytes]) => bytes));
  });

  test('count what came again or out of order once, and UDP too', async () => {
    await using folder = await makeTempFolder();
    const frames = talk(40_001, 2000);
    const again = frames.flatMap((frame, index) => (index % 3 === 2 ? [frame, frame] : [frame]));
    const mixed = [...again.slice(0, 8), again[9]!, again[8]!, ...again.slice(10)];
    const udp = [
      datagram({ from: `${PHONE}:9`, payload: 'x'.repeat(77) }),
      datagram({ to: '192.0.2.7:443', payload: 'q'.repeat(99) }),
    ];
    const file = await folder.write('t.pcap', pcap([...mixed, ...udp]));
    const { connections } = await readInput(file);
    expect(up(connections)).toBe(payloadFrom(file, PHONE));
    expect(connections[0]?.bytesOut).toBe(2000 + talk(1, 2000)[2]!.length - 40);
  });
});

/** Recording needs a right that root has, but not in every container. */
const mayRecord =
  !lacks('dumpcap') &&
  !lacks('tshark') &&
  spawnSync('dumpcap', ['-q', '-i', 'lo', '-a', 'duration:1', '-w', '/dev/null'], { timeout: 10_000 })
    .status === 0;

test.skipIf(!mayRecord)(
  'a recording of dumpcap on loopback is read, and its bytes are those that tshark counts',
  async () => {
    await using folder = await makeTempFolder();
    const server = createServer((asked, answer) => {
      asked.resume();
      asked.on('end', () => answer.end('thank you'));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const file = join(folder.path, 'recorded');
    const dumpcap = spawn('dumpcap', ['-q', '-i', 'lo', '-f', `tcp port ${port}`, '-w', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(dumpcap, 'exit');
    await once(dumpcap.stderr, 'data');
    await sleep(1000);
    for (const size of [10, 300_000]) {
      const asked = request({
        host: '127.0.0.1',
        port,
        path: `/up?size=${size}`,
        method: 'POST',
        agent: false,
      });
      asked.end('z'.repeat(size));
      const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
      answer.resume();
      await once(answer, 'end');
    }
    await sleep(1000);
    dumpcap.kill('SIGINT');
    await ended;
    server.close();
    const read = await readInput(file);
    expect(read.losses).toEqual([]);
    expect(
      exchangesOf(read).map(({ flow, requestBody }) => [flow.url, flow.status, requestBody.length]),
    ).toEqual([
      [`http://127.0.0.1:${port}/up?size=10`, 200, 10],
      [`http://127.0.0.1:${port}/up?size=300000`, 200, 300_000],
    ]);
    expect(textOf(exchangesOf(read)[0]?.responseBody)).toBe('thank you');
    expect(up(read.connections)).toBe(uniqueBytes(file, `tcp.dstport == ${port}`));
  },
);
