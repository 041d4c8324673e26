import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as tlsConnect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { exchange, readUntil, secured, toProxy, viaConnect } from '../support/proxy-client.ts';
import { startProxy, type Bench } from '../support/start-proxy.ts';
import { rawServer } from '../support/vendor-server.ts';
import { lacks } from '../support/lacks.ts';

const HOST = 'api.vendor.example';

/** A client that refuses by alert, as Android's platform check does: openssl with no trusted authority. */
const refuseByAlert = async (port: number, version: 'tls1_2' | 'tls1_3'): Promise<void> => {
  const child = spawn(
    'openssl',
    [
      ...['s_client', '-proxy', `127.0.0.1:${String(port)}`, '-connect', `${HOST}:443`, '-servername', HOST],
      ...['-verify_return_error', '-no-CAfile', '-no-CApath', '-no-CAstore', `-${version}`],
    ],
    { stdio: 'ignore' },
  );
  await once(child, 'exit');
};

/** A client that refuses by leaving: Node sends no certificate alert. */
const refuseByClosing = async (port: number, version: 'TLSv1.2' | 'TLSv1.3'): Promise<void> => {
  const { socket } = await viaConnect(port, `${HOST}:443`);
  const tls = tlsConnect({ socket, servername: HOST, minVersion: version, maxVersion: version, ca: [] });
  tls.on('error', () => undefined);
  await new Promise((resolve) => tls.once('close', resolve));
};

const handshakeThenLeave = async (bench: Bench): Promise<void> => {
  const { socket } = await viaConnect(bench.port, `${HOST}:443`);
  const tls = await secured(socket, { servername: HOST, ca: bench.ca.certPem });
  tls.destroy();
};

