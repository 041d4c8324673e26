import { describe, expect, test } from 'vitest';
import { conversation, ethernet, ipPacket, pcap, segment } from '../../support/make-pcap.ts';
import { exchangesOf, opaqueOf, readPcap } from '../../support/read-pcap.ts';

const SAYS = ['GET /p HTTP/1.1\r\nHost: v.example\r\n\r\n', '<HTTP/1.1 204 No Content\r\n\r\n'];
const FRAMES = conversation(SAYS);
const SIX = { from: '[2001:db8::5]:40000', to: '[2001:db8:0:1::7]:80' };

const before = (hex: string, frames = FRAMES): Buffer[] =>
  frames.map((frame) => Buffer.concat([Buffer.from(hex, 'hex'), frame]));

/** The trailer that PCAPdroid puts behind a packet. */
const trailer = (name: string): Buffer =>
  Buffer.concat([
    Buffer.from('0107202100002710', 'hex'),
    Buffer.from(name.padEnd(20, '\0')),
    Buffer.alloc(4),
  ]);

describe('packets of', () => {
  test.each([
    ['Ethernet', 1, FRAMES.map((frame) => ethernet(frame))],
    ['Ethernet with a VLAN', 1, FRAMES.map((frame) => ethernet(frame, 1, [7]))],
    ['Ethernet with two VLANs', 1, FRAMES.map((frame) => ethernet(frame, 1, [7, 8]))],
    ['Ethernet with padding', 1, FRAMES.map((frame) => Buffer.concat([ethernet(frame), Buffer.alloc(10)]))],
    ['PPPoE', 1, before('02000000000202000000000188641100000100300021')],
    ['raw IP', 101, FRAMES],
    ['raw IPv4', 228, FRAMES],
    ['raw IP of OpenBSD', 14, FRAMES],
    ['BSD loopback', 0, before('02000000')],
    ['OpenBSD loopback', 108, before('00000002')],
    ['Linux cooked', 113, before('00000001000602000000000100000800')],
    ['Linux cooked v2', 276, before('0800000000000002000100060200000000010000')],
    ['IPv6 on Ethernet', 1, conversation(SAYS, SIX).map((frame) => ethernet(frame))],
    ['raw IPv6', 229, conversation(SAYS, SIX)],
  ])('%s are read', async (_name, link, frames) => {
    const read = await readPcap(pcap(frames, { link }));
    expect(exchangesOf(read)).toMatchObject([
      { flow: { url: 'http://v.example/p', status: 204, aborted: false } },
    ]);
    expect(read.connections).toMatchObject([{ class: 'plain', bytesOut: SAYS[0]!.length }]);
  });

  test('PCAPdroid name the app', async () => {
    const frames = FRAMES.map((frame) => Buffer.concat([ethernet(frame), trailer('Notes')]));
    expect(exchangesOf(await readPcap(pcap(frames, { link: 1 })))[0]?.flow.app).toBe('Notes');
  });

  test('a network that is not known are counted', async () => {
    const { losses, flows } = await readPcap(pcap(FRAMES, { link: 147 }));
    expect(flows).toEqual([]);
    expect(losses.map(({ what }) => what).join()).toContain(`${FRAMES.length} packets of a kind of network`);
  });
});

describe('IPv6', () => {
  const extended = (first: number, headers: string): Buffer[] =>
    conversation(SAYS, SIX).map((frame) =>
      ipPacket(
        frame.subarray(8, 24).equals(Buffer.from('20010db8000000000000000000000005', 'hex'))
          ? SIX.from
          : SIX.to,
        frame.subarray(8, 24).equals(Buffer.from('20010db8000000000000000000000005', 'hex'))
          ? SIX.to
          : SIX.from,
        first,
        Buffer.concat([Buffer.from(headers, 'hex'), frame.subarray(40)]),
      ),
    );
  test.each([
    ['a hop-by-hop header', 0, '0600010400000000'],
    ['hop-by-hop and destination options', 0, '3c000104000000000600010400000000'],
    ['a routing header', 43, '0600000000000000'],
    ['an authentication header', 51, '060400000000000000000000000000000000000000000000'],
    ['an atomic fragment', 44, '0600000000000001'],
  ])('with %s is read', async (_name, first, headers) => {
    expect(exchangesOf(await readPcap(pcap(extended(first, headers))))).toHaveLength(1);
  });

  test('in fragments is counted as unread', async () => {
    const read = await readPcap(pcap([...FRAMES, ...extended(44, '0600000100000001')]));
    expect(read.losses.map(({ what }) => what).join()).toContain('fragments of IP packets');
  });
});

test('fragments of IPv4 are one unread row with their bytes', async () => {
  const packet = segment({ payload: 'x'.repeat(100) });
  const [first, second] = [Buffer.from(packet), Buffer.from(packet)];
  first.writeUInt16BE(0x2000, 6);
  second.writeUInt16BE(15, 6);
  const read = await readPcap(pcap([...FRAMES, first, second]));
  expect(read.connections.find((row) => row.class === 'gap')).toMatchObject({ bytesOut: 240 });
  expect(opaqueOf(read)).toMatchObject([
    { flow: { reason: 'gap', bytesOut: 240, destination: { host: '192.0.2.7' } } },
  ]);
});

test('a packet that the capture cut short is read as far as it goes, the rest is missing', async () => {
  const post = 'POST /p HTTP/1.1\r\nHost: v.example\r\nContent-Length: 20\r\n\r\n0123456789';
  const frames = conversation([post, 'abcdefghij', '<HTTP/1.1 204 No Content\r\n\r\n']);
  const short = frames.map((frame, index) => (index === 2 ? frame.subarray(0, -4) : frame));
  const read = await readPcap(pcap(short));
  expect(exchangesOf(read)[0]?.flow.requestBody).toMatchObject({ byteLength: 20, truncated: true });
  expect(Buffer.from(exchangesOf(read)[0]!.requestBody).toString()).toBe('012345abcdefghij');
  expect(read.connections[0]?.bytesOut).toBe(post.length + 10);
});
