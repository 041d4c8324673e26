import { once } from 'node:events';
import { request } from 'node:http';
import { type Server, type Socket, type AddressInfo, connect, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { openInput } from '#capture/open-input';
import { lacks } from '../../support/lacks.ts';
import { conversation, pcap } from '../../support/make-pcap.ts';
import { type ReadInput, readAll } from '../../support/read-input.ts';
import { exchangesOf, opaqueOf, textOf } from '../../support/read-pcap.ts';
import { recordRelay } from '../../support/record-relay.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { startTlsVendor } from '../../support/tls-vendor.ts';

const BODY = '{"imei":"861234567890123"}';

/** A proxy that opens tunnels to one local port, whatever they ask for. */
const startProxy = async (target: number): Promise<Server> => {
  const server = createServer((client) => {
    client.once('data', () => {
      const upstream = connect(target, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
};

const postThroughTunnel = async (proxyPort: number): Promise<void> => {
  const asked = request({
    host: '127.0.0.1',
    port: proxyPort,
    method: 'CONNECT',
    path: 'vendor.example:443',
    headers: { host: 'vendor.example:443' },
  });
  asked.end();
  const [, socket] = (await once(asked, 'connect')) as [unknown, Socket];
  const secured = connectTls({ socket, servername: 'vendor.example', rejectUnauthorized: false });
  await once(secured, 'secureConnect');
  const head = `POST /track HTTP/1.1\r\nHost: vendor.example\r\nContent-Length: ${BODY.length}\r\nConnection: close`;
  secured.end(`${head}\r\n\r\n${BODY}`);
  secured.resume();
  await once(secured, 'close');
};

/** A conversation through a tunnel as a capture has it, with the keys of its TLS. */
const recordTunnel = async (): Promise<{ readonly frames: readonly Buffer[]; readonly keys: string }> => {
  await using vendor = await startTlsVendor();
  const proxy = await startProxy(vendor.port);
  await using relay = await recordRelay((proxy.address() as AddressInfo).port, 8080);
  await postThroughTunnel(relay.port);
  const frames = await relay.settled();
  proxy.close();
  return { frames, keys: vendor.keys() };
};

const read = async (frames: readonly Buffer[], keys: string | null = null): Promise<ReadInput> => {
  await using folder = await makeTempFolder();
  const path = await folder.write('traffic.pcap', pcap(frames));
  const keyLog = keys === null ? undefined : await folder.write('keys.log', keys);
  return await readAll(await openInput(path, { keyLog }));
};

const requestsOf = (input: ReadInput) =>
  exchangesOf(input)
    .map(({ flow }) => `${flow.method} ${flow.url}`)
    .sort();

describe.skipIf(lacks('openssl'))('TLS in a tunnel through a proxy', () => {
  test('without its keys is unread, under the name that its ClientHello asks for', async () => {
    const { frames } = await recordTunnel();
    const input = await read(frames);
    expect(requestsOf(input)).toEqual(['CONNECT http://vendor.example:443/']);
    expect(input.connections).toMatchObject([{ class: 'not-proxied', host: 'vendor.example' }]);
    const [sealed] = opaqueOf(input);
    expect(sealed?.flow.destination).toMatchObject({
      host: 'vendor.example',
      sni: 'vendor.example',
      port: 443,
    });
    expect(sealed?.flow.destination.ja4).toMatch(/^t13d/);
    expect(sealed?.flow.bytesOut).toBe(input.connections[0]?.bytesOut);
    expect(sealed?.flow.bytesOut).toBeGreaterThan(BODY.length + 500);
  });

  test.skipIf(lacks('tshark'))('with its keys gives the requests in it', async () => {
    const { frames, keys } = await recordTunnel();
    const input = await read(frames, keys);
    expect(requestsOf(input)).toEqual([
      'CONNECT http://vendor.example:443/',
      'POST https://vendor.example/track',
    ]);
    expect(textOf(exchangesOf(input).find(({ flow }) => flow.method === 'POST')?.requestBody)).toBe(BODY);
    expect(input.connections).toMatchObject([{ class: 'read', host: 'vendor.example' }]);
    expect(input.losses).toEqual([]);
  });
});

test('a tunnel that was refused, or in which nothing is said, is a request and no more', async () => {
  for (const answer of ['HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n']) {
    const asked = 'CONNECT vendor.example:443 HTTP/1.1\r\nHost: vendor.example:443\r\n\r\n';
    const input = await read(conversation([asked, `<${answer}`]));
    expect(requestsOf(input)).toEqual(['CONNECT http://vendor.example:443/']);
    expect(input.connections).toMatchObject([{ class: 'plain', host: 'vendor.example' }]);
  }
});

describe('HTTP/2 without TLS', () => {
  const field = (name: string, value: string): string =>
    `\0${String.fromCharCode(name.length)}${name}${String.fromCharCode(value.length)}${value}`;
  const block = [
    field(':method', 'GET'),
    field(':scheme', 'http'),
    field(':path', '/second?i=1'),
    field(':authority', 'vendor.example'),
  ].join('');
  const settings = '\0\0\0\u0004\0\0\0\0\0';
  const headers = `\0\0${String.fromCharCode(block.length)}\u0001\u0005\0\0\0\u0003${block}`;
  const spoken = `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${settings}${headers}`;
  const asked =
    'GET /first HTTP/1.1\r\nHost: vendor.example\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n';
  const ends = { to: '192.0.2.7:80' };

  test('from the first byte is read', async () => {
    const input = await read(conversation([spoken], ends));
    expect(requestsOf(input)).toEqual(['GET http://vendor.example/second?i=1']);
    expect(input.connections).toMatchObject([{ class: 'plain' }]);
  });

  test('that an answer agrees to is read behind it', async () => {
    const agreed = '<HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
    const input = await read(conversation([asked, agreed, spoken], ends));
    expect(requestsOf(input)).toEqual([
      'GET http://vendor.example/first',
      'GET http://vendor.example/second?i=1',
    ]);
    expect(input.connections).toMatchObject([{ class: 'plain' }]);
  });

  test('an agreed protocol that is not known is kept as bytes, counted as unread', async () => {
    const agreed = '<HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: own/1\r\n\r\n';
    const input = await read(conversation([asked.replace('h2c', 'own/1'), agreed, '\u0001own words'], ends));
    expect(requestsOf(input)).toEqual(['GET http://vendor.example/first']);
    expect(opaqueOf(input).map(({ flow }) => flow.reason)).toEqual(['not-http']);
    expect(textOf(opaqueOf(input)[0]?.opaque)).toBe('\u0001own words');
    expect(input.connections.map((row) => row.class)).not.toContain('plain');
  });
});