describe.skipIf(lacks('openssl'))('what the proxy records of a refused certificate', () => {
  it.each(['tls1_2', 'tls1_3'] as const)('an alert under %s is a rejected certificate', async (version) => {
    await using bench = await startProxy();
    await refuseByAlert(bench.port, version);
    await bench.engine.stop();
    expect(bench.sink.of('conn.tlsfail')).toMatchObject([{ conn: 'c1', cause: 'cert-rejected' }]);
    expect(bench.sink.of('conn.close')).toMatchObject([{ conn: 'c1', mode: 'mitm' }]);
    expect(bench.sink.of('http.req')).toEqual([]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('leaving under %s is seen too', async (version) => {
    await using bench = await startProxy();
    await refuseByClosing(bench.port, version);
    await bench.engine.stop();
    const [failure] = bench.sink.of('conn.tlsfail');
    expect(failure?.conn).toBe('c1');
    expect(['closed', 'reset']).toContain(failure?.cause);
  });

  it('a handshake that is followed by nothing is a refusal as well', async () => {
    await using bench = await startProxy();
    await handshakeThenLeave(bench);
    await bench.engine.stop();
    expect(bench.sink.of('conn.tlsfail')).toHaveLength(1);
  });

  it('lets pass what was refused twice, for the same client only, and counts its bytes', async () => {
    await using bench = await startProxy();
    await refuseByClosing(bench.port, 'TLSv1.3');
    await refuseByClosing(bench.port, 'TLSv1.3');
    const { socket } = await viaConnect(bench.port, `${HOST}:443`);
    const pinned = await secured(socket, {
      servername: HOST,
      ca: [bench.vendor.caPem],
      minVersion: 'TLSv1.3',
    });
    const request = `GET /pinned HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`;
    expect(await exchange(pinned, request)).toContain('got /pinned');
    const other = await viaConnect(bench.port, `${HOST}:443`);
    const read = await secured(other.socket, {
      servername: HOST,
      ca: bench.ca.certPem,
      ALPNProtocols: ['http/1.1'],
    });
    expect(await exchange(read, request.replace('pinned', 'read'))).toContain('got /read');
    await bench.engine.stop();
    expect(bench.sink.of('conn.tlsfail')).toHaveLength(2);
    const closes = bench.sink.of('conn.close').map(({ conn, mode }) => `${conn} ${mode}`);
    expect(closes.sort()).toEqual(['c1 mitm', 'c2 mitm', 'c3 bypass', 'c4 mitm']);
    expect(bench.sink.of('http.req').map(({ url }) => url)).toEqual([`https://${HOST}/read`]);
    const bypassed = bench.sink.of('conn.close').find(({ conn }) => conn === 'c3');
    expect(bypassed?.up).toBeGreaterThan(request.length);
    expect(bypassed?.down).toBeGreaterThan(500);
  });
});

describe.skipIf(lacks('openssl'))('what the proxy records of other protocols', () => {
  it('keeps the bytes of a raw protocol in which the client speaks first', async () => {
    await using bench = await startProxy();
    const push = await rawServer((socket) => {
      socket.on('data', (data) => socket.write(Buffer.concat([Buffer.from('ack '), data])));
    });
    bench.vendor.rawPorts.set(5222, push.port);
    const { socket } = await viaConnect(bench.port, `${HOST}:5222`);
    const answer = readUntil(socket, (seen) => seen.length >= 9);
    socket.write(Buffer.from([0xc2, 0xfe, 0, 5, 1]));
    expect((await answer).subarray(0, 4).toString()).toBe('ack ');
    socket.destroy();
    await bench.engine.stop();
    await push.close();
    expect(bench.sink.of('conn.close')).toMatchObject([{ mode: 'raw', up: 5, down: 9 }]);
    const kept = bench.sink.of('raw.data').map((event) => [event.dir, bench.sink.bytesAt(event).length]);
    expect(kept).toEqual([
      ['out', 5],
      ['in', 9],
    ]);
  });

  it('waits no longer than told for a client that lets the server speak first', async () => {
    await using bench = await startProxy({ silenceMs: 150 });
    const greeting = await rawServer((socket) => {
      socket.write('220 hello\r\n');
      socket.on('data', () => socket.end('bye'));
    });
    bench.vendor.rawPorts.set(25, greeting.port);
    const { socket } = await viaConnect(bench.port, `${HOST}:25`);
    expect((await readUntil(socket, (seen) => seen.includes('\n'))).toString()).toBe('220 hello\r\n');
    socket.end('HELO me\r\n');
    await once(socket, 'close');
    await bench.engine.stop();
    await greeting.close();
    expect(bench.sink.of('conn.close')).toMatchObject([
      { mode: 'raw', reason: 'the server speaks first', up: 9, down: 14 },
    ]);
  });

  it('reads a client that is slow to speak, though the server was dialled meanwhile', async () => {
    await using bench = await startProxy({ silenceMs: 50 });
    const { socket } = await viaConnect(bench.port, `${HOST}:443`);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const tls = await secured(socket, { servername: HOST, ca: bench.ca.certPem });
    await exchange(tls, `GET /slow HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
    await bench.engine.stop();
    expect(bench.sink.of('conn.close')).toMatchObject([{ mode: 'mitm' }]);
    expect(bench.sink.of('http.req')).toMatchObject([{ url: `https://${HOST}/slow` }]);
  });

  it('takes a redirected connection by its original destination', async () => {
    await using bench = await startProxy({ originalDestination: () => ({ ip: '192.0.2.7', port: 443 }) });
    const tls = await secured(await toProxy(bench.port), { servername: HOST, ca: bench.ca.certPem });
    await exchange(tls, `GET /direct HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
    await bench.engine.stop();
    expect(bench.sink.of('conn.open')).toMatchObject([{ via: 'redirect', host: '192.0.2.7', sni: HOST }]);
    expect(bench.sink.of('http.req')).toMatchObject([{ url: `https://${HOST}/direct` }]);
  });

  it('records a connection that ends before its first byte without calling it unread', async () => {
    await using bench = await startProxy();
    const { socket } = await viaConnect(bench.port, `${HOST}:443`);
    socket.end();
    await once(socket, 'close');
    await bench.engine.stop();
    expect(bench.sink.of('conn.close')).toMatchObject([{ mode: 'plain', up: 0 }]);
  });
});
